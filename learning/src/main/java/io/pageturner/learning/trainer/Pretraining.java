package io.pageturner.learning.trainer;

import io.pageturner.domain.Transition;
import io.pageturner.features.FeatureConfig;
import io.pageturner.learning.feed.PolicyLearner;
import io.pageturner.learning.network.StateBatch;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.Replay;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.trainer.PretrainingData.Visit;
import io.pageturner.lifecycle.Weights;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Training of the state network and V on logged traffic, by V's own loss (SPEC 2.3). */
final class Pretraining {
  private final FeatureConfig config;
  private final StateEncoding encoding;
  private final PolicyLearner agent;
  private final TransitionBatch batch;
  private final RandomGenerator random;
  private final PretrainingSettings settings;

  Pretraining(
      FeatureConfig config,
      StateEncoding encoding,
      PolicyLearner agent,
      TransitionBatch batch,
      RandomGenerator random,
      PretrainingSettings settings) {
    this.config = config;
    this.encoding = encoding;
    this.agent = agent;
    this.batch = batch;
    this.random = random;
    this.settings = settings;
  }

  /** Trains until the validation error no longer falls, and keeps the best parameters. */
  PretrainingReport run(
      PretrainingData data, int actionSize, Function<Transition, EncodedTransition> encode) {
    List<Visit> training = data.training();
    List<Visit> validation = data.validation().stream().filter(Visit::complete).toList();
    List<Visit> heldOut = data.heldOut().stream().filter(Visit::complete).toList();
    requireEnough(training, validation, heldOut);
    Replay replay = new Replay(config, actionSize, training.size());
    training.forEach(visit -> replay.add(encode.apply(visit.transition())));
    Weights best = agent.snapshot();
    double least = valueError(validation);
    int epoch = 0;
    for (int idle = 0; epoch < settings.epochs() && idle < settings.patience(); epoch++) {
      pass(replay);
      double error = valueError(validation);
      if (error < least) {
        least = error;
        best = agent.snapshot();
        idle = 0;
      } else {
        idle++;
      }
    }
    agent.restore(best);
    double mean =
        training.stream()
            .filter(Visit::complete)
            .mapToDouble(Visit::discountedReturn)
            .average()
            .orElse(0);
    return new PretrainingReport(
        data.sessions(),
        training.size(),
        heldOut.size(),
        epoch,
        valueError(heldOut),
        error(heldOut, visit -> mean));
  }

  private void pass(Replay replay) {
    int updates = (replay.size() + batch.capacity() - 1) / batch.capacity();
    for (int i = 0; i < updates; i++) {
      replay.sample(random, batch);
      agent.updateValue(batch);
    }
  }

  private double valueError(List<Visit> visits) {
    double sum = 0;
    for (int from = 0; from < visits.size(); from += batch.capacity()) {
      List<Visit> part = visits.subList(from, Math.min(visits.size(), from + batch.capacity()));
      float[] values = values(part);
      for (int i = 0; i < values.length; i++) {
        double error = part.get(i).discountedReturn() - values[i];
        sum += error * error;
      }
    }
    return sum / visits.size();
  }

  private float[] values(List<Visit> visits) {
    StateBatch states =
        encoding.batch(visits.stream().map(visit -> visit.transition().state()).toList());
    return agent.values(states, visits.size());
  }

  private static double error(List<Visit> visits, ToDoubleFunction<Visit> predicted) {
    return visits.stream()
        .mapToDouble(visit -> visit.discountedReturn() - predicted.applyAsDouble(visit))
        .map(error -> error * error)
        .average()
        .orElse(0);
  }

  private static void requireEnough(
      List<Visit> training, List<Visit> validation, List<Visit> heldOut) {
    if (training.isEmpty() || validation.isEmpty() || heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "pre-training needs sessions to learn from, to validate and to hold out; it has "
              + training.size()
              + ", "
              + validation.size()
              + " and "
              + heldOut.size()
              + " transitions of them");
    }
  }
}
