package io.pageturner.learning.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A loss and the parameters that descend it; no other parameter is changed by it.
 *
 * @param name prefix of the optimiser's own parameters, unique in the graph
 * @param loss scalar
 * @param parameters what is changed
 * @param optimiser how
 */
public record Objective(
    String name, Operand<TFloat32> loss, List<Parameter> parameters, Optimiser optimiser) {
  public Objective {
    parameters = List.copyOf(parameters);
  }
}
