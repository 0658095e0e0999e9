/** The event log and the topics derived from it, on Kafka: an embedded broker or a cluster's. */
package io.pageturner.pipeline.kafka;
