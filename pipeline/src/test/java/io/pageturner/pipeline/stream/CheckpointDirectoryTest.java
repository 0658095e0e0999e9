package io.pageturner.pipeline.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointDirectoryTest {
  @TempDir Path directory;

  @Test
  void there_is_none_in_an_empty_or_missing_directory() {
    assertThat(new CheckpointDirectory(directory.toUri().toString()).newest()).isEmpty();
    assertThat(new CheckpointDirectory(directory + "/missing").newest()).isEmpty();
  }

  @Test
  void the_newest_complete_one_counts_be_it_a_checkpoint_or_a_savepoint() throws IOException {
    write("job-a/chk-7", 100);
    write("savepoint-x", 200);
    write("job-b/chk-8", 300);
    Files.createDirectories(directory.resolve("job-b/chk-9"));
    Files.createDirectories(directory.resolve("job-b/shared"));

    assertThat(newest()).endsWith("job-b/chk-8");
  }

  @Test
  void one_that_was_cut_off_is_passed_over() throws IOException {
    write("job/chk-1", 100);
    Path broken = write("job/chk-2", 200);
    byte[] bytes = Files.readAllBytes(broken);
    Files.write(broken, Arrays.copyOf(bytes, bytes.length - 3));
    Files.setLastModifiedTime(broken, FileTime.from(Instant.ofEpochSecond(200)));

    assertThat(newest()).endsWith("job/chk-1");
  }

  @Test
  void checkpoints_that_are_deleted_meanwhile_are_passed_over() throws Exception {
    write("savepoint-x", 4_000_000_000L); // Newer than what is written now.
    AtomicBoolean enough = new AtomicBoolean();
    Future<?> job =
        ForkJoinPool.commonPool()
            .submit(
                () -> {
                  for (int i = 0; !enough.get(); i++) {
                    Path metadata = write("job/chk-" + i, 100);
                    Files.delete(metadata);
                    Files.delete(metadata.getParent());
                    Files.delete(metadata.getParent().getParent());
                  }
                  return null;
                });
    for (int i = 0; i < 2_000; i++) {
      assertThat(newest()).endsWith("savepoint-x");
    }
    enough.set(true);
    job.get();
  }

  private String newest() {
    return new CheckpointDirectory(directory.toUri().toString()).newest().orElseThrow();
  }

  private Path write(String name, long seconds) throws IOException {
    Path metadata = Files.createDirectories(directory.resolve(name)).resolve("_metadata");
    try (OutputStream out = Files.newOutputStream(metadata)) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(seconds, List.of(), List.of()), out);
    }
    Files.setLastModifiedTime(metadata, FileTime.from(Instant.ofEpochSecond(seconds)));
    return metadata;
  }
}
