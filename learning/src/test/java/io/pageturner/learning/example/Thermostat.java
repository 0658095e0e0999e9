package io.pageturner.learning.example;

import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.actorcritic.Ppo;
import io.pageturner.learning.agent.actorcritic.PpoSettings;
import io.pageturner.learning.environment.Environment;
import io.pageturner.learning.environment.Observation;
import io.pageturner.learning.environment.Space;
import io.pageturner.learning.environment.Step;
import java.util.random.RandomGenerator;

/** Keeps a room at 20 °C: the state is how far away it is, the action the heating's power. */
public final class Thermostat implements Environment<float[]> {
  private float away;
  private int minute;

  @Override
  public int stateSize() {
    return 1;
  }

  @Override
  public Space<float[]> actions() {
    return new Space.Box(new float[] {-1}, new float[] {1});
  }

  @Override
  public Observation reset(RandomGenerator random) {
    minute = 0;
    away = random.nextFloat(-1, 1);
    return Observation.of(away);
  }

  @Override
  public Step step(float[] power) {
    away += 0.5f * power[0];
    return new Step(Observation.of(away), -away * away, false, ++minute == 20);
  }

  public static void main(String[] args) {
    try (Ppo<float[]> agent = new Ppo<>(new Thermostat(), PpoSettings.PENDULUM, 1)) {
      System.out.println(Training.run(agent, Thermostat::new, TrainingSettings.of(20_000)));
    }
  }
}
