/**
 * The networks that a feature configuration generates: state network and heads (SPEC 1.3).
 *
 * <pre>
 *   items [batch, L, d], mask [batch, L] ── intents ──┐
 *   dense [batch, D] ─────────────────────────────────┼── ReLU(x·W + b) = s [batch, S] ── heads
 *   ids [batch, I] ── embedding tables ───────────────┘
 * </pre>
 */
package io.pageturner.learning.network;
