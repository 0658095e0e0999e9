package io.pageturner.store;

import java.time.Instant;

/**
 * What is known about one version of the item embeddings.
 *
 * @param version of {@link io.pageturner.features.ItemEmbeddings#version}; models name it
 * @param dimension d, length of a vector
 * @param items number of items that have a vector
 * @param createdAt when it was first published
 */
public record EmbeddingSet(String version, int dimension, int items, Instant createdAt) {}
