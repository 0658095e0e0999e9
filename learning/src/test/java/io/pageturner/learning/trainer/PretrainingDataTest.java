package io.pageturner.learning.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.SessionId;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.trainer.PretrainingData.Visit;
import io.pageturner.learning.trainer.PretrainingSettings.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PretrainingDataTest {
  private final SplitMix64 random = new SplitMix64(4);

  @Test
  void inTimeOrderTheFutureIsHeldOutWhateverTheOrderOfTheLog() {
    List<Transition> log = new ArrayList<>(LoggedTransitions.sessions(1_000, random));
    Collections.shuffle(log, new Random(1));
    PretrainingData data = PretrainingData.of(log, 0.9, Split.IN_TIME_ORDER, any -> true);
    assertThat(last(data.training())).isBefore(first(data.validation()));
    assertThat(last(data.validation())).isBefore(first(data.heldOut()));
    double sessions = data.sessions();
    assertThat(sessions(data.training()).size() / sessions).isCloseTo(0.7, within(0.01));
    assertThat(sessions(data.heldOut()).size() / sessions).isCloseTo(0.2, within(0.01));
  }

  @ParameterizedTest
  @EnumSource(Split.class)
  void everyTransitionIsInOnePartAndEverySessionTogether(Split split) {
    List<Transition> log = LoggedTransitions.sessions(500, random);
    PretrainingData data = PretrainingData.of(log, 0.9, split, any -> true);
    assertThat(data.training().size() + data.validation().size() + data.heldOut().size())
        .isEqualTo(log.size());
    assertThat(sessions(data.training()))
        .doesNotContainAnyElementsOf(sessions(data.validation()))
        .doesNotContainAnyElementsOf(sessions(data.heldOut()));
    assertThat(sessions(data.validation())).doesNotContainAnyElementsOf(sessions(data.heldOut()));
  }

  @Test
  void aReturnIsTheDiscountedSumToTheSessionsEnd() {
    State here = State.EMPTY;
    List<Transition> session =
        List.of(
            LoggedTransitions.transition(0, 0, 0, here, Optional.of(here), 1, random),
            LoggedTransitions.transition(0, 1, 1, here, Optional.of(here), 2, random),
            LoggedTransitions.transition(0, 2, 2, here, Optional.empty(), 4, random));
    PretrainingData data = PretrainingData.of(session, 0.5, Split.IN_TIME_ORDER, any -> true);
    // 4;  2 + 0.5·4 = 4;  1 + 0.5·4 = 3
    assertThat(data.training())
        .extracting(Visit::discountedReturn)
        .containsExactlyInAnyOrder(4.0, 4.0, 3.0);
  }

  /** The gap's own reward is not known: what comes before it has no whole return. */
  @Test
  void beforeAGapReturnsAreNotComplete() {
    State here = State.EMPTY;
    List<Transition> session = new ArrayList<>();
    for (int page = 0; page < 4; page++) {
      Optional<State> next = page < 3 ? Optional.of(here) : Optional.empty();
      session.add(LoggedTransitions.transition(0, page, page, here, next, 1 + page, random));
    }
    PretrainingData data =
        PretrainingData.of(session, 0.5, Split.IN_TIME_ORDER, page -> page.pageIndex() != 1);
    // 4;  3 + 0.5·4 = 5;  1 and no more is known
    assertThat(data.training()).extracting(Visit::discountedReturn).containsExactly(4.0, 5.0, 1.0);
    assertThat(data.training()).extracting(Visit::complete).containsExactly(true, true, false);
  }

  private static Set<SessionId> sessions(List<Visit> visits) {
    return visits.stream().map(v -> v.transition().session()).collect(Collectors.toSet());
  }

  private static Instant first(List<Visit> visits) {
    return visits.stream().map(v -> v.transition().time()).min(Instant::compareTo).orElseThrow();
  }

  private static Instant last(List<Visit> visits) {
    return visits.stream().map(v -> v.transition().time()).max(Instant::compareTo).orElseThrow();
  }
}
