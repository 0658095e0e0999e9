/**
 * Agents that learn a stochastic policy π(a | s) and V(s) from what they just did: A2C, A3C (Mnih
 * et al., ICML 2016) and PPO (Schulman et al., 2017).
 *
 * <pre>
 *   Â    generalised advantage estimation; R = Â + V(s)
 *   A2C  −mean log π(a | s)·Â                                   + c·mean (R − V(s))² − β·mean H
 *   PPO  −mean min(ρ·Â, clip(ρ, 1 − ε, 1 + ε)·Â)                + c·mean (R − V(s))² − β·mean H
 *   A3C  A2C's loss, by workers that share parameters but never wait for one another
 * </pre>
 *
 * <p>ρ is π(a | s) over what it was when the action was taken, H the policy's entropy.
 */
package io.pageturner.learning.agent.actorcritic;
