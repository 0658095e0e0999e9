/**
 * Experiments in process: agents that learn in the simulated world or from a log without Kafka,
 * Flink and HTTP, and the ablations made of them (SPEC 8.2, 8.3).
 *
 * <pre>
 *   World ── InProcessFeed ──requests──► InProcessServing ──transitions──► Learner ──► Policy
 *                  ▲                            │                                        │
 *                  └──────────pages─────────────┘◄───────────────────────────────────────┘
 * </pre>
 *
 * <p>{@link io.pageturner.app.experiment.SimulatedTraining} is that loop; {@link
 * io.pageturner.app.experiment.Ablation} compares {@link io.pageturner.app.experiment.Variant}s by
 * {@link io.pageturner.app.experiment.Measure}s over several seeds.
 */
package io.pageturner.app.experiment;
