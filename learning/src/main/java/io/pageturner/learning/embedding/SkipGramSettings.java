package io.pageturner.learning.embedding;

/**
 * How item embeddings are learned from sessions.
 *
 * @param dimension d, length of an embedding
 * @param window c: items up to so many steps before and after an item are its context
 * @param negatives k: noise items per true context item
 * @param minCount items acted on more rarely get no embedding
 * @param epochs passes over the sessions
 * @param batchSize pairs of item and context per step
 * @param learningRate AdaGrad's step size
 * @param seed of the first vectors and of all sampling
 */
public record SkipGramSettings(
    int dimension,
    int window,
    int negatives,
    int minCount,
    int epochs,
    int batchSize,
    float learningRate,
    long seed) {
  /** Vectors of 32, windows of 5, 5 negatives, every item, 20 epochs: a day's log is small. */
  public static final SkipGramSettings DEFAULT =
      new SkipGramSettings(32, 5, 5, 1, 20, 256, 0.1f, 1);

  public SkipGramSettings {
    atLeastOne("dimension", dimension);
    atLeastOne("window", window);
    atLeastOne("negatives", negatives);
    atLeastOne("minCount", minCount);
    atLeastOne("epochs", epochs);
    atLeastOne("batchSize", batchSize);
    if (!(learningRate > 0 && learningRate < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learningRate must be above 0, was " + learningRate);
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be 1 or more, was " + value);
    }
  }
}
