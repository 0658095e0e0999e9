package io.pageturner.app.experiment;

import io.pageturner.domain.RewardWeights;
import io.pageturner.domain.Transition;
import io.pageturner.learning.trainer.Learner;
import io.pageturner.learning.trainer.LearnerSettings;
import io.pageturner.learning.trainer.PretrainingSettings;
import java.util.List;

/** One way to learn that an ablation compares. */
sealed interface Contestant permits Contestant.OfFeed, LibraryContestant {
  String name();

  /** Learns from scratch, and shows its greedy policy to the curve every so many pages. */
  void learn(Variant variant, SimulatedTraining training, Plan plan, long seed, LearningCurve on);

  /**
   * How long it learns.
   *
   * @param pages of the feed, the baseline's share included
   * @param every pages between two points of the curve
   */
  record Plan(int pages, int every) {
    public Plan {
      if (every < 1 || pages < every) {
        throw new IllegalArgumentException(
            "every must be 1 or more and pages that or more, were " + every + " and " + pages);
      }
    }
  }

  /**
   * A feed's own learner.
   *
   * @param settings of the learner; the seed is the run's
   * @param reward what it is rewarded by; it is measured by the feed's own
   * @param log the baseline's, that V is pre-trained on; empty for none
   */
  record OfFeed(String name, LearnerSettings settings, RewardWeights reward, List<Transition> log)
      implements Contestant {
    private static final PretrainingSettings PRETRAINING =
        new PretrainingSettings(20, 3, PretrainingSettings.Split.BY_SESSION);

    @Override
    public void learn(
        Variant variant, SimulatedTraining training, Plan plan, long seed, LearningCurve on) {
      try (Learner learner =
          new Learner(variant.features(), training.embeddings(), settings.withSeed(seed))) {
        if (!log.isEmpty()) {
          learner.pretrain(log, PRETRAINING);
        }
        Pupil pupil =
            training.learn(
                variant,
                learner,
                reward,
                plan.pages(),
                watched -> {
                  if (watched.pages() % plan.every() == 0 && watched.pages() < plan.pages()) {
                    on.at((int) watched.pages(), watched.greedy());
                  }
                });
        on.at(plan.pages(), pupil.greedy());
        if (settings.replicas() > 1) {
          for (int i = 0; i < settings.replicas(); i++) {
            on.replica(i, pupil.greedyReplicas().get(i));
          }
        }
      }
    }
  }
}
