package io.pageturner.pipeline.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanFilesTest {
  @TempDir Path directory;

  @Test
  void only_what_was_unfinished_before_the_start_and_still_is_goes() throws IOException {
    Path hour = Files.createDirectories(directory.resolve("day=2026-11-21/hour=12"));
    Path finished = Files.createFile(hour.resolve("samples-1.parquet"));
    Path orphan = Files.createFile(hour.resolve(".samples-2.parquet.inprogress.x"));
    Path restored = Files.createFile(hour.resolve(".samples-3.parquet.inprogress.x"));

    OrphanFiles orphans = OrphanFiles.in(directory.toUri().toString());
    Files.move(restored, hour.resolve("samples-3.parquet"));
    Path underWay = Files.createFile(hour.resolve(".samples-4.parquet.inprogress.x"));
    orphans.delete();

    assertThat(hour.toFile().list())
        .containsExactlyInAnyOrder(
            finished.getFileName().toString(),
            "samples-3.parquet",
            underWay.getFileName().toString());
    assertThat(orphan).doesNotExist();
  }

  @Test
  void a_missing_directory_has_none() {
    OrphanFiles.in(directory.resolve("missing").toUri().toString()).delete();
  }
}
