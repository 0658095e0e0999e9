package io.pageturner.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the simulated users saw so far: the client's side of the books.
 *
 * @param visits visits
 * @param requests requests
 * @param firstFailure what the first failed request said
 * @param rank latency of page requests, from when they were due to the whole answer
 * @param events latency of event requests
 * @param seconds page requests second by second, the newest last; at most an hour
 * @param rewardPerSession true reward of finished visits by bucket; a visit counts for the bucket
 *     of its first page
 */
public record LoadReport(
    Visits visits,
    Requests requests,
    Optional<String> firstFailure,
    Latency rank,
    Latency events,
    List<Second> seconds,
    Map<String, Estimate> rewardPerSession) {
  public LoadReport {
    seconds = List.copyOf(seconds);
    rewardPerSession = Map.copyOf(rewardPerSession);
  }

  /**
   * Counts of visits.
   *
   * @param started all of them
   * @param left ended with a leave
   * @param silent ended without saying so
   * @param abandoned given up because a page could not be had
   */
  public record Visits(long started, long left, long silent, long abandoned) {
    public long underWay() {
      return started - left - silent - abandoned;
    }
  }

  /**
   * Counts of requests and of what they carried.
   *
   * @param pages pages shown
   * @param events events that the server accepted
   * @param rejectedEvents events that it rejected
   * @param refused answers 429 and 503, which are tried again
   * @param movedOn requests without an answer, which are tried again at another node
   * @param failed requests that were given up
   */
  public record Requests(
      long pages, long events, long rejectedEvents, long refused, long movedOn, long failed) {}

  /** Latency in milliseconds. */
  public record Latency(long count, double p50, double p99, double max) {
    static Latency of(LatencyHistogram histogram) {
      return new Latency(
          histogram.count(),
          histogram.quantileMillis(0.5),
          histogram.quantileMillis(0.99),
          histogram.maxMillis());
    }
  }

  /**
   * One second of page requests.
   *
   * @param second whole seconds of real time since the users came
   * @param latency of the pages that came in it
   * @param modelVersion greatest model version that answered; a rise shows a swap
   * @param failed requests that were given up in it
   */
  public record Second(long second, Latency latency, long modelVersion, long failed) {}
}
