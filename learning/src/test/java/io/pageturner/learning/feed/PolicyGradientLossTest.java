package io.pageturner.learning.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.domain.ActionSpace;
import io.pageturner.features.EncodedState;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.learning.Fixtures;
import io.pageturner.learning.ReferenceNetwork;
import io.pageturner.learning.agent.actorcritic.PolicyLoss;
import io.pageturner.learning.replay.EncodedTransition;
import io.pageturner.learning.replay.SplitMix64;
import io.pageturner.learning.replay.TransitionBatch;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.lifecycle.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The policies' losses in plain arrays, their gradients by differences, π's mass by quadrature. */
class PolicyGradientLossTest {
  private static final double GAMMA = 0.8;
  private static final double PULL = 0.05;
  private static final double RATE = 1e-3;
  private static final double CLIP = 0.2;
  private static final double[] SIGMAS = {0.5, 0.9};
  private static final ActionSpace SPACE = new ActionSpace(2, 0.5, 4);

  private final SplitMix64 random = new SplitMix64(11);
  private final FeatureConfig config = Fixtures.smallConfig("convolution");
  private final ItemEmbeddings embeddings = Fixtures.embeddings(3, random);
  private final List<EncodedTransition> transitions = new ArrayList<>();
  private final double[] importance = new double[24];
  private Weights before;
  private ReferenceNetwork reference;

  @BeforeEach
  void build() {
    try (PolicyGradient agent = agent(PolicyLoss.CLIPPED)) {
      before = Fixtures.shaken(agent.snapshot(), random);
    }
    reference = new ReferenceNetwork(config, embeddings, before);
    for (int i = 0; i < importance.length; i++) {
      importance[i] = random.nextFloat(0.2f, 1);
      EncodedTransition undrawn =
          new EncodedTransition(
              Fixtures.state(config, random),
              new float[] {random.nextFloat() * 2 - 1, random.nextFloat() * 2 - 1},
              (float) random.nextGaussian(),
              i % 4 == 0 ? Optional.empty() : Optional.of(Fixtures.state(config, random)),
              i % 3 - 1);
      transitions.add(i % 8 < 2 || undrawn.agent() < 0 ? undrawn : drawn(undrawn));
    }
  }

  /** As if the policy had drawn it by a density somewhat other than today's. */
  private EncodedTransition drawn(EncodedTransition t) {
    double ratio = List.of(0.6, 1.05, 1.4).get(transitions.size() / 3 % 3);
    double then = density(t.agent(), t) / ratio;
    return new EncodedTransition(
        t.state(), t.action(), t.reward(), t.next(), t.agent(), (float) then);
  }

  private PolicyGradient agent(PolicyLoss loss) {
    AdamSettings adam = AdamSettings.of(RATE, Double.POSITIVE_INFINITY);
    return new PolicyGradient(
        config,
        SPACE,
        List.of("first", "second"),
        new PolicyLearnerSettings(GAMMA, adam, adam, adam, 0, PULL, CLIP, 1, adam),
        loss,
        5);
  }

  @ParameterizedTest
  @EnumSource(
      value = PolicyLoss.class,
      names = {"CLIPPED", "CORRECTED"})
  void theActorsGradientsAreThoseOfItsLossOnWhatItsPolicyDrew(PolicyLoss loss) {
    try (PolicyGradient agent = agent(loss)) {
      agent.restore(before);
      UpdateFigures figures = agent.update(batch(transitions));
      Weights after = agent.snapshot();
      for (int k = 0; k < 2; k++) {
        int own = k;
        double[] advantages = advantages(k);
        double[] frozen = ratios(k); // A weight, not descended.
        String actor = agent(k) + "_actor";
        for (String name : names(actor)) {
          FirstStep.require(
              after,
              reference,
              name,
              actor,
              RATE,
              () ->
                  PULL * pull(own)
                      - (loss == PolicyLoss.CLIPPED
                          ? clipped(own, advantages)
                          : corrected(own, advantages, frozen)));
        }
        double gain =
            loss == PolicyLoss.CLIPPED ? clipped(k, advantages) : corrected(k, advantages, frozen);
        assertThat(figures.agents().get(k).actorLoss()).isCloseTo(-gain, within(1e-4));
        assertThat(figures.agents().get(k).meanAdvantage())
            .as("over all of its own pages")
            .isCloseTo(meanOf(k, this::delta), within(1e-4));
      }
    }
  }

  @Test
  void theBatchHasRatiosWithinAndBeyondTheClip() {
    double[] ratios = ratios(0);
    assertThat(Arrays.stream(ratios).filter(r -> r > 0 && Math.abs(r - 1) < CLIP)).isNotEmpty();
    assertThat(Arrays.stream(ratios).filter(r -> r > 1 + CLIP)).isNotEmpty();
    assertThat(Arrays.stream(ratios).filter(r -> r > 0 && r < 1 - CLIP)).isNotEmpty();
  }

