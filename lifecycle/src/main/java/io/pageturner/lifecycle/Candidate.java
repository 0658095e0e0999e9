package io.pageturner.lifecycle;

import java.util.Objects;

/**
 * A model that asks to be published: not yet numbered, not yet proven.
 *
 * @param name of the model, such as {@code policy}
 * @param lineage where it comes from
 * @param content writes its files
 */
public record Candidate(String name, Lineage lineage, BundleContent content) {
  public Candidate {
    ModelNames.check(name);
    Objects.requireNonNull(lineage, "lineage is missing");
    Objects.requireNonNull(content, "content is missing");
  }
}
