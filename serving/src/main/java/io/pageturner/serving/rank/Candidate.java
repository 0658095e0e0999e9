package io.pageturner.serving.rank;

import io.pageturner.domain.ItemId;
import java.util.Map;

/**
 * One item that a page may show.
 *
 * @param item which
 * @param scores one per objective, click first; empty when the feed sent none
 * @param dense numbers by feature name
 * @param ids categories by feature name
 */
public record Candidate(
    ItemId item, double[] scores, Map<String, Double> dense, Map<String, String> ids) {}
