package io.pageturner.app.replay;

import io.pageturner.app.OpenLog;
import io.pageturner.domain.Episode;
import io.pageturner.domain.Feedback;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.PageId;
import io.pageturner.domain.Transition;
import io.pageturner.learning.ranking.RankerPosition;
import io.pageturner.pipeline.codec.DeadLetterCodec;
import io.pageturner.pipeline.codec.DuplicateCodec;
import io.pageturner.pipeline.codec.EpisodeCodec;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.codec.LateFeedbackCodec;
import io.pageturner.pipeline.codec.RecordCodec;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.codec.UnmatchedFeedbackCodec;
import io.pageturner.pipeline.join.JoinRules;
import io.pageturner.pipeline.join.UnmatchedFeedback;
import io.pageturner.pipeline.kafka.RecordReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of a recording: every list and every answer is somewhere, read back from the topics
 * themselves.
 *
 * @param recording what was put in
 * @param pages the joined pages, in canonical order: by time, then by id
 * @param corrections answers after their page was emitted
 * @param position of the topics after them
 * @param transitions one per page
 * @param episodes the ended sessions
 * @param unmatched number of answers that belong to no page, by reason
 * @param duplicates number of events whose id was known already
 * @param deadLetters number of records that could not be read
 */
record Balance(
    Recording recording,
    List<JoinedPage> pages,
    List<LateFeedback> corrections,
    RankerPosition position,
    List<Transition> transitions,
    List<Episode> episodes,
    Map<UnmatchedFeedback.Reason, Long> unmatched,
    long duplicates,
    long deadLetters) {

  /** Reads every topic to its end. */
  static Balance read(Recording recording, OpenLog log) {
    Part<JoinedPage> samples = part(log, log.topics().samples(), new JoinedPageCodec());
    Part<LateFeedback> late = part(log, log.topics().corrections(), new LateFeedbackCodec());
    return new Balance(
        recording,
        samples.records().stream()
            .sorted(
                Comparator.comparing((JoinedPage page) -> page.decision().time())
                    .thenComparing(page -> page.decision().page().value()))
            .toList(),
        late.records(),
        new RankerPosition(samples.position(), late.position()),
        all(log, log.topics().transitions(), new TransitionCodec()),
        all(log, log.topics().episodes(), new EpisodeCodec()),
        all(log, log.topics().unmatched(), new UnmatchedFeedbackCodec()).stream()
            .collect(
                Collectors.groupingBy(
                    UnmatchedFeedback::reason, TreeMap::new, Collectors.counting())),
        all(log, log.topics().duplicates(), new DuplicateCodec()).size(),
        all(log, log.topics().deadLetter(), new DeadLetterCodec()).size());
  }

  private record Part<T>(List<T> records, Map<Integer, Long> position) {}

  private static <T> Part<T> part(OpenLog log, String topic, RecordCodec<T> codec) {
    try (RecordReader<T> reader = new RecordReader<>(log.kafka(), topic, codec)) {
      return new Part<>(reader.readToEnd(), reader.position());
    }
  }

  private static <T> List<T> all(OpenLog log, String topic, RecordCodec<T> codec) {
    return part(log, topic, codec).records();
  }

  /** The joined pages with the late answers that count for them, in the same order. */
  List<JoinedPage> answeredPages(JoinRules rules) {
    Map<PageId, JoinedPage> answered = new LinkedHashMap<>();
    pages.forEach(page -> answered.put(page.decision().page(), page));
    for (LateFeedback late : corrections) {
      if (late.feedback() instanceof Feedback.OnItem answer) {
        answered.computeIfPresent(
            late.page(),
            (id, page) -> rules.counts(page.decision().time(), answer) ? page.plus(answer) : page);
      }
    }
    return List.copyOf(answered.values());
  }

  long samples() {
    return pages.stream().mapToLong(page -> page.outcomes().size()).sum();
  }

  long clicks() {
    return pages.stream().mapToLong(JoinedPage::clicks).sum();
  }

  long orders() {
    return pages.stream().mapToLong(JoinedPage::orders).sum();
  }

  private long unmatchedInAll() {
    return unmatched.values().stream().mapToLong(n -> n).sum();
  }

  /** Whether everything that was put in is somewhere, once. */
  boolean holds() {
    return pages.size() == recording.pages()
        && transitions.size() == recording.pages()
        && clicks() + orders() + corrections.size() + unmatchedInAll() + duplicates
            == recording.answers()
        && deadLetters == 0;
  }

  /** SHA-256 of all samples in canonical order: equal samples give an equal digest. */
  String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      JoinedPageCodec codec = new JoinedPageCodec();
      pages.forEach(page -> digest.update(codec.encode(page)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The balance for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    int others = recording.others().values().stream().mapToInt(n -> n).sum();
    line(text, "records read", recording.lines(), "");
    line(text, "  lists shown", recording.pages(), "one of them with each order");
    line(text, "  answers", recording.answers(), "clicks and orders");
    line(text, "  malformed", recording.malformed().size(), firstMalformed());
    line(text, "  others", others, recording.others().toString());
    line(text, "pages joined", pages.size(), "");
    line(text, "samples", samples(), "one per shown item, unclicked ones too");
    line(
        text,
        "answers matched",
        clicks() + orders(),
        clicks() + " clicks, " + orders() + " orders");
    line(
        text,
        "answers late",
        corrections.size(),
        "after their page was emitted: topic corrections");
    line(text, "answers unmatched", unmatchedInAll(), unmatched.toString());
    line(text, "events duplicate", duplicates, "");
    line(text, "dead letters", deadLetters, "");
    line(text, "sessions", episodes.size(), "");
    line(text, "transitions", transitions.size(), "one per page");
    text.append(
        holds()
            ? "The balance holds: every list and every answer is accounted for.\n"
            : "THE BALANCE DOES NOT HOLD.\n");
    text.append("samples SHA-256 ").append(digest()).append('\n');
    return text.toString();
  }

  private String firstMalformed() {
    return recording.malformed().isEmpty()
        ? ""
        : "first: line "
            + recording.malformed().get(0).line()
            + ", "
            + recording.malformed().get(0).reason();
  }

  private static void line(StringBuilder text, String what, long count, String note) {
    text.append(String.format("%-18s %,9d  %s", what, count, note).stripTrailing()).append('\n');
  }
}
