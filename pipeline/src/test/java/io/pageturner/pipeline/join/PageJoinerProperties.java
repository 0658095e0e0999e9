package io.pageturner.pipeline.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every log of one user, however it arrives within the bound of its disorder. */
class PageJoinerProperties {
  private static final JoinRules RULES =
      new JoinRules(
          Duration.ofSeconds(15),
          Duration.ofSeconds(25),
          Duration.ofSeconds(8),
          Duration.ofSeconds(3),
          Duration.ofSeconds(40),
          Duration.ofSeconds(6));

  @Property(tries = 400)
  void the_join_is_what_a_batch_over_the_whole_log_says(@ForAll long seed) {
    Random random = new Random(seed);
    List<Event> log = RandomLog.of(random);

    assertThat(joined(RandomLog.inRandomOrder(log, random)).results())
        .isEqualTo(BatchJoin.results(RULES, log));
  }

  @Property(tries = 400)
  void every_event_comes_out_exactly_once(@ForAll long seed) {
    Random random = new Random(seed);
    List<Event> log =
        RandomLog.inRandomOrder(RandomLog.withRepetitions(RandomLog.of(random), random), random);

    JoinRun run = joined(log);

    assertThat(run.accounted()).isEqualTo(log.size());
    assertThat(run.state().isEmpty()).isTrue();
  }

  @Property(tries = 400)
  void when_and_how_often_time_advances_changes_nothing_even_for_stragglers(@ForAll long seed) {
    Random random = new Random(seed);
    List<Event> log =
        RandomLog.inRandomOrder(RandomLog.withRepetitions(RandomLog.of(random), random), random);
    if (!log.isEmpty()) {
      Event straggler = log.remove(random.nextInt(log.size()));
      log.add(random.nextInt(log.size() + 1), straggler);
    }

    JoinRun nudged = new JoinRun(RULES, Duration.ofSeconds(RandomLog.BOUND_SECONDS));
    for (Event event : log) {
      nudged.give(event);
      if (nudged.logWatermark() != Long.MIN_VALUE) {
        nudged.advanceTo(nudged.logWatermark() - random.nextInt(20_000));
      }
      nudged.replaceState(random.nextBoolean() ? stored(nudged.state()) : nudged.state().copy());
    }

    assertThat(nudged.end().results()).isEqualTo(joined(log).results());
  }

  private static JoinRun joined(List<Event> log) {
    JoinRun run = new JoinRun(RULES, Duration.ofSeconds(RandomLog.BOUND_SECONDS));
    log.forEach(run::give);
    return run.end();
  }

  private static UserPages stored(UserPages state) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new UserPagesFormat().write(state, new DataOutputStream(bytes));
      return new UserPagesFormat()
          .read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
