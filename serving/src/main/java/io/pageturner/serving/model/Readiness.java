package io.pageturner.serving.model;

/**
 * Whether traffic may come.
 *
 * @param ready whether it may
 * @param reason what is served, or what is waited for
 */
public record Readiness(boolean ready, String reason) {}
