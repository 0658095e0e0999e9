/**
 * The near-line pipeline (SPEC 4): from the event log to samples and experience.
 *
 * <ul>
 *   <li>{@code kafka}: the log and its topics, the embedded broker, readers
 *   <li>{@code join}: which feedback belongs to which page, and which pages to which session
 *   <li>{@code stream}: the Flink job around those rules, and the files
 *   <li>{@code codec}: what the topics carry, as JSON
 *   <li>{@code binary}: what travels between tasks and lies in state
 * </ul>
 *
 * <p>They use each other in one direction: stream, kafka, codec, join, binary.
 */
package io.pageturner.pipeline;
