package io.pageturner.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.State;
import io.pageturner.features.ItemLookup;
import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingJson;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Tensor;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle on disk becomes a policy. */
class ServedPolicyTest {
  private static final State SEARCHING =
      new State(
          List.of(new ItemId("i1"), new ItemId("i2")),
          Map.of("distance", 1.5),
          Map.of("entry", "search"));

  @TempDir Path directory;
  private final PolicyLoader loader = new PolicyLoader(ItemLookup.always(TestBundles.embeddings()));
  private BundleStore store;

  @BeforeEach
  void openStore() {
    store = new BundleStore(directory);
  }

  @Test
  void aLoadedPolicyAnswersByTheStateAndRepeatsItself() throws IOException {
    ServedPolicy policy = loader.load(store.add(TestBundles.candidate(3, TestBundles.NONE)));
    ActionChoice choice = policy.choose(SEARCHING, List.of(), new SplittableRandom(1));
    assertThat(policy.name()).isEqualTo("advantage-ddpg");
    assertThat(policy.version().number()).isEqualTo(1);
    assertThat(choice.action()).isEqualTo(choice.greedy());
    assertThat(policy.choose(SEARCHING, List.of(), new SplittableRandom(2))).isEqualTo(choice);
    assertThat(policy.choose(State.EMPTY, List.of(), new SplittableRandom(1)).action())
        .isNotEqualTo(choice.action());
  }

  @Test
  void aPolicyWithWeightsThatAreNotFiniteDoesNotSurviveItsWarmUp() throws IOException {
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(TestBundles.weights(TestBundles.config(), 1, 1).asMap());
    tensors.put("actor_out_bias", new Tensor(new int[] {1}, new float[] {Float.NaN}));
    Bundle bundle =
        store.add(
            TestBundles.candidate(TestBundles.content(Weights.of(tensors), TestBundles.NONE)));
    assertThatThrownBy(() -> loader.load(bundle).warm(List.of(SEARCHING)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void aBundleWithoutAFileIsRefusedNamingIt() throws IOException {
    Bundle bundle = store.add(TestBundles.candidate(3, TestBundles.NONE));
    Files.delete(bundle.pageturnerFile(BundleEncoder.PREPROCESSING_FILE));
    assertThatThrownBy(() -> loader.load(bundle))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("preprocessing.json");
  }

  @Test
  void aBundleOfAnotherConfigurationIsRefused() throws IOException {
    Bundle bundle = store.add(TestBundles.candidate(3, TestBundles.NONE));
    Safetensors.write(
        bundle.pageturnerFile(Bundle.WEIGHTS_FILE),
        TestBundles.weights(TestBundles.config(), 2, 1));
    assertThatThrownBy(() -> loader.load(bundle)).hasMessageContaining("actor_out_kernel");
  }

  @Test
  void aGrowingTableMustHaveARowForEachId() throws IOException {
    Bundle bundle = store.add(TestBundles.candidate(3, TestBundles.NONE));
    Files.writeString(
        bundle.pageturnerFile(BundleEncoder.FEATURES_FILE),
        TestBundles.FEATURES.replace("entry, kind: id,", "entry, kind: id, growing: true,"));
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (int row = 2; row < 10; row++) {
      ids.put(row == 9 ? "search" : "entry-" + row, row);
    }
    write(bundle, ids);
    double[] searching = loader.load(bundle).unitAction(SEARCHING);
    ids.remove("entry-2");
    ids.put("search", 2);
    ids.put("entry-2", 9);
    write(bundle, ids);
    assertThat(loader.load(bundle).unitAction(SEARCHING)).isNotEqualTo(searching);
    ids.put("one more", 10);
    write(bundle, ids);
    assertThatThrownBy(() -> loader.load(bundle))
        .hasMessage("the table of entry has 10 rows, preprocessing.json needs 11");
  }

  private static void write(Bundle bundle, Map<String, Integer> ids) throws IOException {
    PreprocessingJson.write(
        bundle.pageturnerFile(BundleEncoder.PREPROCESSING_FILE),
        new Preprocessing(Map.of(), Map.of("entry", ids)));
  }

  @Test
  void theProbeExecutesACandidateOnTheRecordedStates() throws IOException {
    RecordedStates recorded = new RecordedStates(8);
    RecordedStatesProbe probe = new RecordedStatesProbe(loader, recorded);
    Bundle bundle = store.add(TestBundles.candidate(3, TestBundles.GAUSSIAN));
    assertThat(probe.unitActions(bundle)).isEmpty();
    recorded.record(SEARCHING);
    recorded.record(State.EMPTY);
    double[][] actions = probe.unitActions(bundle);
    assertThat(actions).hasDimensions(2, 1);
    assertThat(actions[0]).isEqualTo(loader.load(bundle).unitAction(SEARCHING));
  }
}
