package io.pageturner.learning.ranking;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pageturner.features.PreprocessingLearner;
import io.pageturner.learning.trainer.CheckpointDirectory;
import io.pageturner.learning.trainer.CheckpointMismatchException;
import io.pageturner.learning.trainer.NotFiniteException;
import io.pageturner.lifecycle.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of online ranking: parameters, optimisers, pre-processing, counters and the
 * topics' position, all of one moment. Used by one thread.
 */
public final class RankerCheckpoints {
  private static final Logger LOG = LoggerFactory.getLogger(RankerCheckpoints.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PARAMETERS = "parameters.safetensors";
  private static final String STATE = "ranker.json";

  private final CheckpointDirectory directory;

  /**
   * The JSON part of a checkpoint.
   *
   * @param state counters
   * @param rounds number of updates so far
   * @param preprocessing memory of the pre-processing parameters
   * @param position where the samples topic continues, by partition
   * @param corrections likewise of the late feedback; from its beginning in checkpoints that were
   *     written before it was learned from
   */
  record Rest(
      RankerState state,
      long rounds,
      PreprocessingLearner.Memory preprocessing,
      Map<Integer, Long> position,
      Map<Integer, Long> corrections) {
    Rest {
      corrections = corrections == null ? Map.of() : corrections;
    }
  }

  /**
   * @param home the directory of the checkpoints; made when there is none
   */
  public RankerCheckpoints(Path home) throws IOException {
    this.directory = new CheckpointDirectory(home);
  }

  /**
   * Learns from what is pending and writes a checkpoint.
   *
   * @param position where the topics continue
   * @throws NotFiniteException when a parameter is not a finite number; nothing was written
   */
  public void save(OnlineRanking ranking, RankerPosition position) throws IOException {
    ranking.learn();
    RankingModels.Checkpoint models = ranking.models().checkpoint();
    NotFiniteException.requireFinite(models.parameters());
    Rest rest =
        new Rest(
            ranking.state(),
            models.rounds(),
            models.preprocessing(),
            position.samples(),
            position.corrections());
    directory.write(
        checkpoint -> {
          Safetensors.write(checkpoint.resolve(PARAMETERS), models.parameters());
          Files.write(checkpoint.resolve(STATE), JSON.writeValueAsBytes(rest));
        });
  }

  /**
   * Continues from the newest sound checkpoint.
   *
   * @return the topics' position; empty when there is no sound checkpoint, and then nothing is
   *     changed
   * @throws CheckpointMismatchException when it was written with another configuration
   */
  public Optional<RankerPosition> restore(OnlineRanking ranking) throws IOException {
    Optional<Path> newest = directory.newestSound();
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    Path checkpoint = newest.get();
    LOG.info("continuing from {}", checkpoint);
    Rest rest = JSON.readValue(checkpoint.resolve(STATE).toFile(), Rest.class);
    ranking.state().requireFits(checkpoint.toString(), rest.state());
    ranking.restore(
        new RankingModels.Checkpoint(
            Safetensors.read(checkpoint.resolve(PARAMETERS)), rest.preprocessing(), rest.rounds()),
        rest.state());
    return Optional.of(new RankerPosition(rest.position(), rest.corrections()));
  }
}
