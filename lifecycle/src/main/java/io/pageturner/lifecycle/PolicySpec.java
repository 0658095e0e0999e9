package io.pageturner.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.domain.ActionSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a policy's bundle says of itself besides its weights: the file {@code policy.json}.
 *
 * @param agent name of the agent that learned it, such as {@code advantage-ddpg}
 * @param actions the actions it may take: on a grid for a discrete agent
 * @param exploration what is done to its actions while it serves; ε-greedy for a discrete agent,
 *     and for it alone
 */
public record PolicySpec(String agent, ActionSpace actions, Exploration exploration) {
  /** Name of the file in a bundle. */
  public static final String FILE = "policy.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public PolicySpec {
    boolean greedy = exploration.kind() == Exploration.Kind.EPSILON_GREEDY;
    if (actions.discrete() != greedy) {
      throw new IllegalArgumentException(
          "exploration.kind must be "
              + (greedy
                  ? "a noise, as actions have no grid"
                  : "epsilon_greedy on a grid of actions")
              + ", was "
              + exploration.kind());
    }
  }

  /**
   * How actions are varied (SPEC 2.5). Noise on the unit scale of the action is drawn from a normal
   * distribution truncated to [−1, 1], so that every shown action has a density; ε-greedy gives
   * every point of a grid a probability.
   *
   * @param kind Gaussian: u = μ(s) + σ·ε; Ornstein–Uhlenbeck: u = μ(s) + n, n = (1 − θ)·n' + σ·ε
   *     with n' the noise of the session's last page; ε-greedy: with probability ε any point of the
   *     grid, all alike, else the best
   * @param sigma σ, 0 or more; of ε-greedy it is ε, in [0, 1]
   * @param theta θ in [0, 1], the rate at which Ornstein–Uhlenbeck noise returns to 0
   */
  public record Exploration(Kind kind, double sigma, double theta) {
    /** The kinds of exploration. */
    public enum Kind {
      GAUSSIAN,
      ORNSTEIN_UHLENBECK,
      EPSILON_GREEDY
    }

    public Exploration {
      if (!(sigma >= 0 && sigma < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("exploration.sigma must be 0 or more, was " + sigma);
      }
      if (kind == Kind.EPSILON_GREEDY && sigma > 1) {
        throw new IllegalArgumentException(
            "exploration.sigma is the probability ε of epsilon_greedy, at most 1, was " + sigma);
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
            Map.of(
                "size",
                actions.size(),
                "min",
                actions.min(),
                "max",
                actions.max(),
                "grid",
                actions.grid()),
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
              actions.required("max").doubleValue(),
              grid(actions)),
          new Exploration(
              Exploration.Kind.valueOf(noise.required("kind").asText().toUpperCase(Locale.ROOT)),
              noise.required("sigma").doubleValue(),
              noise.required("theta").doubleValue()));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** None in a file that was written before there were grids. */
  private static List<Double> grid(JsonNode actions) {
    List<Double> grid = new ArrayList<>();
    actions.path("grid").forEach(factor -> grid.add(factor.doubleValue()));
    return grid;
  }
}
