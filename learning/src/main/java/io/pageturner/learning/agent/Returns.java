package io.pageturner.learning.agent;

/**
 * Returns and advantages of a stretch of consecutive steps, as plain arrays over time [T].
 *
 * <p>{@code values[t]} is V(sₜ), {@code next[t]} what the state after step t is worth: V(sₜ₊₁), 0
 * when it is terminal. {@code ends[t]} says that an episode ended with step t, so that nothing
 * flows over from step t + 1.
 */
public final class Returns {
  private Returns() {}

  /**
   * Generalised advantage estimation: Âₜ = δₜ + γλ·Âₜ₊₁, δₜ = rₜ + γ·V(sₜ₊₁) − V(sₜ) (Schulman et
   * al., ICLR 2016, equations 11 to 16).
   */
  public static double[] gae(
      double[] rewards,
      double[] values,
      double[] next,
      boolean[] ends,
      double gamma,
      double lambda) {
    double[] advantages = new double[rewards.length];
    double following = 0;
    for (int t = rewards.length - 1; t >= 0; t--) {
      double delta = rewards[t] + gamma * next[t] - values[t];
      following = delta + (ends[t] ? 0 : gamma * lambda * following);
      advantages[t] = following;
    }
    return advantages;
  }

  /**
   * λ-returns: Gₜ = rₜ + γ·((1 − λ)·V(sₜ₊₁) + λ·Gₜ₊₁) (Sutton and Barto, 2nd edition, chapter 12);
   * λ = 0 gives one-step targets, λ = 1 the discounted rewards up to the stretch's end.
   */
  public static double[] lambda(
      double[] rewards, double[] next, boolean[] ends, double gamma, double lambda) {
    double[] returns = new double[rewards.length];
    for (int t = rewards.length - 1; t >= 0; t--) {
      boolean last = ends[t] || t == rewards.length - 1;
      double later = last ? next[t] : (1 - lambda) * next[t] + lambda * returns[t + 1];
      returns[t] = rewards[t] + gamma * later;
    }
    return returns;
  }
}
