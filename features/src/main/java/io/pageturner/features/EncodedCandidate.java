package io.pageturner.features;

/**
 * A candidate as the ranking models' inputs.
 *
 * @param item row of its item embedding
 * @param dense normalised numbers: the page's, then the candidate's, in the configuration's order
 * @param ids row per embedded feature: the page's, then the candidate's
 */
public record EncodedCandidate(int item, float[] dense, int[] ids) {}
