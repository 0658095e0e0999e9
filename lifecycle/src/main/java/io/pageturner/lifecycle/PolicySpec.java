package io.pageturner.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.domain.ActionSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What a policy's bundle says of itself besides its weights: the file {@code policy.json}.
 *
 * @param agent name of the agent that learned it, such as {@code advantage-ddpg}
 * @param actions the actions it may take
 * @param exploration the noise put on its actions while it serves
 */
public record PolicySpec(String agent, ActionSpace actions, Exploration exploration) {
  /** Name of the file in a bundle. */
  public static final String FILE = "policy.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Noise on the unit scale of the action (SPEC 2.5), drawn from a normal distribution truncated to
   * [−1, 1], so that every shown action has a density.
   *
   * @param kind Gaussian: u = μ(s) + σ·ε; Ornstein–Uhlenbeck: u = μ(s) + n, n = (1 − θ)·n' + σ·ε
   *     with n' the noise of the session's last page
   * @param sigma σ, 0 or more
   * @param theta θ in [0, 1], the rate at which Ornstein–Uhlenbeck noise returns to 0
   */
  public record Exploration(Kind kind, double sigma, double theta) {
    /** The kinds of noise. */
    public enum Kind {
      GAUSSIAN,
      ORNSTEIN_UHLENBECK
    }

    public Exploration {
      if (!(sigma >= 0 && sigma < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("exploration.sigma must be 0 or more, was " + sigma);
      }
      if (!(theta >= 0 && theta <= 1)) {
        throw new IllegalArgumentException("exploration.theta must be in [0, 1], was " + theta);
      }
    }
  }

  public void write(Path file) throws IOException {
    Map<String, Object> json =
        Map.of(
            "agent",
            agent,
            "actions",
            Map.of("size", actions.size(), "min", actions.min(), "max", actions.max()),
            "exploration",
            Map.of(
                "kind",
                exploration.kind().name().toLowerCase(Locale.ROOT),
                "sigma",
                exploration.sigma(),
                "theta",
                exploration.theta()));
    Files.write(file, MAPPER.writeValueAsBytes(json));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException that names the file when a field is missing or out of its range
   */
  public static PolicySpec read(Path file) throws IOException {
    JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
    try {
      JsonNode actions = root.required("actions");
      JsonNode noise = root.required("exploration");
      return new PolicySpec(
          root.required("agent").textValue(),
          new ActionSpace(
              actions.required("size").intValue(),
              actions.required("min").doubleValue(),
              actions.required("max").doubleValue()),
          new Exploration(
              Exploration.Kind.valueOf(noise.required("kind").asText().toUpperCase(Locale.ROOT)),
              noise.required("sigma").doubleValue(),
              noise.required("theta").doubleValue()));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
