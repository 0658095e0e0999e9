package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.time.Instant;

/**
 * One version and what it is now.
 *
 * @param version its number
 * @param status what it is
 * @param since since when
 * @param why what led to it, in one sentence
 */
public record VersionState(ModelVersion version, VersionStatus status, Instant since, String why) {}
