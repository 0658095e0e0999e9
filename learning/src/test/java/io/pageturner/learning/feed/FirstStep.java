package io.pageturner.learning.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pageturner.learning.ReferenceNetwork;
import io.pageturner.lifecycle.Weights;
import java.util.function.DoubleSupplier;

/** Whether a parameter made Adam's first step down a loss, whose gradient comes by differences. */
final class FirstStep {
  private static final double H = 1e-5;

  private FirstStep() {}

  /**
   * The moments hold a tenth of the gradient, and the parameter made Adam's first step.
   *
   * @param after all parameters after one update
   * @param reference the network before it, whose weights the loss reads
   * @param name of the parameter
   */
  static void require(
      Weights after,
      ReferenceNetwork reference,
      String name,
      String objective,
      double rate,
      DoubleSupplier loss) {
    double[] values = reference.weight(name);
    for (int i = 0; i < values.length; i++) {
      double kept = values[i];
      values[i] = kept + H;
      double up = loss.getAsDouble();
      values[i] = kept - H;
      double down = loss.getAsDouble();
      values[i] = kept;
      double gradient = (up - down) / (2 * H);
      double moment = after.tensor(objective + "_m_" + name).value(i);
      assertThat(moment).as("gradient of %s[%d]", name, i).isCloseTo(0.1 * gradient, within(1e-4));
      double second = after.tensor(objective + "_v_" + name).value(i);
      double step = rate * Math.sqrt(1 - 0.999) / (1 - 0.9) * moment / (Math.sqrt(second) + 1e-8);
      assertThat(second).isCloseTo(0.001 * gradient * gradient, within(1e-4));
      assertThat((double) after.tensor(name).value(i)).isCloseTo(kept - step, within(1e-6));
    }
  }
}
