/**
 * Deep deterministic policy gradient (Lillicrap et al., ICLR 2016), the plain one.
 *
 * <pre>
 *   y = R + γ'·Q⁻(s', μ⁻(s'))         critic: mean w·(y − Q(s, a))²
 *                                     actor:  −mean Q(s, μ(s))
 *   θ⁻ ← θ⁻ + τ·(θ − θ⁻)              after each step
 * </pre>
 *
 * <p>Pageturner's own agent, advantage DDPG, is {@link io.pageturner.learning.feed}.
 */
package io.pageturner.learning.agent.ddpg;
