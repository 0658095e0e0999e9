package io.pageturner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapStoreTest extends KeyValueStoreContract {
  @TempDir private Path directory;

  @Override
  KeyValueStore open() throws IOException {
    return HeapStore.open(directory.resolve("contract"));
  }

  @Test
  void aCrashBeforeTheSnapshotLeavesTheOneBefore() throws IOException {
    Path home = directory.resolve("crash");
    try (HeapStore store = HeapStore.open(home)) {
      store.putMany("s", Map.of("a", bytes("1")));
      store.snapshot();
      store.putMany("s", Map.of("a", bytes("2")));
      store.drop("other");
    }
    assertThat(value(home)).isEqualTo("1");
  }

  @Test
  void aCrashWhileTheSnapshotIsWrittenLeavesTheOneBefore() throws IOException {
    Path home = directory.resolve("torn");
    try (HeapStore store = HeapStore.open(home)) {
      store.putMany("s", Map.of("a", bytes("1")));
      store.snapshot();
    }
    byte[] whole = Files.readAllBytes(home.resolve("s.space"));
    for (int written = 0; written < whole.length; written++) {
      Files.write(home.resolve("s.space.next"), Arrays.copyOf(whole, written));
      assertThat(value(home)).isEqualTo("1");
    }
  }

  @Test
  void aDamagedSnapshotIsToldOfAndNotServed() throws IOException {
    Path home = directory.resolve("damaged");
    try (HeapStore store = HeapStore.open(home)) {
      store.putMany("s", Map.of("a", bytes("1"), "b", bytes("2")));
      store.snapshot();
    }
    byte[] whole = Files.readAllBytes(home.resolve("s.space"));
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      Files.write(home.resolve("s.space"), flipped);
      assertThatThrownBy(() -> value(home))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("s.space");
      Files.write(home.resolve("s.space"), Arrays.copyOf(whole, i));
      assertThatThrownBy(() -> value(home)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void oneStoreWritesAndOthersReadItsLastSnapshot() throws IOException {
    Path home = directory.resolve("shared");
    try (HeapStore writer = HeapStore.open(home)) {
      writer.putMany("s", Map.of("a", bytes("1")));
      writer.snapshot();
      assertThatThrownBy(() -> HeapStore.open(home))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in use by another process")
          .hasMessageContaining(home.toString());
      assertThat(value(home)).isEqualTo("1");
    }
    HeapStore.open(home).close();
  }

  @Test
  void aReaderOfNothingFindsNothingAndMayNotWrite() throws IOException {
    try (HeapStore reader = HeapStore.readOnly(directory.resolve("nothing"))) {
      assertThat(reader.spaces()).isEmpty();
      assertThat(reader.getMany("s", List.of("a"), PATIENCE)).isEmpty();
      assertThatThrownBy(() -> reader.putMany("s", Map.of("a", bytes("1"))))
          .hasMessageContaining("was opened for reading only");
    }
    assertThat(directory.resolve("nothing")).doesNotExist();
  }

  private static String value(Path home) throws IOException {
    try (HeapStore reader = HeapStore.readOnly(home)) {
      return text(reader.getMany("s", List.of("a"), PATIENCE).get("a"));
    }
  }
}
