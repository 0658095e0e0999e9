package io.pageturner.simulator;

import java.util.List;

/**
 * How hard the oracle tries.
 *
 * @param grid the factors a that it chooses from, 1 among them
 * @param rollOuts sessions that each round of policy iteration learns from
 * @param rounds rounds of policy iteration
 * @param sessions sessions that the gains are measured on; others than those learned from
 */
public record OracleSettings(List<Double> grid, int rollOuts, int rounds, int sessions) {
  public static final OracleSettings DEFAULT =
      new OracleSettings(List.of(0.25, 0.4, 0.63, 1.0, 1.6, 2.5, 4.0), 8_000, 3, 20_000);

  public OracleSettings {
    grid = List.copyOf(grid);
    if (!grid.contains(1.0)) {
      throw new IllegalArgumentException("the oracle's grid must contain 1.0, was " + grid);
    }
    Checks.atLeast("oracle.rollOuts", 1, rollOuts);
    Checks.atLeast("oracle.rounds", 1, rounds);
    Checks.atLeast("oracle.sessions", 2, sessions);
  }

  /** These settings with another number of sessions for learning and measuring. */
  public OracleSettings withSessions(int count) {
    return new OracleSettings(grid, count, rounds, count);
  }
}
