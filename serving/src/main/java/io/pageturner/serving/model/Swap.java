package io.pageturner.serving.model;

import io.pageturner.domain.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of one model version that was to be served.
 *
 * @param version which
 * @param outcome what became of it
 * @param replaced the version that served until then; empty when there was none
 * @param at when this was settled
 * @param load how long loading took
 * @param warm how long warming took
 * @param age from the bundle's making to {@code at}: how old the model was when it began to serve
 * @param detail why it failed; empty otherwise
 */
public record Swap(
    ModelVersion version,
    Outcome outcome,
    Optional<ModelVersion> replaced,
    Instant at,
    Duration load,
    Duration warm,
    Duration age,
    String detail) {
  /** The possible ends. */
  public enum Outcome {
    /** It serves. */
    SWAPPED,
    /** It served already. */
    UNCHANGED,
    /** It could not be loaded or warmed; the one before goes on serving until a later attempt. */
    FAILED,
    /** Another one was asked for, or none, before it served. */
    SUPERSEDED
  }
}
