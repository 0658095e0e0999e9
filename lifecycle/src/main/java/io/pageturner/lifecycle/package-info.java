/**
 * The life of a model version: from a candidate of the trainer to traffic, and back within a
 * second.
 *
 * <pre>
 *    trainer                            a gate says no
 *       │ submit                 ┌───────────────────────────► REJECTED   bundle put aside
 *       ▼                        │                                ▲
 *    staged ── hashed, numbered ─┴─ every gate passes ─┐          │ bundle missing or broken
 *                                                      ▼          │
 *                        pinned, or one on trial? ─ yes ─► AVAILABLE ◄── another goes live
 *                                  │                        │         ▲
 *                                  no               promote │         │
 *                                  ▼                        ▼         │
 *                     canary share? ─── no ───────────────► LIVE ─────┘
 *                                  │                       ▲  │ ▲
 *                                 yes     no harm, or hand │  │ │ promote, by hand only
 *                                  ▼                       │  ▼ │
 *                               CANARY ────────────────────┘ ROLLED_BACK
 *                                  └──── harm, or by hand ────────▲
 * </pre>
 *
 * <p>A roll-back makes the version live before it live again and <i>pins</i>: what the trainer
 * submits afterwards waits as AVAILABLE until somebody promotes a version, which unpins. The {@link
 * io.pageturner.lifecycle.Guardrail} takes back what harms by live figures, and promotes what was
 * on trial without harm. Serving nodes elsewhere follow with a {@link
 * io.pageturner.lifecycle.VersionFollower}. Old versions are pruned: all but the newest few, the
 * live one and the one a roll-back would return to.
 *
 * <p>On disk, {@link io.pageturner.lifecycle.BundleStore} holds each version as one immutable
 * directory {@code <root>/<name>/<version>/}, valid for TensorFlow Serving, with a {@link
 * io.pageturner.lifecycle.Manifest} of hashes and {@link io.pageturner.lifecycle.Lineage}. A
 * directory of that form appears in one step, and only after the gates have passed it: whoever
 * scans for the newest number never meets a half-written or an unproven version. The {@link
 * io.pageturner.lifecycle.VersionController} appends each change to {@code history.jsonl} and then
 * replaces {@code controller.json}; after a kill at any moment it continues with the version that
 * was live, and tells its listeners (the model server) so.
 *
 * <p>Weights are {@link io.pageturner.lifecycle.Safetensors}, so that serving needs no TensorFlow
 * and other languages read them too.
 */
package io.pageturner.lifecycle;
