package io.pageturner.simulator;

/**
 * How good the team's click and order scores are. They are probabilities per shown item, averaged
 * over an assumed mix of intents because the models do not know the intent.
 *
 * @param noise standard deviation of the noise on the log of each score
 * @param tasteBlur how far the assumed taste lies from the true one, relative to its length
 * @param browsing assumed share of pages seen while browsing
 * @param comparing assumed share of pages seen while comparing
 * @param buying assumed share of pages seen while buying
 */
public record ScoreSettings(
    double noise, double tasteBlur, double browsing, double comparing, double buying) {
  public static final ScoreSettings DEFAULT = new ScoreSettings(0.15, 0.4, 0.5, 0.3, 0.2);

  public ScoreSettings {
    Checks.atLeast("scores.noise", 0, noise);
    Checks.atLeast("scores.tasteBlur", 0, tasteBlur);
    Checks.share("scores.browsing", browsing);
    Checks.share("scores.comparing", comparing);
    Checks.share("scores.buying", buying);
    double sum = browsing + comparing + buying;
    if (Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException(
          "scores.browsing, comparing and buying must sum to 1, sum was " + sum);
    }
  }

  double share(Intent intent) {
    return switch (intent) {
      case BROWSING -> browsing;
      case COMPARING -> comparing;
      case BUYING -> buying;
    };
  }
}
