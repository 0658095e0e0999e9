package io.pageturner.app.monitor;

import io.pageturner.domain.ModelVersion;
import io.pageturner.evaluation.ExperimentSnapshot;
import io.pageturner.evaluation.SampleRatio;
import io.pageturner.learning.trainer.TrainingFigures;
import io.pageturner.pipeline.stream.Count;
import io.pageturner.serving.model.Swap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the monitor saw in one look at the loop.
 *
 * @param time of the look, by the machine's clock
 * @param experiment figures by bucket
 * @param sampleRatio whether users fell into the buckets as configured
 * @param version the policy's version that serves
 * @param swaps what became of the policy's versions
 * @param refusals of the policy's newest candidates
 * @param rankMillis latency of page requests lately: p50 and p99; NaN before the first
 * @param pages page requests answered since the start
 * @param counts what the stream job counted; empty while it is not running
 * @param training the trainer's figures, when one runs here
 */
public record Look(
    Instant time,
    ExperimentSnapshot experiment,
    SampleRatio sampleRatio,
    Optional<ModelVersion> version,
    List<Swap> swaps,
    Refusals refusals,
    double[] rankMillis,
    long pages,
    Map<Count, Long> counts,
    Optional<TrainingFigures> training) {

  /** The swap that brought the version that serves. */
  public Optional<Swap> lastSwap() {
    return swaps.stream()
        .filter(swap -> swap.outcome() == Swap.Outcome.SWAPPED)
        .reduce((first, second) -> second);
  }
}
