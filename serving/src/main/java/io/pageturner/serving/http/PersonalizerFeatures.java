package io.pageturner.serving.http;

import io.pageturner.domain.RawValues;
import io.pageturner.features.Feature;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The features of a Personalizer request: objects within objects, of which those leaves count whose
 * names are configured.
 *
 * <p>Personalizer takes whatever it is sent, so what is not configured is counted, not refused.
 */
final class PersonalizerFeatures {
  private final Map<String, Feature> features;
  private final Set<String> others;
  private final Map<String, Double> dense = new HashMap<>();
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, JsonPart> special = new HashMap<>();
  private int ignored;

  private PersonalizerFeatures(Map<String, Feature> features, Set<String> others) {
    this.features = features;
    this.others = others;
  }

  /**
   * Reads an array of objects.
   *
   * @param features configured ones by name
   * @param others names that mean something besides
   * @throws InvalidRequestException for a name that comes twice, or a value against the rules
   */
  static PersonalizerFeatures read(
      Optional<JsonPart> objects, Map<String, Feature> features, Set<String> others) {
    PersonalizerFeatures read = new PersonalizerFeatures(features, others);
    for (JsonPart object : objects.map(JsonPart::elements).orElse(List.of())) {
      read.addAll(object);
    }
    return read;
  }

  private void addAll(JsonPart object) {
    for (String name : object.names()) {
      object.field(name).ifPresent(value -> add(name, value));
    }
  }

  private void add(String name, JsonPart value) {
    if (value.isObject()) {
      addAll(value);
    } else if (others.contains(name)) {
      once(special.put(name, value), name, value);
    } else if (!features.containsKey(name) || !value.isScalar()) {
      ignored++;
    } else if (features.get(name).isNumber()) {
      double number = value.ruled(() -> RawValues.number(name, value.scalarNumber()));
      once(dense.put(name, number), name, value);
    } else {
      String text = value.ruled(() -> RawValues.text(name, value.scalar()));
      once(ids.put(name, text), name, value);
    }
  }

  private static void once(Object before, String name, JsonPart value) {
    if (before != null) {
      throw new InvalidRequestException(
          Kind.DUPLICATE, value.path(), "feature '" + name + "' is given twice");
    }
  }

  FeatureValues values() {
    return new FeatureValues(dense, ids);
  }

  /** The value of one of the other names. */
  Optional<JsonPart> special(String name) {
    return Optional.ofNullable(special.get(name));
  }

  /** How many values were not configured. */
  int ignored() {
    return ignored;
  }
}
