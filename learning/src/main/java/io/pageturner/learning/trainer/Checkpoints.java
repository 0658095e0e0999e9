package io.pageturner.learning.trainer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Weights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a learner.
 *
 * <p>A checkpoint is everything of one moment: parameters, optimisers, replay, pre-processing, ids,
 * counters, random numbers and the transition log's position. Used by one thread.
 */
public final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PARAMETERS = "parameters-%d.safetensors"; // of each replica
  private static final String REPLAY = "replay.bin";
  private static final String IDS = "ids.bin";
  private static final String STATE = "learner.json";

  private final CheckpointDirectory directory;

  /**
   * @param home the directory of the checkpoints; made when there is none
   */
  public Checkpoints(Path home) throws IOException {
    this.directory = new CheckpointDirectory(home);
  }

  /** Whether there is a checkpoint to continue from, sound or not. */
  public boolean present() throws IOException {
    return directory.present();
  }

  /**
   * Writes a checkpoint.
   *
   * @param position where the transition log continues
   * @throws NotFiniteException when a parameter is not a finite number; nothing was written
   */
  public void save(Learner learner, Map<Integer, Long> position) throws IOException {
    List<Weights> parameters = learner.parameters();
    parameters.forEach(NotFiniteException::requireFinite);
    directory.write(checkpoint -> write(checkpoint, learner, parameters, position));
  }

  private static void write(
      Path checkpoint, Learner learner, List<Weights> parameters, Map<Integer, Long> position)
      throws IOException {
    for (int replica = 0; replica < parameters.size(); replica++) {
      Safetensors.write(parameters(checkpoint, replica), parameters.get(replica));
    }
    try (DataOutputStream replay = create(checkpoint.resolve(REPLAY));
        DataOutputStream ids = create(checkpoint.resolve(IDS))) {
      learner.writeReplay(replay);
      learner.writeIds(ids);
    }
    Files.write(checkpoint.resolve(STATE), JSON.writeValueAsBytes(learner.state(position)));
  }

  /**
   * Continues from the newest sound checkpoint; a damaged one is told of and passed over.
   *
   * @return the transition log's position; empty when there is no sound checkpoint, and then the
   *     learner is as it was
   * @throws CheckpointMismatchException when it was written by a learner of another configuration
   */
  public Optional<Map<Integer, Long>> restore(Learner learner) throws IOException {
    Optional<Path> checkpoint = directory.newestSound();
    return checkpoint.isEmpty()
        ? Optional.empty()
        : Optional.of(restore(learner, checkpoint.get()));
  }

  /** Transitions that the newest sound checkpoint's learner had consumed; 0 when there is none. */
  public long transitions() throws IOException {
    Optional<Path> checkpoint = directory.newestSound();
    return checkpoint.isEmpty() ? 0 : state(checkpoint.get()).transitions();
  }

  private static LearnerState state(Path checkpoint) throws IOException {
    return JSON.readValue(checkpoint.resolve(STATE).toFile(), LearnerState.class);
  }

  private static Map<Integer, Long> restore(Learner learner, Path checkpoint) throws IOException {
    LOG.info("continuing from {}", checkpoint);
    LearnerState state = state(checkpoint);
    List<Weights> parameters = new ArrayList<>();
    for (int replica = 0; Files.exists(parameters(checkpoint, replica)); replica++) {
      parameters.add(Safetensors.read(parameters(checkpoint, replica)));
    }
    try (DataInputStream replay = open(checkpoint.resolve(REPLAY));
        DataInputStream ids = open(checkpoint.resolve(IDS))) {
      learner.restore(checkpoint.toString(), state, parameters, replay, ids);
    }
    return state.position();
  }

  private static Path parameters(Path checkpoint, int replica) {
    return checkpoint.resolve(PARAMETERS.formatted(replica));
  }

  private static DataOutputStream create(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
  }
}
