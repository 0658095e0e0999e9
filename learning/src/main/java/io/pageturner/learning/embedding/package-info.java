/**
 * Item embeddings, pre-trained from sessions by skip-gram with negative sampling (SPEC 3.2).
 *
 * <p>{@link io.pageturner.learning.embedding.SkipGram} makes the {@link
 * io.pageturner.features.ItemEmbeddings} that serving and training look up in pre-processing. They
 * are never part of a served graph, and they should come from sessions before those that a ranking
 * model is trained on: an item that was acted on has an embedding, which gives the label away.
 */
package io.pageturner.learning.embedding;
