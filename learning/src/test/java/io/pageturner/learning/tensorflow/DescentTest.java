package io.pageturner.learning.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class DescentTest {
  private static final float[] START = {1f, -2f, 3f};
  private static final double RATE = 0.1;
  private static final double UNCLIPPED = Double.POSITIVE_INFINITY;

  private Computation computation;
  private Parameters parameters;

  @BeforeEach
  void open() {
    computation = new Computation();
    parameters = new Parameters(computation);
  }

  @AfterEach
  void close() {
    computation.close();
  }

  @Test
  void threeStepsEqualAdamOfThePaper() {
    Parameter x = parameters.add("x", START.clone(), 3);
    Op step = step(List.of(objective("o", x, UNCLIPPED)));
    double[] expected = {1, -2, 3};
    double[] m = new double[3];
    double[] v = new double[3];
    for (int t = 1; t <= 3; t++) {
      run(step);
      for (int i = 0; i < 3; i++) {
        double gradient = 2 * expected[i];
        m[i] = 0.9 * m[i] + 0.1 * gradient;
        v[i] = 0.999 * v[i] + 0.001 * gradient * gradient;
        double mHat = m[i] / (1 - Math.pow(0.9, t));
        double vHat = v[i] / (1 - Math.pow(0.999, t));
        expected[i] -= RATE * mHat / (Math.sqrt(vHat) + 1e-8);
      }
    }
    float[] found = parameters.read().get("x");
    for (int i = 0; i < 3; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  /** McMahan et al. (2013), algorithm 1, in doubles; the gradient of (x − c)² is 2(x − c). */
  @Test
  void fourStepsEqualFtrlOfThePaper() {
    double[] center = {1, -2, 0.01};
    double alpha = 0.5;
    double beta = 0.7;
    double l1 = 0.3;
    double l2 = 0.2;
    Parameter x = parameters.add("x", new float[3], 3);
    Op step = step(List.of(towards(center, x, new FtrlSettings(alpha, beta, l1, l2, UNCLIPPED))));
    double[] expected = new double[3];
    double[] z = new double[3];
    double[] n = new double[3];
    for (int t = 1; t <= 4; t++) {
      run(step);
      for (int i = 0; i < 3; i++) {
        double g = 2 * (expected[i] - center[i]);
        z[i] += g - (Math.sqrt(n[i] + g * g) - Math.sqrt(n[i])) / alpha * expected[i];
        n[i] += g * g;
        double pull = (beta + Math.sqrt(n[i])) / alpha + l2;
        expected[i] = Math.abs(z[i]) <= l1 ? 0 : -(z[i] - Math.signum(z[i]) * l1) / pull;
      }
    }
    Map<String, float[]> found = parameters.read();
    for (int i = 0; i < 3; i++) {
      assertThat((double) found.get("x")[i]).isCloseTo(expected[i], within(1e-5));
      assertThat((double) found.get("o_z_x")[i]).isCloseTo(z[i], within(1e-5));
      assertThat((double) found.get("o_n_x")[i]).isCloseTo(n[i], within(1e-5));
    }
    assertThat(found.get("x")[2]).as("too little evidence for a weight").isZero();
  }

  @Test
  void plainDescentGoesAStepAgainstTheGradient() {
    double[] center = {1, -2, 0.5};
    Parameter x = parameters.add("x", START.clone(), 3);
    run(step(List.of(towards(center, x, new SgdSettings(0.1, UNCLIPPED)))));
    float[] found = parameters.read().get("x");
    for (int i = 0; i < 3; i++) {
      double expected = START[i] - 0.1 * 2 * (START[i] - center[i]);
      assertThat((double) found[i]).isCloseTo(expected, within(1e-6));
    }
  }

  private Objective towards(double[] center, Parameter x, Optimiser optimiser) {
    Ops tf = computation.tf();
    float[] floats = new float[center.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) center[i];
    }
    Operand<TFloat32> away = tf.math.sub(x.value(), tf.constant(floats));
    Operand<TFloat32> loss = tf.sum(tf.math.square(away), tf.constant(0));
    return new Objective("o", loss, List.of(x), optimiser);
  }

  @Test
  void gradientsAboveTheNormAreScaledDownTogether() {
    Parameter x = parameters.add("x", START.clone(), 3);
    Op step = step(List.of(objective("o", x, 0.5)));
    run(step);
    // The first moment after one step is 0.1 × the clipped gradient 2x·0.5/|2x|.
    double norm = 2 * Math.sqrt(1 + 4 + 9);
    float[] moment = parameters.read().get("o_m_x");
    for (int i = 0; i < 3; i++) {
      assertThat((double) moment[i]).isCloseTo(0.1 * 2 * START[i] * 0.5 / norm, within(1e-6));
    }
  }

  @Test
  void objectivesThatReadEachOtherSeeTheSameMoment() {
    Parameter x = parameters.add("x", new float[] {2f}, 1);
    Parameter y = parameters.add("y", new float[] {5f}, 1);
    Ops tf = computation.tf();
    Operand<TFloat32> product = tf.sum(tf.math.mul(x.value(), y.value()), tf.constant(0));
    AdamSettings plain = AdamSettings.of(RATE, UNCLIPPED);
    Op step =
        step(
            List.of(
                new Objective("of_x", product, List.of(x), plain),
                new Objective("of_y", product, List.of(y), plain)));
    run(step);
    Map<String, float[]> after = parameters.read();
    assertThat(after.get("of_x_m_x")[0]).isEqualTo(0.1f * 5f, within(1e-6f));
    assertThat(after.get("of_y_m_y")[0]).isEqualTo(0.1f * 2f, within(1e-6f));
  }

  @Test
  void anObjectiveThatDoesNotReachItsParameterIsNamed() {
    Parameter x = parameters.add("x", START.clone(), 3);
    Parameter other = parameters.add("other", START.clone(), 3);
    Objective wrong =
        new Objective(
            "wrong", objective("o", x, 1).loss(), List.of(other), AdamSettings.of(RATE, UNCLIPPED));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step(List.of(wrong)))
        .withMessageContaining("other");
  }

  @Test
  void parametersAreWrittenAndReadByName() {
    parameters.add("x", START.clone(), 3);
    parameters.add("y", new float[4], 2, 2);
    parameters.initialise();
    parameters.write(Map.of("y", new float[] {1, 2, 3, 4}));
    assertThat(parameters.count()).isEqualTo(7);
    assertThat(parameters.read().get("x")).containsExactly(START);
    assertThat(parameters.read().get("y")).containsExactly(1, 2, 3, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameters.write(Map.of("y", new float[3])))
        .withMessageContaining("y holds 4 numbers, got 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameters.write(Map.of("z", new float[3])))
        .withMessageContaining("no parameter 'z'");
  }

  private Objective objective(String name, Parameter x, double clipNorm) {
    Ops tf = computation.tf();
    Operand<TFloat32> loss = tf.sum(tf.math.square(x.value()), tf.constant(0));
    return new Objective(name, loss, List.of(x), AdamSettings.of(RATE, clipNorm));
  }

  private Op step(List<Objective> objectives) {
    Descent descent = new Descent(computation, parameters);
    objectives.forEach(descent::add);
    Op step = descent.step(objectives.stream().map(Objective::name).toList(), List.of());
    parameters.initialise();
    return step;
  }

  private void run(Op step) {
    try (Run run = computation.run()) {
      run.target(step).floats();
    }
  }
}
