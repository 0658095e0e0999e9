package io.pageturner.app.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What of a new configuration a running process can take up: shares of the buckets, and agents that
 * come after those there are.
 */
public final class WhileRunning {
  private static final String SHARES = "pageturner.buckets.shares";
  private static final String AGENTS = "pageturner.trainer.agents.";

  private WhileRunning() {}

  /**
   * Requires that a running process can go on with a configuration.
   *
   * @throws ConfigFaults with everything that needs a restart
   */
  public static void require(PageturnerConfig running, PageturnerConfig next) {
    Map<String, AgentConfig> learn = running.trainer().agents();
    Map<String, AgentConfig> then = next.trainer().agents();
    List<String> faults = new ArrayList<>();
    for (String name : learn.keySet()) {
      if (!then.containsKey(name)) {
        faults.add(
            SHARES
                + ": the agent '"
                + name
                + "' learns and stays; with a share of 0 it has no users");
      }
    }
    List<String> order = List.copyOf(then.keySet());
    List<String> before = List.copyOf(learn.keySet());
    if (faults.isEmpty() && !order.subList(0, before.size()).equals(before)) {
      faults.add(
          SHARES
              + ": a new agent's name must come after "
              + before
              + " in the alphabet, else their users would be cut anew; found "
              + order);
    }
    changes(running, next).forEach((path, where) -> faults.add(needsRestart(path, where)));
    if (!faults.isEmpty()) {
      throw new ConfigFaults(faults);
    }
  }

  private static SortedMap<String, String> changes(
      PageturnerConfig running, PageturnerConfig next) {
    SortedMap<String, String> changes = running.settings().changes(next.settings());
    Set<String> stay = new HashSet<>(running.trainer().agents().keySet());
    stay.retainAll(next.trainer().agents().keySet());
    changes.keySet().removeIf(path -> path.startsWith(SHARES + "."));
    changes.keySet().removeIf(path -> path.startsWith(AGENTS) && !stay.contains(of(path)));
    return changes;
  }

  /** The agent that a setting is of. */
  private static String of(String path) {
    return path.substring(AGENTS.length()).split("\\.", 2)[0];
  }

  private static String needsRestart(String path, String where) {
    return path
        + " ("
        + where
        + ") has changed, which needs a restart: only buckets.shares, and trainer.agents of new"
        + " agents, are taken up by a running process";
  }
}
