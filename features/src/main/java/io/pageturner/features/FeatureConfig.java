package io.pageturner.features;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The resolved feature configuration: every feature of a page and of a candidate (SPEC 6.1).
 *
 * <p>Pre-processing, the logged schema and the network's inputs are all generated from it. It is
 * read by {@link FeatureConfigParser}.
 *
 * @param zone time zone of the hour and weekday features
 * @param sequenceLength L: how many recent items the state holds
 * @param sequenceDimension d: length of an item embedding
 * @param page features of the page, in order
 * @param candidate features of a candidate, for the ranking models, in order
 * @param crosses of id-like features, for the wide part of the ranking models, in order
 * @param network shape of the generated networks
 * @param source the YAML text it was read from; shipped with each model version
 */
public record FeatureConfig(
    ZoneId zone,
    int sequenceLength,
    int sequenceDimension,
    List<Feature> page,
    List<Feature> candidate,
    List<Cross> crosses,
    NetworkSettings network,
    String source) {
  public FeatureConfig {
    page = List.copyOf(page);
    candidate = List.copyOf(candidate);
    crosses = List.copyOf(crosses);
  }

  public List<Feature.Numeric> pageNumeric() {
    return only(page, Feature.Numeric.class);
  }

  public List<Feature.Embedded> pageEmbedded() {
    return only(page, Feature.Embedded.class);
  }

  /** The id features of the page whose tables grow (SPEC 6.3). */
  public List<Feature.Id> pageGrowing() {
    return only(page, Feature.Id.class).stream().filter(Feature.Id::growing).toList();
  }

  public List<Feature.Numeric> candidateNumeric() {
    return only(candidate, Feature.Numeric.class);
  }

  public List<Feature.Embedded> candidateEmbedded() {
    return only(candidate, Feature.Embedded.class);
  }

  /** Whether a candidate's feature is made from item embeddings. */
  public boolean candidatesNeedEmbeddings() {
    return candidate.stream().anyMatch(Feature.Similarity.class::isInstance);
  }

  /** Length of the state network's concatenated input. */
  public int stateInputSize() {
    int size = network.intentSize(sequenceDimension) + pageNumeric().size();
    for (Feature.Embedded feature : pageEmbedded()) {
      size += feature.dimension();
    }
    return size;
  }

  /** The page feature that the request's context gives under {@code name}. */
  public Optional<Feature> requested(String name) {
    return page.stream().filter(f -> f.name().equals(name) && fromRequest(f)).findFirst();
  }

  /** The candidate feature that a candidate gives under {@code name}. */
  public Optional<Feature> requestedOfCandidate(String name) {
    return candidate.stream().filter(f -> f.name().equals(name) && fromRequest(f)).findFirst();
  }

  /** SHA-256 of the configuration's text, in hexadecimal: models of another one don't fit. */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(source.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static boolean fromRequest(Feature feature) {
    if (feature instanceof Feature.Bucketed bucketed) {
      return fromRequest(bucketed.of());
    }
    if (feature instanceof Feature.Dense dense) {
      return dense.source() == Feature.Source.REQUEST;
    }
    return feature instanceof Feature.Id id && id.source() == Feature.Source.REQUEST;
  }

  private static <T> List<T> only(List<Feature> features, Class<T> kind) {
    return features.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
