package io.pageturner.pipeline.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Episode;
import io.pageturner.domain.Event;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.Transition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for the way from any log through joiner and collector. */
class SessionCollectorProperties {
  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final JoinRules RULES =
      new JoinRules(
          WINDOW,
          WINDOW,
          WINDOW,
          Duration.ofSeconds(3),
          Duration.ofSeconds(20),
          Duration.ofSeconds(6));

  @Property(tries = 300)
  void every_page_has_one_transition_and_every_session_one_terminal(@ForAll long seed) {
    Random random = new Random(seed);
    List<JoinedPage> pages = joined(RandomLog.inRandomOrder(RandomLog.of(random), random));

    for (SessionRun run : collected(pages).values()) {
      assertThat(run.aside).isEmpty();
      assertThat(run.transitions).extracting(Transition::page).doesNotHaveDuplicates();
      assertThat(run.transitions.stream().filter(Transition::terminal).count())
          .isEqualTo(run.episodes.size());
      assertThat(run.episodes.stream().mapToInt(Episode::depth).sum())
          .isEqualTo(run.transitions.size());
      assertThat(run.state.isEmpty()).isTrue();
    }
    assertThat(collected(pages).values().stream().mapToInt(r -> r.transitions.size()).sum())
        .isEqualTo(pages.size());
  }

  @Property(tries = 300)
  void experience_does_not_depend_on_the_order_of_arrival(@ForAll long seed) {
    Random random = new Random(seed);
    List<Event> log = RandomLog.of(random);

    assertThat(experience(RandomLog.inRandomOrder(log, random)))
        .isEqualTo(experience(RandomLog.inRandomOrder(log, random)));
  }

  private static Set<String> experience(List<Event> log) {
    Set<String> experience = new TreeSet<>();
    for (SessionRun run : collected(joined(log)).values()) {
      run.transitions.forEach(transition -> experience.add(transition.toString()));
      run.episodes.forEach(episode -> experience.add(episode.toString()));
    }
    return experience;
  }

  private static List<JoinedPage> joined(List<Event> log) {
    JoinRun run = new JoinRun(RULES, Duration.ofSeconds(RandomLog.BOUND_SECONDS));
    log.forEach(run::give);
    return run.end().pages;
  }

  private static Map<SessionId, SessionRun> collected(List<JoinedPage> pages) {
    Map<SessionId, SessionRun> sessions = new HashMap<>();
    for (JoinedPage page : pages) {
      sessions.computeIfAbsent(page.decision().session(), s -> new SessionRun(RULES)).give(page);
    }
    sessions.values().forEach(run -> run.advanceTo(10_000));
    return sessions;
  }
}
