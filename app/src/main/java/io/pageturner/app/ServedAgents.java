package io.pageturner.app;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.learning.trainer.TrainedAgent;
import io.pageturner.lifecycle.Guardrail;
import io.pageturner.serving.experiment.Buckets;
import io.pageturner.serving.http.HttpApi;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.PolicyModel;
import io.pageturner.serving.model.Swap;
import io.pageturner.serving.rank.Assignment;
import io.pageturner.serving.rank.Trials;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The agents that this node serves: what serves each one's live version and the one on trial, and
 * which users it has.
 *
 * <p>Changed by one thread at a time; what it tells is of one moment, for any thread.
 */
final class ServedAgents {
  private final PageturnerConfig config;
  private final Models models;
  private final ServingMetrics metrics;
  private final Closing closing;
  private final Map<BucketName, ModelServer<PolicyModel>> canaries = new LinkedHashMap<>();
  private volatile Map<BucketName, ModelServer<PolicyModel>> live = Map.of();
  private volatile Map<String, HttpApi.Model> byName = Map.of();
  private volatile Assignment assignment;

  /**
   * @param closing closes the model servers
   */
  ServedAgents(PageturnerConfig config, Models models, ServingMetrics metrics, Closing closing) {
    this.config = config;
    this.models = models;
    this.metrics = metrics;
    this.closing = closing;
    TrainingRole.agents(config).forEach(this::add);
    assign(config.cut());
  }

  /** Opens what serves an agent, which has no users before it is {@linkplain #assign assigned}. */
  void add(TrainedAgent agent) {
    if (live.containsKey(agent.bucket())) {
      return;
    }
    ModelServer<PolicyModel> server =
        open(agent.bundle(), swap -> metrics.swapped(agent.bucket(), swap));
    ModelServer<PolicyModel> canary = open(agent.bundle() + "-canary", swap -> {});
    models.policies(agent.bundle()).onLive(server::follow);
    models.policies(agent.bundle()).onCanary(canary::follow);
    metrics.watch(agent.bucket(), server, InstantSource.system());
    canaries.put(agent.bucket(), canary);
    live = with(live, agent.bucket(), server);
    byName = with(byName, agent.name(), new HttpApi.Model(models.policies(agent.bundle()), server));
  }

  private ModelServer<PolicyModel> open(String name, Consumer<Swap> listener) {
    return closing.add(
        new ModelServer<>(
            name, models.servingLoader(), models.recorded(), InstantSource.system(), listener));
  }

  private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
    Map<K, V> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return Collections.unmodifiableMap(more);
  }

  /** From now on each page is decided by this cut of the users, and by all agents added before. */
  void assign(Buckets cut) {
    Trials trials =
        new Trials(
            canaries, config.models().canaryShare(), config.buckets().salt(), this::answered);
    assignment = new Assignment(cut, live, trials);
  }

  /** Whoever takes versions back is told how all of them answer. */
  private void answered(BucketName bucket, ModelVersion version, boolean failed) {
    Guardrail guardrail = models.guardrails().get(bucket);
    if (guardrail != null && failed) {
      guardrail.failed(version);
    } else if (guardrail != null) {
      guardrail.answered(version);
    }
  }

  /** Who is served by whom. */
  Assignment assignment() {
    return assignment;
  }

  /** What serves each agent's live version, by its bucket, the main one first. */
  Map<BucketName, ModelServer<PolicyModel>> live() {
    return live;
  }

  /** The same by the agent's name, with who decides about its versions. */
  Map<String, HttpApi.Model> byName() {
    return byName;
  }
}
