package io.pageturner.serving.monitor;

import io.pageturner.evaluation.ExperimentSnapshot;
import io.pageturner.evaluation.SampleRatio;
import java.time.Instant;

/**
 * The experiment's figures at one moment: {@code GET /v1/experiment}.
 *
 * @param time of the look
 * @param figures by bucket and day
 * @param sampleRatio whether users fell into the buckets as their shares say
 */
public record Experiment(Instant time, ExperimentSnapshot figures, SampleRatio sampleRatio) {}
