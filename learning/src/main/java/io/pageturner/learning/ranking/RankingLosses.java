package io.pageturner.learning.ranking;

/**
 * Mean training losses of the two models, each batch's taken before the step on it.
 *
 * <p>On a single pass over new samples this is a fair estimate of the log loss (progressive
 * validation), but of the trained-on negatives only. NaN of no sample.
 *
 * @param click binary cross-entropy of the click model
 * @param order binary cross-entropy of the order model
 */
public record RankingLosses(double click, double order) {}
