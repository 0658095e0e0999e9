package io.pageturner.serving.user;

import io.pageturner.domain.SessionId;
import java.time.Instant;
import java.util.List;

/**
 * What is remembered of a running session between two of its pages.
 *
 * @param session which
 * @param pageIndex of its last page
 * @param lastPage when its last page was asked for
 * @param noise what the exploration remembers from its last page
 */
record SessionMemory(SessionId session, int pageIndex, Instant lastPage, List<Double> noise) {
  SessionMemory {
    noise = List.copyOf(noise);
  }
}
