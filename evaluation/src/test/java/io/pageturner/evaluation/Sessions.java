package io.pageturner.evaluation;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Ended sessions, made up in a line. */
final class Sessions {
  static final Instant MONDAY = Instant.parse("2026-03-02T12:00:00Z");

  private Sessions() {}

  /** What came of a page. */
  record Counts(int clicks, int orders, long dwellMillis, double reward) {}

  static Counts page(int clicks, int orders, long dwellMillis, double reward) {
    return new Counts(clicks, orders, dwellMillis, reward);
  }

  /** A session whose pages follow each other by ten seconds. */
  static Episode session(String user, BucketName bucket, Instant start, Counts... counts) {
    List<Episode.Page> pages =
        IntStream.range(0, counts.length)
            .mapToObj(
                i ->
                    new Episode.Page(
                        new PageId("p" + i),
                        start.plusSeconds(10L * i),
                        ModelVersion.NONE,
                        Action.ones(1),
                        counts[i].clicks(),
                        counts[i].orders(),
                        counts[i].dwellMillis(),
                        counts[i].reward()))
            .toList();
    return new Episode(
        new UserId(user),
        new SessionId("s"),
        bucket,
        pages,
        Episode.End.GAP,
        start.plus(Duration.ofMinutes(30)),
        "");
  }
}
