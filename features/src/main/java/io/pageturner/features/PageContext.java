package io.pageturner.features;

import java.time.Instant;
import java.util.Map;

/**
 * What a page's request tells about it.
 *
 * @param time when the page was asked for
 * @param pageIndex 0 for the session's first page
 * @param dense numbers of the request's context by feature name
 * @param ids categories of the request's context by feature name
 */
public record PageContext(
    Instant time, int pageIndex, Map<String, Double> dense, Map<String, String> ids) {
  public PageContext {
    dense = Map.copyOf(dense);
    ids = Map.copyOf(ids);
  }
}
