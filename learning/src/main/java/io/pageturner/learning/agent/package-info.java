/**
 * A library of agents for any {@link io.pageturner.learning.environment.Environment}.
 *
 * <p>An {@link io.pageturner.learning.agent.Agent} acts and learns; {@link
 * io.pageturner.learning.agent.Training} plays it against environments. Agents are final classes
 * composed of values (network, exploration, replay, target); none extends another. Each has a page
 * under {@code docs/agents/}.
 */
package io.pageturner.learning.agent;
