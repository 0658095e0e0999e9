package io.pageturner.app.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCutTest {
  private static final Map<String, Double> TENTH = Map.of("baseline", 0.9, "agent", 0.1);
  private static final Map<String, Double> HALF = Map.of("baseline", 0.5, "agent", 0.5);
  private static final Instant MONDAY = Instant.parse("2026-03-02T12:00:00Z");

  @TempDir Path directory;

  @Test
  void theFirstCutIsForEver() throws IOException {
    assertThat(cut(TENTH, MONDAY).since()).isZero();
    assertThat(cut(TENTH, MONDAY.plusSeconds(60)).since()).isZero();
  }

  @Test
  void anotherShareOrSaltBeginsAtItsStart() throws IOException {
    cut(TENTH, MONDAY);
    Instant tuesday = MONDAY.plusSeconds(86_400);
    assertThat(cut(HALF, tuesday).since()).isEqualTo(tuesday.toEpochMilli());
    assertThat(cut(HALF, tuesday.plusSeconds(9)).since()).isEqualTo(tuesday.toEpochMilli());
    Instant later = tuesday.plusSeconds(60);
    assertThat(UserCut.of(file(), "other", HALF, later).since()).isEqualTo(later.toEpochMilli());
  }

  @Test
  void aBrokenFileIsNamed() throws IOException {
    Files.writeString(file(), "{");
    assertThatThrownBy(() -> cut(TENTH, MONDAY))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file() + " cannot be read");
  }

  private UserCut cut(Map<String, Double> shares, Instant now) throws IOException {
    return UserCut.of(file(), "s", shares, now);
  }

  private Path file() {
    return directory.resolve("buckets.json");
  }
}
