package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.NOON;
import static io.pageturner.lifecycle.Candidates.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ControllerStateTest {

  @Test
  void aNewVersionReplacesTheLiveOne() {
    ControllerState state = after(Change.PUBLISHED, 1, Change.PUBLISHED, 2);
    assertThat(state.live()).contains(version(2));
    assertThat(state.previous()).contains(version(1));
    assertThat(status(state, 1)).isEqualTo(VersionStatus.AVAILABLE);
    assertThat(status(state, 2)).isEqualTo(VersionStatus.LIVE);
    assertThat(state.pinned()).isFalse();
  }

  @Test
  void aRollBackReturnsToTheVersionBeforeAndPins() {
    ControllerState state =
        after(Change.PUBLISHED, 1, Change.PUBLISHED, 2, Change.PUBLISHED, 3, Change.ROLLED_BACK, 3);
    assertThat(state.live()).contains(version(2));
    assertThat(status(state, 2)).isEqualTo(VersionStatus.LIVE);
    assertThat(status(state, 3)).isEqualTo(VersionStatus.ROLLED_BACK);
    assertThat(state.pinned()).isTrue();
  }

  @Test
  void aSecondRollBackGoesOneFurtherAndNeverForwardAgain() {
    ControllerState state =
        after(
            Change.PUBLISHED,
            1,
            Change.PUBLISHED,
            2,
            Change.PUBLISHED,
            3,
            Change.ROLLED_BACK,
            3,
            Change.ROLLED_BACK,
            2);
    assertThat(state.live()).contains(version(1));
    assertThat(state.previous()).isEmpty();
  }

  @Test
  void aVersionTakenBackAfterASecondTermIsNotReturnedTo() {
    ControllerState state =
        after(Change.PUBLISHED, 1, Change.PUBLISHED, 2, Change.PROMOTED, 1, Change.ROLLED_BACK, 1);
    assertThat(state.live()).contains(version(2));
    assertThat(state.previous()).isEmpty();
  }

  @Test
  void aPromotionUnpinsAndGivesATakenBackVersionASecondChance() {
    ControllerState state =
        after(
            Change.PUBLISHED,
            1,
            Change.PUBLISHED,
            2,
            Change.ROLLED_BACK,
            2,
            Change.HELD,
            3,
            Change.PROMOTED,
            2);
    assertThat(state.live()).contains(version(2));
    assertThat(state.pinned()).isFalse();
    assertThat(status(state, 3)).isEqualTo(VersionStatus.AVAILABLE);
  }

  @Test
  void aLostLiveVersionGivesWayToTheOneBefore() {
    ControllerState state = after(Change.PUBLISHED, 1, Change.PUBLISHED, 2, Change.LOST, 2);
    assertThat(state.live()).contains(version(1));
    assertThat(status(state, 1)).isEqualTo(VersionStatus.LIVE);
    assertThatThrownBy(() -> state.requirePromotable(version(2)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void prunedVersionsAreForgotten() {
    ControllerState state = after(Change.PUBLISHED, 1, Change.PUBLISHED, 2, Change.PRUNED, 1);
    assertThat(state.versions()).containsOnlyKeys(version(2));
    assertThat(state.previous()).isEmpty();
    assertThatThrownBy(() -> state.requirePromotable(version(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no version 1; there are [2]");
  }

  /** Any change of any version, sense or nonsense: the state stays sound. */
  @Property(tries = 300)
  void whateverHappensTheStateIsSoundAndSurvivesItsFile(
      @ForAll @Size(40) List<Change> changes,
      @ForAll @Size(40) List<@IntRange(min = 1, max = 6) Integer> versions)
      throws IOException {
    ControllerState state = ControllerState.EMPTY;
    for (int i = 0; i < changes.size(); i++) {
      state = state.apply(version(versions.get(i)), changes.get(i), NOON, "drawn");
      List<ModelVersion> live =
          state.versions().values().stream()
              .filter(v -> v.status() == VersionStatus.LIVE)
              .map(VersionState::version)
              .toList();
      assertThat(live).isEqualTo(state.live().map(List::of).orElse(List.of()));
      assertThat(state.liveOrder()).doesNotHaveDuplicates();
      for (ModelVersion candidate : state.liveOrder()) {
        assertThat(state.versions().get(candidate).status())
            .isIn(VersionStatus.LIVE, VersionStatus.AVAILABLE);
      }
    }
    assertThat(state.sequence()).isEqualTo(changes.size());
    assertThat(ControllerJson.readState(ControllerJson.write(state), "test")).isEqualTo(state);
  }

  /** Changes and version numbers in turn. */
  private static ControllerState after(Object... steps) {
    ControllerState state = ControllerState.EMPTY;
    for (int i = 0; i < steps.length; i += 2) {
      state = state.apply(version((Integer) steps[i + 1]), (Change) steps[i], NOON, "test");
    }
    return state;
  }

  private static VersionStatus status(ControllerState state, long number) {
    return state.versions().get(version(number)).status();
  }
}
