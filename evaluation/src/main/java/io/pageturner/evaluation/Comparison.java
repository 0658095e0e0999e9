package io.pageturner.evaluation;

import io.pageturner.domain.BucketName;

/**
 * One bucket's reward per session against another's.
 *
 * @param bucket the bucket in question
 * @param baseline what it is held against
 * @param difference reward per session of {@code bucket} minus that of {@code baseline}
 * @param relative the difference as a share of the baseline's magnitude; unbounded when the
 *     baseline's reward cannot be told from 0
 */
public record Comparison(
    BucketName bucket, BucketName baseline, Interval difference, Interval relative) {}
