package io.pageturner.pipeline.stream;

/**
 * A record on its way to one of the derived topics.
 *
 * @param topic its topic
 * @param key what it is partitioned by: the user, or nothing
 * @param value its bytes
 */
record TopicRecord(String topic, byte[] key, byte[] value) {}
