package io.pageturner.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.pageturner.learning.trainer.ExplorationSchedule;
import io.pageturner.lifecycle.PolicySpec.Exploration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One agent: there is one for every bucket but the baseline's, and it has the bucket's name.
 *
 * @param startFrom the agent whose A and μ it starts with when it comes new to a trainer that has
 *     learned already
 * @param exploration the trainer's, with what {@code trainer.agents} says otherwise
 */
public record AgentConfig(Optional<String> startFrom, ExplorationSchedule exploration) {
  private static final String BASELINE = "baseline";

  /** What is first in lists, and what the model of one agent alone is named after. */
  public static final String MAIN = "agent";

  /** What becomes a model's name, a directory's and a part of a parameter's name. */
  private static final String RULE = "[a-z][a-z0-9_-]{0,39}";

  private static final String PATH = "pageturner.trainer.agents";

  /** The agents of these buckets, by name: {@link #MAIN} first, then in the alphabet's order. */
  static Map<String, AgentConfig> read(Config whole, Set<String> buckets, List<String> faults) {
    Set<String> names = new TreeSet<>(buckets);
    names.remove(BASELINE);
    unknownNames(whole, names, faults);
    List<String> ordered = new ArrayList<>(names);
    if (ordered.remove(MAIN)) {
      ordered.add(0, MAIN);
    }
    Map<String, AgentConfig> agents = new LinkedHashMap<>();
    for (String name : ordered) {
      if (name.matches(RULE)) {
        agents.put(name, agent(whole, name, names, faults));
      } else {
        faults.add(
            "pageturner.buckets.shares: a bucket with an agent is named by 1 to 40 of a-z, 0-9, _"
                + " and -, a letter first; found '"
                + name
                + "'");
      }
    }
    if (agents.isEmpty() && faults.isEmpty()) {
      faults.add("pageturner.buckets.shares must name an agent's bucket beside the baseline");
    }
    return agents;
  }

  private static void unknownNames(Config whole, Set<String> names, List<String> faults) {
    for (String name : new TreeSet<>(whole.getObject(PATH).keySet())) {
      if (!names.contains(name)) {
        faults.add(
            PATH
                + "."
                + name
                + " is no bucket with an agent; pageturner.buckets.shares has "
                + names);
      }
    }
  }

  private static AgentConfig agent(
      Config whole, String name, Set<String> names, List<String> faults) {
    Config common = whole.getConfig("pageturner.trainer").withOnlyPath("exploration");
    Config defaults = common.withFallback(ConfigFactory.parseString("start-from = \"\""));
    String path = PATH + "." + name;
    Config own = whole.hasPath(path) ? whole.getConfig(path) : ConfigFactory.empty();
    Config under = own.atPath(path).withFallback(defaults.atPath(path));
    faults.addAll(UnknownKeys.find(own.atPath(path), defaults.atPath(path), PATH, Set.of()));
    ConfigSection section = new ConfigSection(under, path, faults);
    ConfigSection exploration = section.section("exploration");
    String from = section.text("start-from");
    if (!from.isEmpty() && (!names.contains(from) || from.equals(name))) {
      section.fault("start-from", "must be another agent of " + names + ", was '" + from + "'");
    }
    return section.record(
        () ->
            new AgentConfig(
                Optional.of(from).filter(text -> !text.isEmpty()),
                new ExplorationSchedule(
                    exploration.oneOf("kind", Exploration.Kind.class),
                    exploration.real("start"),
                    exploration.real("end"),
                    exploration.integer("over"),
                    exploration.real("theta"))),
        new AgentConfig(Optional.empty(), ExplorationSchedule.DEFAULT));
  }
}
