package io.pageturner.learning.example;

import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.actorcritic.Ppo;
import io.pageturner.learning.agent.actorcritic.PpoSettings;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;

/** Keeps a room at 20 °C: the state is how far away it is, the action the heating's power. */
public final class Thermostat {
  static Environment<float[]> room() {
    return Environment.of(
            new Space.Box(-1, 1),
            random -> Observation.of(random.nextFloat(-1, 1)),
            (seen, power, random) -> {
              float away = seen.state()[0] + 0.5f * power[0];
              return Step.to(Observation.of(away), -away * away);
            })
        .limited(20);
  }

  public static void main(String[] args) {
    try (Ppo<float[]> agent = new Ppo<>(room(), PpoSettings.PENDULUM, 1)) {
      System.out.println(Training.run(agent, Thermostat::room, TrainingSettings.of(20_000)));
    }
  }
}
