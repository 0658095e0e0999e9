package io.pageturner.lifecycle;

import io.pageturner.domain.ModelVersion;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a bundle says about itself: name, version, lineage, and a hash of each of its files.
 *
 * @param name of the model, such as {@code policy} or {@code ranker}
 * @param version its number among the versions of that name
 * @param lineage where it comes from
 * @param sha256 hexadecimal SHA-256 by file, as a path relative to the bundle with {@code /}; every
 *     file but the manifest itself
 */
public record Manifest(
    String name, ModelVersion version, Lineage lineage, SortedMap<String, String> sha256) {
  public Manifest {
    ModelNames.check(name);
    Objects.requireNonNull(version, "version is missing");
    Objects.requireNonNull(lineage, "lineage is missing");
    if (version.equals(ModelVersion.NONE)) {
      throw new IllegalArgumentException("a bundle's version is 1 or more");
    }
    sha256 = Collections.unmodifiableSortedMap(new TreeMap<>(sha256));
  }
}
