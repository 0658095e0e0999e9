package io.pageturner.pipeline.kafka;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The names of the log's topics and their creation.
 *
 * @param events name of the events topic: decisions, feedback and heartbeats, as they happened,
 *     partitioned by user
 * @param prefix what the names of the topics derived from it begin with; may be empty
 */
public record Topics(String events, String prefix) implements Serializable {
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{0,200}");

  /** The source of everything else: kept longest. */
  private static final Duration KEEP_EVENTS = Duration.ofDays(30);

  private static final Duration KEEP_DERIVED = Duration.ofDays(7);

  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);

  /** Room for a record that carries an event of the greatest size and something more. */
  static final int MAX_DERIVED_BYTES = 4 << 20;

  public static final Topics DEFAULT = new Topics("pageturner.");

  public Topics {
    check("events", events);
    check("prefix", prefix);
  }

  /** All topics with one prefix, such as {@code pageturner.}. */
  public Topics(String prefix) {
    this(prefix + "events", prefix);
  }

  /** The same events and another set of derived topics: for a replay beside what is there. */
  public Topics replayedUnder(String otherPrefix) {
    return new Topics(events, otherPrefix);
  }

  /** Joined pages, each with all its samples. */
  public String samples() {
    return prefix + "samples";
  }

  public String transitions() {
    return prefix + "transitions";
  }

  public String episodes() {
    return prefix + "episodes";
  }

  /** Feedback that came after its page was emitted. */
  public String corrections() {
    return prefix + "corrections";
  }

  /** Feedback that belongs to no page. */
  public String unmatched() {
    return prefix + "unmatched";
  }

  /** Events whose id was known already. */
  public String duplicates() {
    return prefix + "duplicates";
  }

  /** Joined pages that came too late for a transition; they are in {@link #samples} too. */
  public String aside() {
    return prefix + "aside";
  }

  /** Records that could not be read. */
  public String deadLetter() {
    return prefix + "dead-letter";
  }

  /** Everything that the stream job writes: all topics but that of the events. */
  public List<String> derived() {
    return List.of(
        samples(),
        transitions(),
        episodes(),
        corrections(),
        unmatched(),
        duplicates(),
        aside(),
        deadLetter());
  }

  /**
   * Creates the topics that do not exist yet, and waits until they take records; those that exist
   * are left as they are.
   *
   * @param replication copies of each partition; 0 for as many as the brokers make by default
   * @throws IllegalStateException when the log cannot be reached or refuses
   */
  public void create(KafkaAccess kafka, int partitions, int replication) {
    try (Admin admin = Admin.create(kafka.client(Map.of()))) {
      List<NewTopic> topics = new ArrayList<>();
      topics.add(topic(events, partitions, replication, configs(KEEP_EVENTS)));
      derived().forEach(n -> topics.add(topic(n, partitions, replication, derivedConfigs())));
      admin.createTopics(topics).values().forEach(Topics::awaitCreated);
      topics.forEach(topic -> awaitReady(admin, topic.name()));
    }
  }

  /**
   * How many partitions the events topic has.
   *
   * @throws IllegalStateException when it is not to be found
   */
  public int partitions(KafkaAccess kafka) {
    try (Admin admin = Admin.create(kafka.client(Map.of()))) {
      return admin
          .describeTopics(List.of(events))
          .allTopicNames()
          .get()
          .get(events)
          .partitions()
          .size();
    } catch (ExecutionException e) {
      throw new IllegalStateException("topic " + events + " cannot be described", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while describing " + events, e);
    }
  }

  private static NewTopic topic(
      String name, int partitions, int replication, Map<String, String> configs) {
    Optional<Short> copies = replication == 0 ? Optional.empty() : Optional.of((short) replication);
    return new NewTopic(name, Optional.of(partitions), copies).configs(configs);
  }

  private static void awaitCreated(String name, KafkaFuture<Void> created) {
    Optional<Throwable> failure = failure(created);
    if (failure.isPresent() && !(failure.get() instanceof TopicExistsException)) {
      throw new IllegalStateException("topic " + name + " cannot be created", failure.get());
    }
  }

  /**
   * A topic is created before every broker has heard of it, and known before its leaders take
   * records. Whoever sends in between may never get its first batch in: when the leader refuses it
   * and takes the second, the first is out of sequence for good.
   */
  private static void awaitReady(Admin admin, String name) {
    long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
    while (true) {
      try {
        TopicDescription found =
            admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
        // Leaders tell where their partitions end once they are ready; until then Kafka asks again.
        admin.listOffsets(latest(found)).all().get();
        return;
      } catch (ExecutionException e) {
        boolean unheard = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!unheard || System.nanoTime() >= deadline) {
          throw new IllegalStateException("topic " + name + " is not ready", e.getCause());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while creating topics", e);
      }
    }
  }

  private static Map<TopicPartition, OffsetSpec> latest(TopicDescription topic) {
    return topic.partitions().stream()
        .collect(
            Collectors.toMap(
                partition -> new TopicPartition(topic.name(), partition.partition()),
                partition -> OffsetSpec.latest()));
  }

  private static Optional<Throwable> failure(KafkaFuture<?> future) {
    try {
      future.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
  }

  private static void check(String name, String value) {
    if (!LEGAL.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "topic " + name + " '" + value + "' must have letters, digits, '.', '_' and '-' only");
    }
  }

  /**
   * Retention counts from the time of appending: records carry event time, and a replay of an old
   * log would otherwise be deleted as it is written.
   */
  private static Map<String, String> configs(Duration retention) {
    return Map.of(
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
        "LogAppendTime",
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(retention.toMillis()));
  }

  private static Map<String, String> derivedConfigs() {
    Map<String, String> configs = new HashMap<>(configs(KEEP_DERIVED));
    configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_DERIVED_BYTES));
    return configs;
  }
}
