package io.pageturner.learning.ranking;

import io.pageturner.domain.Sample;

/**
 * A sample and what the models said of it without having learned from it.
 *
 * @param sample with its labels
 * @param scores of the models
 */
public record ScoredSample(Sample sample, RankingScores scores) {}
