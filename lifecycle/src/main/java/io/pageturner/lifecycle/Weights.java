package io.pageturner.lifecycle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a model version: tensors by name, in a fixed order; immutable. */
public final class Weights {
  private final Map<String, Tensor> tensors;

  private Weights(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /** Weights of the given tensors, in the map's order of iteration. */
  public static Weights of(Map<String, Tensor> tensors) {
    Map<String, Tensor> copy = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name == null || name.isEmpty() || tensor == null) {
            throw new IllegalArgumentException(
                "every tensor needs a name and a value, got " + name + " = " + tensor);
          }
          copy.put(name, tensor);
        });
    return new Weights(Collections.unmodifiableMap(copy));
  }

  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException when there is none, naming those that there are
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "no tensor named " + name + " among these weights: " + tensors.keySet());
    }
    return tensor;
  }

  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  /** Names in order; not modifiable. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** All tensors by name in order; not modifiable. */
  public Map<String, Tensor> asMap() {
    return tensors;
  }

  public long parameterCount() {
    return tensors.values().stream().mapToLong(Tensor::size).sum();
  }

  /** Where the first NaN or infinity stands and what it is; empty when every value is finite. */
  public Optional<String> firstNonFinite() {
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      for (int i = 0; i < tensor.size(); i++) {
        if (!Float.isFinite(tensor.value(i))) {
          return Optional.of(
              entry.getKey() + "[" + i + "] of " + tensor.size() + " is " + tensor.value(i));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weights that && tensors.equals(that.tensors);
  }

  @Override
  public int hashCode() {
    return tensors.hashCode();
  }

  @Override
  public String toString() {
    return "Weights" + tensors;
  }
}
