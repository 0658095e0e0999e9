/**
 * Linear heads: V and A as linear or logistic models over a frozen state embedding, learned one
 * step at a time in plain Java (SPEC 2.4), for teams that keep the deep part offline.
 *
 * <pre>
 *   x     = [1, φ(s)],  x_A = c(a) ⊗ x       c(a): one-hot, or the candidate's own features
 *   V(s)    = h(w·x)                         h: identity or the logistic function
 *   Q(s, a) = h(w·x + w_A·x_A)               with the identity w_A·x_A is A(s, a)
 *   V       on r + γ·V(s')                   from all traffic
 *   A       on r + γ·Q(s', μ(s')), V held    from the agent's own; μ = argmax Q
 * </pre>
 *
 * <p>Both losses (squared for the identity, logarithmic for the logistic function) have the slope
 * said − target by the score, and both models step from the same moment.
 */
package io.pageturner.learning.agent.linear;
