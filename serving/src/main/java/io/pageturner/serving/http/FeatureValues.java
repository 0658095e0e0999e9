package io.pageturner.serving.http;

import io.pageturner.domain.RawValues;
import io.pageturner.features.DidYouMean;
import io.pageturner.features.Feature;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import java.io.IOException;
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
  static FeatureValues read(JsonStream in, Map<String, Feature> features) throws IOException {
    Map<String, Double> dense = Map.of();
    Map<String, String> ids = Map.of();
    in.object();
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      Feature feature = features.get(name);
      if (feature == null) {
        throw unknown(in.path(), name, features);
      }
      if (in.absent()) {
        continue;
      }
      if (feature.isNumber()) {
        double value = in.number();
        dense = plus(dense, name, in.ruled(() -> RawValues.number(feature.name(), value)));
      } else {
        String value = in.text();
        ids = plus(ids, name, in.ruled(() -> RawValues.text(feature.name(), value)));
      }
    }
    return new FeatureValues(dense, ids);
  }

  /** Most candidates have one value of a kind or none, which needs no table. */
  private static <T> Map<String, T> plus(Map<String, T> map, String name, T value) {
    if (map.isEmpty()) {
      return Map.of(name, value);
    }
    Map<String, T> grown = map instanceof HashMap ? map : new HashMap<>(map);
    grown.put(name, value);
    return grown;
  }

  private static InvalidRequestException unknown(
      String path, String name, Map<String, Feature> features) {
    List<String> known = new ArrayList<>(features.keySet());
    known.sort(null);
    return new InvalidRequestException(
        Kind.UNKNOWN_FIELD,
        path,
        "no feature '"
            + name
            + "' of the request is configured, known are "
            + known
            + DidYouMean.suggestion(name, known));
  }
}
