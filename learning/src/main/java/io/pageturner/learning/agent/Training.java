package io.pageturner.learning.agent;

import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.replay.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One agent's play against its environments, from the first step to the last.
 *
 * @param <A> type of an action
 */
public final class Training<A> {
  private final Agent<A> agent;
  private final TrainingSettings settings;
  private final List<Callback> callbacks;
  private final Environment<A> evaluated;
  private final List<Player> players = new ArrayList<>();
  private final Object ledger = new Object();
  private final Stopwatch stopwatch = new Stopwatch(); // Guarded by ledger, as all below.
  private long steps;
  private long episodes;
  private boolean stopped;
  private long nextEvaluation;

  private Training(
      Agent<A> agent,
      Supplier<? extends Environment<A>> environments,
      TrainingSettings settings,
      List<Callback> callbacks) {
    this.agent = agent;
    this.settings = settings;
    this.callbacks = callbacks;
    this.evaluated = environments.get();
    this.nextEvaluation = settings.evaluateEvery();
    SplitMix64 seeds = new SplitMix64(settings.seed());
    for (int worker = 0; worker < agent.workers(); worker++) {
      players.add(new Player(worker, environments.get(), new SplitMix64(seeds.nextLong())));
    }
  }

  /**
   * Trains an agent.
   *
   * @param environments makes one environment per worker, and one for evaluations
   * @throws IllegalArgumentException when an action is outside its bounds, a reward or a state is
   *     not finite, or a state has another size than the environment says
   */
  public static <A> TrainingReport run(
      Agent<A> agent,
      Supplier<? extends Environment<A>> environments,
      TrainingSettings settings,
      Callback... callbacks) {
    return new Training<>(agent, environments, settings, List.of(callbacks)).run();
  }

  private TrainingReport run() {
    synchronized (ledger) {
      stopwatch.start();
    }
    for (Player player : players) {
      agent.begin(player.worker);
    }
    if (agent.asynchronous()) {
      runThreads();
    } else {
      runInTurn();
    }
    synchronized (ledger) {
      return evaluate();
    }
  }

  private void runInTurn() {
    while (true) {
      for (Player player : players) {
        if (!player.step()) {
          return;
        }
      }
    }
  }

  private void runThreads() {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            players.size(), task -> new Thread(task, "worker of " + agent.name()));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Player player : players) {
        running.add(threads.submit(player::playToTheEnd));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("training was interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("a worker of " + agent.name() + " failed", e.getCause());
    } finally {
      stopThreads(threads);
    }
  }

  /** The agent may be closed once this returns: no worker uses it any more. */
  private void stopThreads(ExecutorService threads) {
    stopAll();
    threads.shutdown();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopAll() {
    synchronized (ledger) {
      stopped = true;
    }
  }

  /** Counts a step before it is made; false when there is none left. */
  private boolean take() {
    synchronized (ledger) {
      if (stopped || steps >= settings.steps()) {
        return false;
      }
      steps++;
      return true;
    }
  }

  private void ended(double episodeReturn, int length) {
    synchronized (ledger) {
      episodes++;
      for (Callback callback : callbacks) {
        callback.episodeEnded(steps, episodeReturn, length);
        stopped |= callback.stop();
      }
    }
  }

  private void evaluateWhenDue() {
    synchronized (ledger) {
      boolean atTheEnd = steps >= settings.steps(); // Then the last evaluation follows anyway.
      if (settings.evaluateEvery() > 0 && steps >= nextEvaluation && !atTheEnd) {
        nextEvaluation += settings.evaluateEvery();
        evaluate();
      }
    }
  }

  private TrainingReport evaluate() {
    stopwatch.stop();
    Evaluation evaluation =
        Evaluation.of(agent, evaluated, settings.evaluationEpisodes(), ~settings.seed());
    TrainingReport soFar =
        new TrainingReport(steps, episodes, stopwatch.time(), stopwatch.cpu(), evaluation);
    for (Callback callback : callbacks) {
      callback.evaluated(soFar);
      stopped |= callback.stop();
    }
    stopwatch.start();
    return soFar;
  }

  /** One worker with its environment. */
  private final class Player {
    private final int worker;
    private final Environment<A> environment;
    private final SplitMix64 random;
    private Observation observation;
    private double sum;
    private int length;

    Player(int worker, Environment<A> environment, SplitMix64 random) {
      this.worker = worker;
      this.environment = environment;
      this.random = random;
      this.observation = fitting(environment.reset(random));
    }

    /** Plays until no step is left; when it fails, the others stop, too. */
    void playToTheEnd() {
      boolean more = true;
      try {
        while (more) {
          more = step();
        }
      } finally {
        if (more) {
          stopAll();
        }
      }
    }

    /** Makes one step; false when there is none left. */
    boolean step() {
      if (!take()) {
        return false;
      }
      A action = agent.explore(worker, observation);
      environment.actions().requireContains(action, observation);
      Step step = environment.step(action);
      fitting(step.next());
      agent.learn(worker, observation, action, step);
      observation = step.next();
      sum += step.reward();
      length++;
      if (step.done()) {
        ended(sum, length);
        observation = fitting(environment.reset(random));
        sum = 0;
        length = 0;
      }
      evaluateWhenDue();
      return true;
    }

    private Observation fitting(Observation found) {
      found.requireFitting(environment.stateSize());
      return found;
    }
  }
}
