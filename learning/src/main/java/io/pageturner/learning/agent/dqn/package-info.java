/**
 * Deep Q-networks (Mnih et al., Nature 2015) and what was added to them.
 *
 * <pre>
 *   y = R + γ'·max Q⁻(s', a')                         plain
 *   y = R + γ'·Q⁻(s', argmax Q(s', a'))               double (van Hasselt et al., AAAI 2016)
 *   Q(s, a) = V(s) + A(s, a) − mean A(s, ·)           dueling (Wang et al., ICML 2016)
 *   loss = mean w·Huber(y − Q(s, a))                  w = 1, or prioritised replay's weights
 * </pre>
 *
 * <p>Q⁻ is a copy of Q taken now and then; R and γ' are r and γ, or the n-step return and γⁿ.
 */
package io.pageturner.learning.agent.dqn;
