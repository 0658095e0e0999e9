package io.pageturner.simulator;

import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a visit asks serving for: one page.
 *
 * @param user who asks
 * @param session the visit
 * @param pageIndex 0 for the first page of the visit
 * @param time virtual time
 * @param context what the client knows about the moment
 * @param candidates what may be shown, in no order that means anything
 * @param limit how many items the page shows
 */
public record PageRequest(
    UserId user,
    SessionId session,
    int pageIndex,
    Instant time,
    Context context,
    List<Candidate> candidates,
    int limit) {
  public PageRequest {
    candidates = List.copyOf(candidates);
  }

  /**
   * The observable context of a visit.
   *
   * @param entry id feature: how the user came in
   * @param device id feature: {@code phone} or {@code desktop}; tells nothing about the intent
   * @param distance dense feature: how far an order would travel, km
   * @param queryWords dense feature: words of the search query, 0 without one
   * @param lastPageClicks dense feature: clicks on the visit's page before, 0 on the first
   */
  public record Context(
      Entry entry, String device, double distance, int queryWords, int lastPageClicks) {
    /** The dense features by name. */
    public Map<String, Double> dense() {
      return Map.of(
          "distance", distance,
          "queryWords", (double) queryWords,
          "lastPageClicks", (double) lastPageClicks);
    }

    /** The id features by name. */
    public Map<String, String> ids() {
      return Map.of("entry", entry.id(), "device", device);
    }

    /** This context on the page after one with so many clicks. */
    Context after(int clicks) {
      return new Context(entry, device, distance, queryWords, clicks);
    }
  }
}
