package io.pageturner.learning.tensorflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** The parameters of one graph by name, in the order in which they were added. */
public final class Parameters {
  private final Computation computation;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private final Map<String, float[]> initial = new LinkedHashMap<>();

  public Parameters(Computation computation) {
    this.computation = computation;
  }

  /**
   * Adds a parameter; it has its value from {@link #initialise()} on.
   *
   * @param name unique in the graph, without {@code /}
   * @param values row-major
   */
  public Parameter add(String name, float[] values, int... shape) {
    if (values.length != InitialValues.size(shape)) {
      throw new IllegalArgumentException(
          name + " has room for " + InitialValues.size(shape) + " numbers, got " + values.length);
    }
    if (name.contains("/") || byName.containsKey(name)) {
      throw new IllegalArgumentException(
          "parameter names are unique and hold no '/', was '" + name + "'");
    }
    Ops tf = computation.tf();
    Shape of = Shape.of(Parameter.longs(shape));
    Variable<TFloat32> variable = tf.withName(name).variable(of, TFloat32.class);
    Placeholder<TFloat32> input = tf.placeholder(TFloat32.class, Placeholder.shape(of));
    Parameter parameter =
        new Parameter(
            name,
            shape.clone(),
            variable,
            tf.withName(name + "_value").identity(variable),
            input,
            tf.assign(variable, input));
    byName.put(name, parameter);
    initial.put(name, values);
    return parameter;
  }

  /** Gives every parameter added since the last call its initial value. */
  public void initialise() {
    assign(initial);
    initial.clear();
  }

  /** All parameters in order. */
  public List<Parameter> all() {
    return List.copyOf(byName.values());
  }

  /**
   * The parameter of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Parameter named(String name) {
    Parameter parameter = byName.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "there is no parameter '" + name + "', there are " + byName.keySet());
    }
    return parameter;
  }

  /** How many numbers all parameters hold. */
  public long count() {
    return byName.values().stream().mapToLong(Parameter::size).sum();
  }

  /** The values of all parameters at one moment. */
  public Map<String, float[]> read() {
    return read(all());
  }

  /** The values of some parameters at one moment, in their order. */
  public Map<String, float[]> read(List<Parameter> some) {
    try (Run run = computation.run()) {
      some.forEach(parameter -> run.fetch(parameter.value()));
      float[][] values = run.floats();
      Map<String, float[]> byParameter = new LinkedHashMap<>();
      for (int i = 0; i < values.length; i++) {
        byParameter.put(some.get(i).name(), values[i]);
      }
      return byParameter;
    }
  }

  /**
   * Sets the named parameters; the others stay.
   *
   * @throws IllegalArgumentException that names what does not fit; then nothing was set
   */
  public void write(Map<String, float[]> values) {
    values.forEach(this::requireFitting);
    assign(values);
  }

  private void assign(Map<String, float[]> values) {
    try (Run run = computation.run()) {
      values.forEach(
          (name, value) -> {
            Parameter parameter = byName.get(name);
            run.feed(parameter.input(), value, parameter.longShape()).target(parameter.assign());
          });
      if (!values.isEmpty()) {
        run.floats();
      }
    }
  }

  private void requireFitting(String name, float[] value) {
    Parameter parameter = named(name);
    if (parameter.size() != value.length) {
      throw new IllegalArgumentException(
          name + " holds " + parameter.size() + " numbers, got " + value.length);
    }
  }
}
