package io.pageturner.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import io.pageturner.features.EncodedState;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemLookup;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.serving.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first version is warmed with in a process that has decided on no page yet. */
class WarmUpAfterRestartTest {
  private static final List<State> STATES =
      List.of(
          new State(List.of(), Map.of("distance", 1.5), Map.of("entry", "home")),
          new State(List.of(new ItemId("i1")), Map.of("distance", -0.5), Map.of()),
          new State(
              List.of(new ItemId("i2"), new ItemId("unknown"), new ItemId("i1")),
              Map.of(),
              Map.of("entry", "search")));

  @TempDir Path directory;

  private final ItemLookup.Versions items = ItemLookup.always(TestBundles.embeddings());
  private final List<String> executed = Collections.synchronizedList(new ArrayList<>());
  private Bundle bundle;

  @BeforeEach
  void publish() throws IOException {
    RecordedStates recorded = new RecordedStates(8);
    STATES.forEach(recorded::record);
    bundle =
        new BundleStore(directory)
            .add(
                WarmUpRequests.beside(
                    TestBundles.candidate(3, TestBundles.NONE), new PolicyLoader(items), recorded));
  }

  @Test
  void theBundlesOwnRequestsAreRun() throws IOException {
    ServedPolicy policy = new PolicyLoader(items).load(bundle);
    Set<String> expected = new LinkedHashSet<>();
    expected.add(text(policy.tensors(State.EMPTY)));
    STATES.forEach(state -> expected.add(text(policy.tensors(state))));

    serve(new RecordedStates(8));
    assertThat(expected).hasSize(4);
    assertThat(executed).hasSize(1_000).hasSameElementsAs(expected);
  }

  @Test
  void whatThisProcessHasSeenComesFirst() throws IOException {
    RecordedStates recorded = new RecordedStates(8);
    recorded.record(STATES.get(1));
    serve(recorded);
    ServedPolicy policy = new PolicyLoader(items).load(bundle);
    assertThat(executed).containsOnly(text(policy.tensors(STATES.get(1))));
  }

  @Test
  void aVersionServesWithoutThem() throws IOException {
    Files.delete(file());
    serve(new RecordedStates(8));
    assertThat(Set.copyOf(executed)).hasSize(1);
  }

  /** Cut, with a bit turned, of great size, of other shapes. */
  @Test
  void aBrokenFileIsAsGoodAsNone() throws IOException {
    StateTensors.Shapes shapes = new PolicyLoader(items).load(bundle).shapes();
    byte[] whole = Files.readAllBytes(file());
    assertThat(WarmUpRequests.of(bundle, shapes)).hasSize(3);
    for (int place = 1; place < whole.length; place += 17) {
      if (3 * place % whole.length != 0) { // Records are of one length.
        Files.write(file(), Arrays.copyOf(whole, place));
        assertThat(WarmUpRequests.of(bundle, shapes)).as("cut at %d", place).isEmpty();
      }
      byte[] turned = whole.clone();
      turned[place] ^= 4;
      Files.write(file(), turned);
      assertThat(WarmUpRequests.of(bundle, shapes)).as("a bit turned at %d", place).isEmpty();
    }
    Files.write(file(), Arrays.copyOf(whole, (16 << 20) + 1));
    assertThat(WarmUpRequests.of(bundle, shapes)).as("of great size").isEmpty();
    serve(new RecordedStates(8));
    assertThat(Set.copyOf(executed)).as("the version serves all the same").hasSize(1);
    Files.write(file(), whole);
    assertThat(WarmUpRequests.of(bundle, wider(shapes))).as("of other shapes").isEmpty();
  }

  private static StateTensors.Shapes wider(StateTensors.Shapes shapes) {
    return new StateTensors.Shapes(
        shapes.length(), shapes.dimension(), shapes.dense() + 1, shapes.rows(), shapes.actions());
  }

  private Path file() {
    return bundle.file(WarmUpRequests.FILE);
  }

  /** The first load of a process; notes what its network executes. */
  private void serve(RecordedStates recorded) {
    PolicyLoader loader =
        new PolicyLoader(
            items,
            (of, encoder, weights, spec, wanted) -> {
              Actor network = Actor.Execution.IN_PROCESS.ready(of, encoder, weights, spec, wanted);
              return (EncodedState state, ItemEmbeddings embeddings) -> {
                executed.add(text(StateTensors.of(encoder.config(), state, embeddings)));
                return network.unitAction(state, embeddings);
              };
            });
    try (ModelServer<PolicyModel> server =
        new ModelServer<>("policy", loader, recorded, new SettableClock(), swap -> {})) {
      assertThat(server.serve(bundle).join().outcome()).isEqualTo(Swap.Outcome.SWAPPED);
    }
  }

  private static String text(StateTensors tensors) {
    return Arrays.toString(tensors.items())
        + Arrays.toString(tensors.mask())
        + Arrays.toString(tensors.dense())
        + Arrays.toString(tensors.ids());
  }
}
