package io.pageturner.app.evaluate;

import io.pageturner.domain.Transition;
import io.pageturner.evaluation.RunningMoments;
import io.pageturner.evaluation.offpolicy.LoggedSessions;
import io.pageturner.evaluation.offpolicy.SmoothedPolicy;
import io.pageturner.pipeline.codec.MalformedRecordException;
import io.pageturner.pipeline.codec.TransitionCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Pageturner's own log: transitions, one a page, as the pipeline writes them to their topic. */
public final class SessionLog {
  private SessionLog() {}

  /**
   * Reads transitions from a file of JSON lines, each a record of the transitions topic.
   *
   * @param file optionally {@code .gz}
   * @throws IOException that names the file, the line and what is wrong with it
   */
  public static List<Transition> read(Path file) throws IOException {
    TransitionCodec codec = new TransitionCodec();
    List<Transition> log = new ArrayList<>();
    try (BufferedReader lines = open(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          log.add(decode(codec, line, file + ", line " + number));
        }
      }
    }
    return log;
  }

  private static Transition decode(TransitionCodec codec, String line, String where)
      throws IOException {
    try {
      return codec.decode(line.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedRecordException e) {
      throw new IOException(where + ": " + e.getMessage(), e);
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
    return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
  }

  /**
   * What the log says about a policy.
   *
   * @throws IOException when no whole session of it explored
   */
  public static LoggedFeedback feedback(
      LoggedSessions sessions, SmoothedPolicy policy, double gamma) throws IOException {
    if (sessions.exploring().isEmpty()) {
      throw new IOException(
          "the log has no whole session of a policy that explores; " + leftOut(sessions));
    }
    Map<String, RunningMoments> onPolicy = new LinkedHashMap<>();
    onPolicy.put("the policies that logged", returns(sessions.exploring(), gamma));
    if (!sessions.baseline().isEmpty()) {
      onPolicy.put("the team's ranking", returns(sessions.baseline(), gamma));
    }
    int pages = sessions.exploring().stream().mapToInt(List::size).sum();
    return new LoggedFeedback(
        sessions.steps(policy),
        sessions.users(),
        onPolicy,
        List.of(
            String.format(
                Locale.ROOT,
                "%,d sessions of %,d pages by policies that explore",
                sessions.exploring().size(),
                pages),
            "left out: " + leftOut(sessions)));
  }

  private static String leftOut(LoggedSessions sessions) {
    return String.format(
        Locale.ROOT,
        "%,d sessions of the team's ranking, %,d with both or of policies that act on a grid where this"
            + " one does not or the other way round, %,d that are not whole in the log",
        sessions.baseline().size(),
        sessions.mixed(),
        sessions.partial());
  }

  private static RunningMoments returns(List<List<Transition>> sessions, double gamma) {
    RunningMoments returns = RunningMoments.EMPTY;
    for (List<Transition> session : sessions) {
      double total = 0;
      for (int t = session.size() - 1; t >= 0; t--) {
        total = session.get(t).reward() + gamma * total;
      }
      returns = returns.plus(total);
    }
    return returns;
  }
}
