package io.pageturner.evaluation;

import io.pageturner.domain.BucketName;

/**
 * One bucket against another.
 *
 * @param metric by what
 * @param bucket the bucket in question
 * @param baseline what it is held against
 * @param difference the metric of {@code bucket} minus that of {@code baseline}; holds its level at
 *     one look
 * @param relative the difference as a share of the baseline's magnitude; unbounded when the
 *     baseline's metric cannot be told from 0
 * @param alwaysValid the difference again; holds its level over any number of looks
 * @param pValue of no difference, always valid: may be looked at as often as one likes, and an
 *     experiment may be stopped by it
 */
public record Comparison(
    Metric metric,
    BucketName bucket,
    BucketName baseline,
    Interval difference,
    Interval relative,
    Interval alwaysValid,
    double pValue) {}
