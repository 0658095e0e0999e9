package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.Transition;
import io.pageturner.pipeline.codec.EpisodeCodec;
import io.pageturner.pipeline.codec.JoinedPageCodec;
import io.pageturner.pipeline.codec.LateFeedbackCodec;
import io.pageturner.pipeline.codec.RecordCodec;
import io.pageturner.pipeline.codec.TransitionCodec;
import io.pageturner.pipeline.join.PageFeedback;
import io.pageturner.pipeline.kafka.Topics;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * A feed's history scored again under other weights: its transitions and episodes, with rewards
 * computed anew from the samples and the corrections, as lines of JSON.
 */
public final class Rescoring {
  private final PageturnerConfig config;
  private final RewardWeights weights;

  /**
   * What became of the history.
   *
   * @param pages joined pages whose feedback is known
   * @param corrections late feedback that counts for them
   * @param rewritten records that were scored again
   * @param leftOut records whose pages the samples no longer hold
   * @param before mean reward of a transition as it stood in the log
   * @param after mean reward of a transition under the new weights
   * @param versions transitions by the version of the weights that they were scored under before
   */
  public record Report(
      int pages,
      long corrections,
      long rewritten,
      long leftOut,
      double before,
      double after,
      Map<String, Long> versions) {}

  /**
   * @param config of the feed: where its log is, its join windows
   * @param weights what history is scored under
   */
  public Rescoring(PageturnerConfig config, RewardWeights weights) {
    this.config = config;
    this.weights = weights;
  }

  /**
   * Scores every transition and every episode again.
   *
   * @param transitions file of the result, written whole or not at all; compressed when it ends in
   *     {@code .gz}
   * @param episodes likewise; empty when they are not asked for
   */
  public Report run(Path transitions, Optional<Path> episodes) throws IOException {
    DataDirectory data = new DataDirectory(config.dataDirectory());
    try (ExistingLog log = ExistingLog.open(config.log(), data)) {
      PageFeedback feedback = new PageFeedback(StreamRole.rules(config.stream()));
      log.read(Topics::samples, new JoinedPageCodec(), feedback::add);
      log.read(Topics::corrections, new LateFeedbackCodec(), feedback::correct);
      Tally tally = new Tally();
      rewrite(
          log,
          Topics::transitions,
          new TransitionCodec(),
          before -> tally.count(before, feedback.rescore(before, weights)),
          transitions);
      if (episodes.isPresent()) {
        rewrite(
            log,
            Topics::episodes,
            new EpisodeCodec(),
            before -> feedback.rescore(before, weights),
            episodes.get());
      }
      return tally.report(feedback);
    }
  }

  private static <T> void rewrite(
      ExistingLog log,
      Function<Topics, String> topic,
      RecordCodec<T> codec,
      Function<T, Optional<T>> rescore,
      Path file)
      throws IOException {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
    try {
      try (OutputStream lines = create(unfinished, file.toString().endsWith(".gz"))) {
        log.read(
            topic, codec, found -> rescore.apply(found).ifPresent(t -> write(t, codec, lines)));
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static OutputStream create(Path file, boolean compressed) throws IOException {
    OutputStream plain = Files.newOutputStream(file);
    return new BufferedOutputStream(compressed ? new GZIPOutputStream(plain) : plain);
  }

  private static <T> void write(T value, RecordCodec<T> codec, OutputStream lines) {
    try {
      lines.write(codec.encode(value));
      lines.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts transitions on their way. */
  private static final class Tally {
    private final Map<String, Long> versions = new TreeMap<>();
    private long rewritten;
    private long leftOut;
    private double before;
    private double after;

    Optional<Transition> count(Transition old, Optional<Transition> rescored) {
      versions.merge(old.rewards().isEmpty() ? "unknown" : old.rewards(), 1L, Long::sum);
      if (rescored.isEmpty()) {
        leftOut++;
      } else {
        rewritten++;
        before += old.reward();
        after += rescored.get().reward();
      }
      return rescored;
    }

    Report report(PageFeedback feedback) {
      long count = Math.max(1, rewritten);
      return new Report(
          feedback.size(),
          feedback.corrected(),
          rewritten,
          leftOut,
          before / count,
          after / count,
          versions);
    }
  }
}
