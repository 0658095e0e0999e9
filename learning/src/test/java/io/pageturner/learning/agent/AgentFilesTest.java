package io.pageturner.learning.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pageturner.learning.agent.actorcritic.A2c;
import io.pageturner.learning.agent.actorcritic.A2cSettings;
import io.pageturner.learning.agent.actorcritic.NetworkSettings;
import io.pageturner.learning.agent.actorcritic.Ppo;
import io.pageturner.learning.agent.actorcritic.PpoSettings;
import io.pageturner.learning.agent.dqn.Dqn;
import io.pageturner.learning.agent.dqn.QHead;
import io.pageturner.learning.agent.dqn.SmallDqn;
import io.pageturner.learning.agent.linear.Embedding;
import io.pageturner.learning.agent.linear.LinearAgent;
import io.pageturner.learning.agent.linear.LinearHeadsSettings;
import io.pageturner.learning.agent.linear.Link;
import io.pageturner.learning.agent.linear.Optimiser;
import io.pageturner.learning.agent.tabular.Discretisation;
import io.pageturner.learning.agent.tabular.QLearning;
import io.pageturner.learning.agent.tabular.QLearningSettings;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;
import io.pageturner.learning.network.Activation;
import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is taken up by the agent that wrote it, or one like it, and by no other. */
class AgentFilesTest {
  private static final Schedule RATE = Schedule.constant(1e-3);

  @TempDir private Path directory;

  @Test
  void anotherKindOfAgentIsNamedThoughEveryTensorFits() throws IOException {
    requireRefused(
        a2c(Activation.TANH, 2), ppo(Activation.TANH, 2), "agent is ppo here, a2c there");
  }

  @Test
  void anotherActivationIsNamed() throws IOException {
    requireRefused(
        a2c(Activation.TANH, 2), a2c(Activation.RELU, 2), "activation is RELU here, TANH there");
  }

  @Test
  void otherBoundsOfTheActionsAreNamed() throws IOException {
    requireRefused(
        a2c(Activation.TANH, 2),
        a2c(Activation.TANH, 3),
        "actions is Box[[-3.0], [3.0]] here, Box[[-2.0], [2.0]] there");
  }

  @Test
  void otherCellsOfATableAreNamed() throws IOException {
    requireRefused(table(1), table(2), "discretisation is [Axis[low=0.0, high=2.0, bins=2]");
  }

  /** The dueling head's A has the shape of the plain head's Q. */
  @Test
  void anotherHeadIsNamed() throws IOException {
    requireRefused(dqn(QHead.DUELING), dqn(QHead.PLAIN), "head is PLAIN here, DUELING there");
  }

  @Test
  void anotherLinkIsNamed() throws IOException {
    requireRefused(
        linear(Link.IDENTITY), linear(Link.LOGISTIC), "link is LOGISTIC here, IDENTITY there");
  }

  @Test
  void aFileThatDoesNotSayWhoseItIsIsRefused() throws IOException {
    Path file = directory.resolve("agent.safetensors");
    try (Agent<Integer> agent = table(1)) {
      Safetensors.write(file, agent.snapshot());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AgentFiles.load(agent, file))
          .withMessageContaining("its metadata does not say which agent wrote it");
    }
  }

  @Test
  void learningRatesMayChangeOnTheWay() throws IOException {
    Path file = directory.resolve("agent.safetensors");
    try (Agent<float[]> first = a2c(Activation.TANH, 2);
        Agent<float[]> second =
            new A2c<>(
                new Bounded(2),
                new A2cSettings(0.9, 1, 2, 4, network(Activation.TANH), Schedule.constant(1e-5), 1),
                2)) {
      AgentFiles.save(first, file);
      AgentFiles.load(second, file);
      assertThat(second.snapshot()).isEqualTo(first.snapshot());
    }
  }

  private void requireRefused(Agent<?> writer, Agent<?> reader, String message) throws IOException {
    Path file = directory.resolve("agent.safetensors");
    try (writer;
        reader) {
      AgentFiles.save(writer, file);
      Weights before = reader.snapshot();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AgentFiles.load(reader, file))
          .withMessageContaining("another configuration than this " + reader.name())
          .withMessageContaining(message);
      assertThat(reader.snapshot()).isEqualTo(before);
    }
  }

  private static NetworkSettings network(Activation activation) {
    return new NetworkSettings(List.of(4), activation, 0.5, 0);
  }

  private static Agent<float[]> a2c(Activation activation, float bound) {
    A2cSettings settings = new A2cSettings(0.9, 1, 1, 4, network(activation), RATE, 1);
    return new A2c<>(new Bounded(bound), settings, 1);
  }

  private static Agent<float[]> ppo(Activation activation, float bound) {
    Schedule clip = Schedule.constant(0.2);
    PpoSettings settings = new PpoSettings(0.9, 1, 1, 4, 1, 4, clip, network(activation), RATE, 1);
    return new Ppo<>(new Bounded(bound), settings, 2);
  }

  private static Agent<Integer> dqn(QHead head) {
    return new Dqn(new Worlds.Naming(), SmallDqn.SETTINGS.with(head), 1);
  }

  private static Agent<Integer> linear(Link link) {
    Optimiser optimiser = new Optimiser.Sgd(0.1);
    return new LinearAgent(
        new Worlds.Naming(),
        Embedding.none(),
        new LinearHeadsSettings(0.5, link, optimiser, optimiser, RATE),
        1);
  }

  private static Agent<Integer> table(double high) {
    return new QLearning(
        new Worlds.Naming(),
        new QLearningSettings(
            new Discretisation(Collections.nCopies(3, new Discretisation.Axis(0, high, 2))),
            0.9,
            RATE,
            RATE),
        1);
  }

  /** A world of one number in and one out that is not played. */
  private record Bounded(float bound) implements Environment<float[]> {
    @Override
    public int stateSize() {
      return 1;
    }

    @Override
    public Space<float[]> actions() {
      return new Space.Box(new float[] {-bound}, new float[] {bound});
    }

    @Override
    public Observation reset(RandomGenerator random) {
      return Observation.of(0f);
    }

    @Override
    public Step step(float[] action) {
      return new Step(Observation.of(0f), 0, true, false);
    }
  }
}
