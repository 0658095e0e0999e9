package io.pageturner.learning.agent.actorcritic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.agent.Agent;
import io.pageturner.learning.agent.Callback;
import io.pageturner.learning.agent.Schedule;
import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.Worlds;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.network.Activation;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class A3cTest {
  private static final NetworkSettings NETWORK =
      new NetworkSettings(List.of(16), Activation.TANH, 0.5, 0.01);
  private static final A3cSettings SETTINGS =
      new A3cSettings(0.9, 1, 3, 10, NETWORK, Schedule.constant(5e-3), 0.9, 1e-5, 0.5);

  /** Two updates against the paper's equations in double precision. */
  @Test
  void sharedRmsPropEqualsTheFormula() {
    try (ActorCriticGraph<Integer> graph = linear()) {
      SharedParameters shared = shared(graph, SETTINGS);
      Map<String, float[]> initial = shared.version().values();
      float[][] gradients =
          graph.learned().stream()
              .map(parameter -> new float[parameter.size()])
              .toArray(float[][]::new);
      gradients[0][1] = 3; // Of norm 5 with the next: clipped to 0.5, thus 0.3 and 0.4.
      gradients[1][0] = 4;
      shared.descend(gradients, 0.1);
      Map<String, float[]> found = shared.descend(gradients, 0.1).values();
      String kernel = graph.learned().get(0).name();
      double g1 = 0.1 * 0.09;
      double g2 = 0.9 * g1 + 0.1 * 0.09;
      double expected =
          initial.get(kernel)[1]
              - 0.1 * 0.3 / Math.sqrt(g1 + 1e-5)
              - 0.1 * 0.3 / Math.sqrt(g2 + 1e-5);
      assertThat((double) found.get(kernel)[1]).isCloseTo(expected, within(1e-5));
      assertThat(found.get(kernel)[0]).isEqualTo(initial.get(kernel)[0]);
    }
  }

  /** As with A3C's restore, whose acting policies hold the arrays that it sets. */
  @Test
  void whatIsSetStaysTheCallers() {
    try (ActorCriticGraph<Integer> graph = linear()) {
      SharedParameters shared = shared(graph, SETTINGS);
      Map<String, float[]> theta = shared.version().values();
      Map<String, float[]> squares = shared.squares();
      shared.set(theta, squares);
      Map<String, float[]> before = shared.version().values();
      shared.descend(ones(graph), 0.1);
      String kernel = graph.learned().get(0).name();
      assertThat(shared.version().values().get(kernel)).isNotEqualTo(before.get(kernel));
      assertThat(theta.get(kernel)).isEqualTo(before.get(kernel));
      assertThat(squares.get(kernel)).containsOnly(0);
    }
  }

  /**
   * Without a memory (decay 0) a gradient of 1 moves a parameter by η/√(1 + ε) whatever came
   * before: the sum of all is known, in single precision because every step is a power of two.
   */
  @Test
  void noGradientIsLostWhenThreadsMeet() throws InterruptedException {
    double rate = 1.0 / 1_024;
    A3cSettings forgetful =
        new A3cSettings(0.9, 1, 3, 10, NETWORK, Schedule.constant(rate), 0, 1e-12, 1e9);
    int threads = 4;
    int each = 2_000;
    try (ActorCriticGraph<Integer> graph = linear()) {
      SharedParameters shared = shared(graph, forgetful);
      shared.set(zeros(graph), zeros(graph));
      long first = shared.version().number();
      Set<Long> numbers = ConcurrentHashMap.newKeySet();
      List<Thread> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int k = 0; k < each; k++) {
                    numbers.add(shared.descend(ones(graph), rate).number());
                  }
                });
        running.add(thread);
        thread.start();
      }
      for (Thread thread : running) {
        thread.join();
      }
      SharedParameters.Version last = shared.version();
      assertThat(last.number()).isEqualTo(first + (long) threads * each);
      assertThat(numbers).hasSize(threads * each);
      for (float[] values : last.values().values()) {
        assertThat(values).containsOnly((float) (-rate * threads * each));
      }
    }
  }

  @Test
  void whatIsOlderNeverTakesTheNewestsPlace() {
    Newest<String> newest = new Newest<>();
    newest.offer(0, "the start");
    newest.offer(2, "two");
    newest.offer(1, "one, made before but late");
    assertThat(newest.get()).isEqualTo("two");
    newest.offer(3, "three");
    assertThat(newest.get()).isEqualTo("three");
  }

  private static ActorCriticGraph<Integer> linear() {
    return new ActorCriticGraph<>(
        2,
        new Space.Discrete(2),
        new NetworkSettings(List.of(), Activation.TANH, 0.5, 0),
        PolicyLoss.GRADIENT,
        AdamSettings.of(1e-3, 1),
        new SplitMix64(1));
  }

  private static SharedParameters shared(ActorCriticGraph<?> graph, A3cSettings settings) {
    Map<String, float[]> initial = graph.parameters().read(graph.learned());
    return new SharedParameters(graph.learned(), initial, settings);
  }

  private static float[][] ones(ActorCriticGraph<?> graph) {
    float[][] gradients = new float[graph.learned().size()][];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = new float[graph.learned().get(i).size()];
      Arrays.fill(gradients[i], 1);
    }
    return gradients;
  }

  private static Map<String, float[]> zeros(ActorCriticGraph<?> graph) {
    Map<String, float[]> zeros = new LinkedHashMap<>();
    graph.learned().forEach(each -> zeros.put(each.name(), new float[each.size()]));
    return zeros;
  }

  @Test
  void threeThreadsLearnTheWorldOfNames() {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    Callback names =
        new Callback() {
          @Override
          public void episodeEnded(long steps, double episodeReturn, int length) {
            threads.add(Thread.currentThread().getName() + Thread.currentThread().getId());
          }
        };
    try (Agent<Integer> agent = new A3c<>(new Worlds.Naming(), SETTINGS, 1)) {
      double found =
          Training.run(agent, Worlds.Naming::new, TrainingSettings.of(12_000), names).last().mean();
      assertThat(found).isGreaterThan(9.5);
      assertThat(threads).hasSize(3).allMatch(name -> name.startsWith("worker of a3c"));
    }
  }

  @Test
  void aSnapshotCarriesEverythingOver() {
    try (A3c<Integer> first = new A3c<>(new Worlds.Naming(), SETTINGS, 1);
        A3c<Integer> second = new A3c<>(new Worlds.Naming(), SETTINGS, 2)) {
      Training.run(first, Worlds.Naming::new, TrainingSettings.of(200));
      Weights learned = first.snapshot();
      second.restore(learned);
      assertThat(second.snapshot()).isEqualTo(learned);
    }
  }
}