  @Test
  void pagesThatNoPolicyDrewTeachTheValueOnly() {
    try (PolicyGradient agent = agent(PolicyLoss.CLIPPED)) { // At a = 1, where nothing pulls.
      Weights untrained = agent.snapshot();
      TransitionBatch stoodIn =
          batch(transitions.stream().filter(t -> t.density() == 0 && t.agent() >= 0).toList());
      assertThat(stoodIn.size()).isPositive();
      UpdateFigures figures = agent.update(stoodIn);
      Weights after = agent.snapshot();
      assertThat(figures.finite()).isTrue();
      assertThat(names("agent_"))
          .isNotEmpty()
          .allMatch(name -> after.tensor(name).equals(untrained.tensor(name)));
      assertThat(names("value_out"))
          .noneMatch(name -> after.tensor(name).equals(untrained.tensor(name)));
    }
  }

  /** −min(ρ·Â, clip(ρ)·Â) weighed by the replay's weights, over the rows that were drawn. */
  private double clipped(int k, double[] advantages) {
    double[] ratios = ratios(k);
    double sum = 0;
    int rows = 0;
    for (int i = 0; i < ratios.length; i++) {
      if (drawn(i, k)) {
        double near = Math.max(1 - CLIP, Math.min(1 + CLIP, ratios[i]));
        sum += importance[i] * Math.min(ratios[i] * advantages[i], near * advantages[i]);
        rows++;
      }
    }
    return sum / rows;
  }

  /** min(ρ, 1)·log π(u | s)·Â, ρ as it was. */
  private double corrected(int k, double[] advantages, double[] frozen) {
    double sum = 0;
    int rows = 0;
    for (int i = 0; i < frozen.length; i++) {
      if (drawn(i, k)) {
        double log = Math.log(density(k, transitions.get(i)));
        sum += importance[i] * Math.min(frozen[i], 1) * log * advantages[i];
        rows++;
      }
    }
    return sum / rows;
  }

  private boolean drawn(int row, int k) {
    return transitions.get(row).agent() == k && transitions.get(row).density() > 0;
  }

  /** π(u | s) over what was logged; 0 where nothing was drawn. */
  private double[] ratios(int k) {
    double[] ratios = new double[transitions.size()];
    for (int i = 0; i < ratios.length; i++) {
      EncodedTransition t = transitions.get(i);
      ratios[i] = drawn(i, k) ? density(k, t) / t.density() : 0;
    }
    return ratios;
  }

  private double density(int k, EncodedTransition t) {
    double[] z = z(k, t);
    double density = 1;
    for (int j = 0; j < z.length; j++) {
      density *= TruncatedNormalDraws.density(t.action()[j], Math.tanh(z[j]), SIGMAS[k]);
    }
    return density;
  }

  /** δ with mean 0 and deviation 1 over the rows that were drawn. */
  private double[] advantages(int k) {
    double[] all = transitions.stream().mapToDouble(this::delta).toArray();
    double mean = 0;
    double squares = 0;
    int rows = 0;
    for (int i = 0; i < all.length; i++) {
      if (drawn(i, k)) {
        mean += all[i];
        squares += all[i] * all[i];
        rows++;
      }
    }
    mean /= rows;
    double deviation = Math.sqrt(squares / rows - mean * mean);
    double shift = mean;
    return Arrays.stream(all).map(delta -> (delta - shift) / deviation).toArray();
  }

  /** δ = r + γ·V(s') − V(s). */
  private double delta(EncodedTransition t) {
    return t.reward() + t.next().map(next -> GAMMA * v(next)).orElse(0.0) - v(t.state());
  }

  private double v(EncodedState state) {
    return reference.head("value", reference.embed(state))[0];
  }

  private double[] z(int k, EncodedTransition t) {
    return reference.head(agent(k) + "_actor", reference.embed(t.state()));
  }

  /** (z − z₀)² over all pages of the agent's own. */
  private double pull(int k) {
    double neutral = Math.log((1 + SPACE.neutralUnit()) / (1 - SPACE.neutralUnit())) / 2;
    return meanOf(
        k,
        t ->
            Arrays.stream(z(k, t)).map(z -> (z - neutral) * (z - neutral)).average().orElseThrow());
  }

  private double meanOf(int k, ToDoubleFunction<EncodedTransition> what) {
    return transitions.stream()
        .filter(t -> t.agent() == k)
        .mapToDouble(what)
        .average()
        .orElseThrow();
  }

  private List<String> names(String prefix) {
    return before.names().stream()
        .filter(name -> !name.matches(".*_(m|v)_.*|.*_power"))
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  private TransitionBatch batch(List<EncodedTransition> of) {
    TransitionBatch batch = new TransitionBatch(config, embeddings, 2, 2, of.size());
    of.forEach(batch::add);
    for (int i = 0; i < of.size(); i++) {
      batch.weights()[i] = (float) importance[i];
    }
    for (int k = 0; k < 2; k++) {
      batch.explore(k, SIGMAS[k]);
    }
    return batch;
  }

  private static String agent(int k) {
    return "agent_" + List.of("first", "second").get(k);
  }
}
