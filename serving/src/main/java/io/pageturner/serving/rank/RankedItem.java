package io.pageturner.serving.rank;

/**
 * A candidate in its place.
 *
 * @param candidate which
 * @param fused its fused score, by which the page is ordered
 */
public record RankedItem(Candidate candidate, double fused) {}
