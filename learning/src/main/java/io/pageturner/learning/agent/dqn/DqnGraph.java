package io.pageturner.learning.agent.dqn;

import io.pageturner.learning.replay.VectorReplay;
import io.pageturner.learning.tensorflow.AdamSettings;
import io.pageturner.learning.tensorflow.Computation;
import io.pageturner.learning.tensorflow.Descent;
import io.pageturner.learning.tensorflow.Objective;
import io.pageturner.learning.tensorflow.Parameter;
import io.pageturner.learning.tensorflow.Parameters;
import io.pageturner.learning.tensorflow.Run;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The loss of {@link Dqn} and its step as one graph; the equations are in the package's page. */
final class DqnGraph {
  private static final String OBJECTIVE = "q_step";

  private final Computation computation;
  private final Ops tf;
  private final QNetwork online;
  private final Operand<TFloat32> states; // [batch, input]
  private final Operand<TFloat32> actions; // [batch] an index each
  private final Operand<TFloat32> rewards; // [batch]
  private final Operand<TFloat32> discounts; // [batch]
  private final Operand<TFloat32> nextStates; // [batch, input]
  private final Operand<TFloat32> weights; // [batch]
  private final Operand<TFloat32> q; // [batch, actions]
  private final Operand<TFloat32> errors; // [batch] δ = y − Q(s, a)
  private final Operand<TFloat32> loss; // []
  private final Operand<TFloat32> learningRate; // []
  private final Op step;
  private final Op copy;

  /** What an update came to. */
  record Update(float loss, float[] errors) {}

  DqnGraph(
      Computation computation,
      Parameters parameters,
      QNetwork online,
      QNetwork target,
      DqnSettings settings) {
    this.computation = computation;
    this.tf = computation.tf();
    this.online = online;
    this.states = placeholder("states", Shape.of(-1, online.inputSize()));
    this.actions = placeholder("actions", Shape.of(-1));
    this.rewards = placeholder("rewards", Shape.of(-1));
    this.discounts = placeholder("discounts", Shape.of(-1));
    this.nextStates = placeholder("next_states", Shape.of(-1, online.inputSize()));
    this.weights = placeholder("weights", Shape.of(-1));
    this.q = online.apply(tf, states);
    Operand<TFloat32> next =
        settings.nextValue().of(tf, target.apply(tf, nextStates), online.apply(tf, nextStates));
    Operand<TFloat32> y = tf.math.add(rewards, tf.math.mul(discounts, next));
    Operand<TFloat32> taken = QHead.at(tf, q, tf.dtypes.cast(actions, TInt32.class));
    this.errors = tf.math.sub(tf.stopGradient(y), taken);
    this.loss = tf.math.mean(tf.math.mul(weights, settings.loss().of(tf, errors)), tf.constant(0));
    Descent descent = new Descent(computation, parameters);
    descent.add(
        new Objective(
            OBJECTIVE,
            loss,
            online.parameters(),
            AdamSettings.of(settings.learningRate().at(0), settings.clipNorm())));
    this.learningRate = descent.learningRate(OBJECTIVE);
    this.step = descent.step(List.of(OBJECTIVE), List.of(errors));
    this.copy = copy(online.parameters(), target.parameters());
  }

  private Op copy(List<Parameter> from, List<Parameter> to) {
    List<Op> copies = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      copies.add(tf.assign(to.get(i).variable(), from.get(i).value()));
    }
    return tf.withControlDependencies(copies).noOp();
  }

  private Operand<TFloat32> placeholder(String name, Shape shape) {
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  /** One step of Adam. */
  Update update(VectorReplay.Batch batch, double rate) {
    try (Run run = computation.run()) {
      run.feed(states, batch.states(), batch.size(), online.inputSize())
          .feed(actions, batch.actions(), batch.size())
          .feed(rewards, batch.rewards(), batch.size())
          .feed(discounts, batch.discounts(), batch.size())
          .feed(nextStates, batch.nextStates(), batch.size(), online.inputSize())
          .feed(weights, batch.weights(), batch.size())
          .feed(learningRate, new float[] {(float) rate});
      float[][] found = run.fetch(loss).fetch(errors).target(step).floats();
      return new Update(found[0][0], found[1]);
    }
  }

  /** Q of inputs [rows, input]: [rows · actions]. */
  float[] q(float[] inputs, int rows) {
    try (Run run = computation.run()) {
      return run.feed(states, inputs, rows, online.inputSize()).fetch(q).floats()[0];
    }
  }

  /** Sets the target network to the other's parameters. */
  void copyToTarget() {
    try (Run run = computation.run()) {
      run.target(copy).floats();
    }
  }
}
