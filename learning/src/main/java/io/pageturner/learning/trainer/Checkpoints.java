package io.pageturner.learning.trainer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Weights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a learner: directories {@code checkpoint-<number>} of which the newest two are
 * kept.
 *
 * <p>A checkpoint is everything of one moment: parameters, optimisers, replay, pre-processing, ids,
 * counters, random numbers and the transition log's position. It is written aside, forced onto the
 * disk and renamed, so that it is there whole or not at all; checksums tell one that was damaged
 * later. Used by one thread.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PREFIX = "checkpoint-";
  private static final String UNFINISHED = ".unfinished";
  private static final String PARAMETERS = "parameters.safetensors";
  private static final String REPLAY = "replay.bin";
  private static final String IDS = "ids.bin";
  private static final String STATE = "learner.json";
  private static final String CHECKSUMS = "checksums.json";
  private static final int KEPT = 2;

  private final Path home;

  /**
   * @param home the directory of the checkpoints; made when there is none
   */
  public Checkpoints(Path home) throws IOException {
    this.home = Files.createDirectories(home);
  }

  /** Whether there is a checkpoint to continue from, sound or not. */
  public boolean present() throws IOException {
    return !newestFirst().isEmpty();
  }

  /**
   * Writes a checkpoint.
   *
   * @param position where the transition log continues
   * @throws NotFiniteException when a parameter is not a finite number; nothing was written
   */
  public void save(Learner learner, Map<Integer, Long> position) throws IOException {
    Weights parameters = learner.parameters();
    NotFiniteException.requireFinite(parameters);
    Path unfinished = home.resolve(UNFINISHED);
    delete(unfinished);
    Files.createDirectory(unfinished);
    Safetensors.write(unfinished.resolve(PARAMETERS), parameters);
    try (DataOutputStream replay = create(unfinished.resolve(REPLAY));
        DataOutputStream ids = create(unfinished.resolve(IDS))) {
      learner.writeReplay(replay);
      learner.writeIds(ids);
    }
    Files.write(unfinished.resolve(STATE), JSON.writeValueAsBytes(learner.state(position)));
    Files.write(unfinished.resolve(CHECKSUMS), JSON.writeValueAsBytes(checksums(unfinished)));
    sync(unfinished);
    Files.move(unfinished, home.resolve(nextName()), StandardCopyOption.ATOMIC_MOVE);
    force(home);
    deleteOld();
  }

  /**
   * Continues from the newest sound checkpoint; a damaged one is told of and passed over.
   *
   * @return the transition log's position; empty when there is no sound checkpoint, and then the
   *     learner is as it was
   * @throws CheckpointMismatchException when it was written by a learner of another configuration
   */
  public Optional<Map<Integer, Long>> restore(Learner learner) throws IOException {
    for (Path checkpoint : newestFirst()) {
      Optional<String> damage = damage(checkpoint);
      if (damage.isEmpty()) {
        LOG.info("continuing from {}", checkpoint);
        return Optional.of(restore(learner, checkpoint));
      }
      LOG.error("{} is damaged ({}), falling back to the one before", checkpoint, damage.get());
    }
    return Optional.empty();
  }

  private static Map<Integer, Long> restore(Learner learner, Path checkpoint) throws IOException {
    LearnerState state = JSON.readValue(checkpoint.resolve(STATE).toFile(), LearnerState.class);
    Weights parameters = Safetensors.read(checkpoint.resolve(PARAMETERS));
    try (DataInputStream replay = open(checkpoint.resolve(REPLAY));
        DataInputStream ids = open(checkpoint.resolve(IDS))) {
      learner.restore(checkpoint.toString(), state, parameters, replay, ids);
    }
    return state.position();
  }

  private static DataOutputStream create(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
  }

  /** What is wrong with a checkpoint's files. */
  private static Optional<String> damage(Path checkpoint) {
    try {
      Map<?, ?> expected = JSON.readValue(checkpoint.resolve(CHECKSUMS).toFile(), Map.class);
      for (Map.Entry<String, String> found : checksums(checkpoint).entrySet()) {
        if (!found.getValue().equals(expected.get(found.getKey()))) {
          return Optional.of(found.getKey() + " is not as it was written");
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  private static Map<String, String> checksums(Path checkpoint) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    for (String file : List.of(PARAMETERS, REPLAY, IDS, STATE)) {
      CheckedInputStream in =
          new CheckedInputStream(Files.newInputStream(checkpoint.resolve(file)), new CRC32C());
      try (in) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      checksums.put(file, Long.toHexString(in.getChecksum().getValue()));
    }
    return checksums;
  }

  private String nextName() throws IOException {
    List<Path> present = newestFirst();
    long last = present.isEmpty() ? 0 : number(present.get(0));
    return PREFIX + "%010d".formatted(last + 1);
  }

  private List<Path> newestFirst() throws IOException {
    try (Stream<Path> entries = Files.list(home)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches(PREFIX + "\\d{10}"))
          .sorted(Comparator.comparingLong(Checkpoints::number).reversed())
          .toList();
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
  }

  private void deleteOld() throws IOException {
    List<Path> present = newestFirst();
    for (Path old : present.subList(Math.min(KEPT, present.size()), present.size())) {
      delete(old);
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> entries = Files.walk(directory)) {
        for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(entry);
        }
      }
    }
  }

  private static void sync(Path directory) throws IOException {
    try (Stream<Path> entries = Files.walk(directory)) {
      for (Path entry : entries.toList()) {
        force(entry);
      }
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
