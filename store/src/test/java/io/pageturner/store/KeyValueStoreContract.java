package io.pageturner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link KeyValueStore} must do. */
abstract class KeyValueStoreContract {
  /** Generous: the machine may be ten times as slow. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private KeyValueStore store;

  /** Opens the store of this test; again after it was closed. */
  abstract KeyValueStore open() throws IOException;

  @BeforeEach
  final void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  final void closeStore() throws IOException {
    if (store != null) {
      store.close();
    }
  }

  @Test
  void whatWasPutIsGotAndWhatWasNotIsAbsent() throws IOException {
    store.putMany("s", Map.of("a", bytes("1"), "b", bytes("2")));
    assertThat(texts("s", List.of("a", "x", "b"))).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(texts("nowhere", List.of("a"))).isEmpty();
    assertThat(texts("s", List.of())).isEmpty();
  }

  @Test
  void aLaterValueReplacesAnEarlierOneAndLeavesTheOthers() throws IOException {
    store.putMany("s", Map.of("a", bytes("1"), "b", bytes("2")));
    store.putMany("s", Map.of("a", bytes("3")));
    store.putMany("s", Map.of());
    assertThat(texts("s", List.of("a", "b"))).isEqualTo(Map.of("a", "3", "b", "2"));
  }

  @Test
  void keysAndValuesMayBeAnything() throws IOException {
    byte[] long1 = new byte[1 << 20];
    new Random(1).nextBytes(long1);
    Map<String, byte[]> odd = new HashMap<>();
    odd.put("", bytes("empty key"));
    odd.put("with space:and*glob?\\", bytes("x"));
    odd.put("Süßes \uD83C\uDF6A 東京", bytes("y"));
    odd.put("empty value", new byte[0]);
    odd.put("k".repeat(256), new byte[] {0, -1, 13, 10});
    odd.put("long", long1);
    store.putMany("s", odd);
    Map<String, byte[]> found = store.getMany("s", odd.keySet(), PATIENCE);
    assertThat(found).hasSameSizeAs(odd);
    odd.forEach((key, value) -> assertThat(found.get(key)).as(key).isEqualTo(value));
  }

  @Test
  void spacesAreApartAndDroppedAsAWhole() throws IOException {
    store.putMany("one", Map.of("a", bytes("1")));
    store.putMany("two", Map.of("a", bytes("2"), "b", bytes("2")));
    assertThat(store.spaces()).containsExactlyInAnyOrder("one", "two");
    store.drop("two");
    store.drop("never-was");
    assertThat(store.spaces()).containsExactly("one");
    assertThat(texts("two", List.of("a", "b"))).isEmpty();
    assertThat(texts("one", List.of("a"))).isEqualTo(Map.of("a", "1"));
    store.putMany("two", Map.of("b", bytes("new")));
    assertThat(all("two")).isEqualTo(Map.of("b", "new"));
  }

  @Test
  void manyKeysAreReadInOneCallAndVisitedOnce() throws IOException {
    Map<String, byte[]> many = new HashMap<>();
    IntStream.range(0, 2_500).forEach(i -> many.put("key" + i, bytes("value" + i)));
    store.putMany("s", many);
    assertThat(texts("s", many.keySet())).hasSize(2_500).containsEntry("key2499", "value2499");
    assertThat(all("s")).isEqualTo(texts("s", many.keySet()));
  }

  @Test
  void whatWasThereAtTheSnapshotIsThereAfterReopening() throws IOException {
    store.putMany("kept", Map.of("a", bytes("1")));
    store.putMany("dropped", Map.of("a", bytes("1")));
    store.snapshot();
    store.drop("dropped");
    store.putMany("kept", Map.of("b", bytes("2")));
    store.snapshot();
    store.close();
    store = open();
    assertThat(store.spaces()).containsExactly("kept");
    assertThat(all("kept")).isEqualTo(Map.of("a", "1", "b", "2"));
  }

  @Test
  void aSpaceThatWasDroppedAndWrittenAgainIsTheNewOneAfterReopening() throws IOException {
    store.putMany("s", Map.of("old", bytes("1")));
    store.snapshot();
    store.drop("s");
    store.putMany("s", Map.of("new", bytes("2")));
    store.snapshot();
    store.close();
    store = open();
    assertThat(all("s")).isEqualTo(Map.of("new", "2"));
  }

  @Test
  void itBehavesLikeAMapOfMaps() throws IOException {
    Random random = new Random(5);
    Map<String, Map<String, String>> model = new TreeMap<>();
    for (int step = 0; step < 300; step++) {
      String space = "s" + random.nextInt(3);
      switch (random.nextInt(8)) {
        case 0 -> {
          store.drop(space);
          model.remove(space);
        }
        case 1 -> store.snapshot();
        default -> {
          String key = "k" + random.nextInt(20);
          store.putMany(space, Map.of(key, bytes("v" + step)));
          model.computeIfAbsent(space, s -> new TreeMap<>()).put(key, "v" + step);
        }
      }
    }
    assertThat(store.spaces()).isEqualTo(model.keySet());
    for (String space : model.keySet()) {
      assertThat(all(space)).isEqualTo(model.get(space));
    }
  }

  @Test
  void manyThreadsMayUseIt() throws IOException {
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      String name = "t" + thread;
      writers.add(CompletableFuture.runAsync(() -> writeAndReadBack(name)));
    }
    writers.forEach(CompletableFuture::join);
    assertThat(all("s")).hasSize(8 * 50);
  }

  private void writeAndReadBack(String name) {
    try {
      for (int i = 0; i < 50; i++) {
        String key = name + "-" + i;
        store.putMany("s", Map.of(key, bytes(key)));
        assertThat(texts("s", List.of(key))).isEqualTo(Map.of(key, key));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSpaceThatCouldNotBeAFileIsRefused() {
    for (String wrong : List.of("", "../x", "A", "a b", "-a", "a".repeat(129))) {
      assertThatThrownBy(() -> store.putMany(wrong, Map.of("a", bytes("1"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a space is named by");
    }
  }

  final Map<String, String> texts(String space, Collection<String> keys) throws IOException {
    Map<String, String> texts = new HashMap<>();
    store.getMany(space, keys, PATIENCE).forEach((key, value) -> texts.put(key, text(value)));
    return texts;
  }

  private Map<String, String> all(String space) throws IOException {
    Map<String, String> texts = new HashMap<>();
    store.forEach(
        space, (key, value) -> assertThat(texts.put(key, text(value))).as("seen before").isNull());
    return texts;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
