package io.pageturner.app;

import io.pageturner.app.config.AgentConfig;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.features.ItemEmbeddings;
import io.pageturner.features.ItemLookup;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.ServedPolicy;
import io.pageturner.store.EmbeddingSets;
import io.pageturner.store.KeyValueStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A policy as the command line names it.
 *
 * @param description for people
 * @param actions the actions that it takes
 * @param greedy the unit values that it holds best for a state: [factors]
 * @param sigma of the noise that it explores with, on the unit scale, or its ε; 0 when it does not
 */
public record EvaluatedPolicy(
    String description, ActionSpace actions, Function<State, double[]> greedy, double sigma) {

  /**
   * The policy of this name: {@code baseline}, the team's ranking; {@code a=1.6,0.8}, the same
   * factors on every page; or the number of a version in the data directory, after an agent's name
   * when it is not the main one's, as in {@code bold/12}.
   *
   * @param config names the data directory of bundles, the store of their item embeddings, and the
   *     actions of policies that have no bundle
   * @throws IllegalArgumentException that tells what names there are
   * @throws IOException when there is no such version, or it cannot be read
   */
  public static EvaluatedPolicy of(String name, PageturnerConfig config) throws IOException {
    ActionSpace actions = config.trainer().actions();
    if (name.equals("baseline")) {
      return constant("the team's ranking, a = 1", actions, actions.toUnit(actions.neutral()));
    }
    if (name.startsWith("a=")) {
      return constant("the same " + name + " on every page", actions, unit(name, actions));
    }
    if (name.matches("([a-z][a-z0-9_-]*/)?[1-9][0-9]{0,17}")) {
      int slash = name.indexOf('/');
      String agent = slash < 0 ? AgentConfig.MAIN : name.substring(0, slash);
      return version(agent, new ModelVersion(Long.parseLong(name.substring(slash + 1))), config);
    }
    throw new IllegalArgumentException(
        "a policy is 'baseline', 'a=1.6', the number of a version or, of another agent, 'bold/12',"
            + " was '"
            + name
            + "'");
  }

  private static EvaluatedPolicy constant(String description, ActionSpace actions, double[] unit) {
    return new EvaluatedPolicy(description, actions, state -> unit, 0);
  }

  private static double[] unit(String name, ActionSpace actions) {
    String[] factors = name.substring("a=".length()).split(",", -1);
    if (factors.length != actions.size()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' has "
              + factors.length
              + " factors, the feed's actions have "
              + actions.size());
    }
    return Arrays.stream(factors).mapToDouble(factor -> unit(factor, name, actions)).toArray();
  }

  private static double unit(String factor, String name, ActionSpace actions) {
    double value;
    try {
      value = Double.parseDouble(factor);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + name + "': '" + factor + "' is no number", e);
    }
    if (!(value >= actions.min() && value <= actions.max())) {
      throw new IllegalArgumentException(
          "'" + name + "': a factor must be within " + actions.min() + " and " + actions.max());
    }
    return actions.toUnit(value);
  }

  private static EvaluatedPolicy version(
      String agent, ModelVersion version, PageturnerConfig config) throws IOException {
    DataDirectory data = new DataDirectory(config.dataDirectory());
    Bundle bundle =
        Models.store(config, data)
            .find(Models.policy(agent), version)
            .orElseThrow(
                () ->
                    new IOException(
                        "there is no version "
                            + version
                            + " of "
                            + Models.policy(agent)
                            + " in "
                            + data.models()));
    ServedPolicy policy = new PolicyLoader(embeddings(bundle, config)).load(bundle);
    return new EvaluatedPolicy(
        policy.name() + " version " + version,
        policy.spec().actions(),
        policy::unitAction,
        policy.spec().exploration().sigma());
  }

  /** The item embeddings that the version was trained with, whole: every page will be asked. */
  private static ItemLookup.Versions embeddings(Bundle bundle, PageturnerConfig config)
      throws IOException {
    String version = bundle.lineage().embeddings();
    if (version.equals(ItemEmbeddings.NO_VERSION)) {
      return (trainedWith, dimension) -> items -> ItemEmbeddings.none(dimension);
    }
    try (KeyValueStore store = OpenStore.readable(config)) {
      return ItemLookup.always(new EmbeddingSets(store).load(version));
    }
  }
}
