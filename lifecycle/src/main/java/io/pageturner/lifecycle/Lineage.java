package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a model version comes from: enough to say what it learned from, and to train it again.
 *
 * @param createdAt when training ended and the bundle was made
 * @param codeVersion version of the code that trained it
 * @param parent the version whose parameters training continued from; empty from scratch
 * @param dataFrom event time of the first transition trained on
 * @param dataTo event time of the last transition trained on, not before {@code dataFrom}
 * @param transitions number of transitions trained on since scratch
 * @param seed seed of the training's random numbers
 * @param featureConfigHash hash of the feature configuration that the network was built for
 * @param embeddings which item embeddings it reads, such as a file's hash; {@code none} for none
 * @param metrics training figures by name; NaN is kept, so that a gate can refuse it
 */
public record Lineage(
    Instant createdAt,
    String codeVersion,
    Optional<ModelVersion> parent,
    Instant dataFrom,
    Instant dataTo,
    long transitions,
    long seed,
    String featureConfigHash,
    String embeddings,
    SortedMap<String, Double> metrics) {
  public Lineage {
    Objects.requireNonNull(createdAt, "createdAt is missing");
    Objects.requireNonNull(codeVersion, "codeVersion is missing");
    Objects.requireNonNull(parent, "parent is missing; empty for none");
    Objects.requireNonNull(featureConfigHash, "featureConfigHash is missing");
    Objects.requireNonNull(embeddings, "embeddings is missing");
    if (dataTo.isBefore(dataFrom)) {
      throw new IllegalArgumentException(
          "dataTo " + dataTo + " must not be before dataFrom " + dataFrom);
    }
    if (transitions < 0) {
      throw new IllegalArgumentException("transitions must be 0 or more, was " + transitions);
    }
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
  }
}
