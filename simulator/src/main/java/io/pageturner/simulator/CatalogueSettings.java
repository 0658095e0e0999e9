package io.pageturner.simulator;

/**
 * The items of a world.
 *
 * @param items how many
 * @param categories in how many categories, at least 2
 * @param tasteSize size of the latent taste vectors
 * @param spread how far an item's taste lies from its category's centre, relative to the distance
 *     of the centres
 * @param conflict how much what is thumb-stopping is poor value: correlation of appeal and value is
 *     −conflict; in [0, 1]
 * @param embeddingSize floats of an exported item embedding
 * @param embeddingNoise standard deviation of the noise on each float of it
 */
public record CatalogueSettings(
    int items,
    int categories,
    int tasteSize,
    double spread,
    double conflict,
    int embeddingSize,
    double embeddingNoise) {
  public static final CatalogueSettings DEFAULT =
      new CatalogueSettings(2_000, 12, 8, 0.7, 0.8, 32, 0.1);

  public CatalogueSettings {
    Checks.atLeast("catalogue.items", 1, items);
    Checks.atLeast("catalogue.categories", 2, categories);
    Checks.atLeast("catalogue.tasteSize", 1, tasteSize);
    Checks.atLeast("catalogue.spread", 0, spread);
    Checks.share("catalogue.conflict", conflict);
    Checks.atLeast("catalogue.embeddingSize", 1, embeddingSize);
    Checks.atLeast("catalogue.embeddingNoise", 0, embeddingNoise);
  }
}
