package io.pageturner.app.config;

import io.pageturner.domain.BucketName;
import io.pageturner.serving.experiment.Buckets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is served by whom.
 *
 * @param salt of the cut of the users
 * @param shares of them, by bucket
 */
public record BucketsConfig(String salt, Map<String, Double> shares) {
  static BucketsConfig read(ConfigSection section) {
    return new BucketsConfig(section.text("salt"), section.numbersByName("shares"));
  }

  /**
   * The cut of the users.
   *
   * @param agents all of them, in the order in which their buckets begin
   * @throws IllegalArgumentException that says which share is wrong
   */
  Buckets cut(Collection<String> agents) {
    Map<BucketName, Double> ordered = new LinkedHashMap<>();
    agents.forEach(name -> ordered.put(new BucketName(name), shares.get(name)));
    shares.forEach((name, share) -> ordered.putIfAbsent(new BucketName(name), share));
    return new Buckets(salt, ordered);
  }
}
