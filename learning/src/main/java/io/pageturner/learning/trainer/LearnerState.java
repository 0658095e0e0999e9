package io.pageturner.learning.trainer;

import io.pageturner.features.Preprocessing;
import io.pageturner.features.PreprocessingLearner;
import java.util.List;
import java.util.Map;

/**
 * Everything a learner knows besides parameters and replay: the JSON part of a checkpoint.
 *
 * @param identity what a learner must be to continue from it
 * @param position where the transition log continues, by partition
 * @param pretrained whether V was pre-trained
 * @param transitions consumed since scratch
 * @param skipped transitions left out, by reason
 * @param updates done since scratch
 * @param owedSamples samples that the replay still owes to consumed transitions
 * @param firstEvent event time of the first transition, in epoch milliseconds
 * @param newestEvent event time of the newest transition, in epoch milliseconds
 * @param random state of the generator that draws batches
 * @param preprocessing the parameters that the network is trained with, without growing tables' ids
 * @param memory what the pre-processing learner remembers
 * @param agents what is known of each, in the order of the replay's owners
 */
record LearnerState(
    Identity identity,
    Map<Integer, Long> position,
    boolean pretrained,
    long transitions,
    Map<String, Long> skipped,
    long updates,
    long owedSamples,
    long firstEvent,
    long newestEvent,
    long random,
    Preprocessing preprocessing,
    PreprocessingLearner.Memory memory,
    List<Agent> agents) {

  /**
   * One agent.
   *
   * @param transitions its own, consumed since scratch
   * @param published the last published version; 0 for none
   * @param publishedReplica the replica that it was of
   * @param scores by which its replicas are told apart
   */
  record Agent(
      String name,
      long transitions,
      long published,
      int publishedReplica,
      ReplicaScores.Saved scores) {}

  /**
   * What must be equal for a checkpoint to fit.
   *
   * @param format of the checkpoint's files
   * @param featureConfig hash of the feature configuration, which generates the network
   * @param itemEmbeddings version of the item embeddings, whose rows the replay holds; with another
   *     one a checkpoint fits, but for its replay
   * @param algorithm how it was learned
   * @param replicas number of learners from different seeds
   * @param agents names and buckets; a learner may have further ones
   * @param actions size and bounds of the actions
   * @param rewardScale what rewards are multiplied by within the networks: V, A and the optimisers'
   *     moments are in its unit
   */
  record Identity(
      int format,
      String featureConfig,
      String itemEmbeddings,
      String algorithm,
      int replicas,
      List<String> agents,
      String actions,
      double rewardScale) {
    /**
     * @throws CheckpointMismatchException that names the first field which differs from a
     *     checkpoint's
     */
    void requireFits(String origin, Identity found) {
      require(origin, "format", format, found.format);
      require(origin, "featureConfig", featureConfig, found.featureConfig);
      require(origin, "algorithm", algorithm, found.algorithm);
      require(origin, "replicas", replicas, found.replicas);
      if (!agents.containsAll(found.agents)) {
        throw new CheckpointMismatchException(origin, "agents", agents, found.agents);
      }
      require(origin, "actions", actions, found.actions);
      require(origin, "rewardScale", rewardScale, found.rewardScale);
    }

    private static void require(String origin, String field, Object here, Object found) {
      if (!here.equals(found)) {
        throw new CheckpointMismatchException(origin, field, here, found);
      }
    }
  }
}
