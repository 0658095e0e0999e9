package io.pageturner.serving.http;

import io.pageturner.domain.RawValues;
import io.pageturner.features.DidYouMean;
import io.pageturner.features.Feature;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The feature values of a request: numbers for dense features, text for id features.
 *
 * @param dense numbers by feature name
 * @param ids categories by feature name
 */
record FeatureValues(Map<String, Double> dense, Map<String, String> ids) {
  static final FeatureValues NONE = new FeatureValues(Map.of(), Map.of());

  /**
   * Reads an object of values by feature name; a null value means "not known".
   *
   * @param features that a request may give, by name
   * @throws InvalidRequestException for a name that is not configured, or a value of the wrong type
   *     or against the {@link RawValues}' rules
   */
  static FeatureValues read(JsonPart object, Map<String, Feature> features) {
    Map<String, Double> dense = new HashMap<>();
    Map<String, String> ids = new HashMap<>();
    for (String name : object.names()) {
      Feature feature = features.get(name);
      if (feature == null) {
        throw unknown(object, name, features);
      }
      if (feature.isNumber()) {
        object
            .field(name)
            .ifPresent(v -> dense.put(name, v.ruled(() -> RawValues.number(name, v.number()))));
      } else {
        object
            .field(name)
            .ifPresent(v -> ids.put(name, v.ruled(() -> RawValues.text(name, v.text()))));
      }
    }
    return new FeatureValues(dense, ids);
  }

  private static InvalidRequestException unknown(
      JsonPart object, String name, Map<String, Feature> features) {
    List<String> known = new ArrayList<>(features.keySet());
    known.sort(null);
    return new InvalidRequestException(
        Kind.UNKNOWN_FIELD,
        object.path() + "." + name,
        "no feature '"
            + name
            + "' of the request is configured, known are "
            + known
            + DidYouMean.suggestion(name, known));
  }
}
