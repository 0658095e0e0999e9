package io.pageturner.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.learning.trainer.TrainedAgent;
import io.pageturner.lifecycle.Versions;
import io.pageturner.serving.http.HttpApi;
import io.pageturner.serving.metrics.ServingMetrics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The HTTP API of a process that decides about versions and serves no pages: the one place of a
 * cluster where somebody can promote a version or take one back.
 */
public final class VersionsApi {
  private final HttpApi http;

  private VersionsApi(HttpApi http) {
    this.http = http;
  }

  static VersionsApi start(PageturnerConfig config, Models models, Closing closing)
      throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Map<String, Versions> agents = new LinkedHashMap<>();
    for (TrainedAgent agent : TrainingRole.agents(config)) {
      agents.put(agent.name(), models.policies(agent.bundle()));
    }
    HttpApi http =
        HttpApi.start(
            ServingRole.httpSettings(config.http()),
            ServingRole.access(config.http()),
            new HttpApi.VersionsParts(
                agents, models.rankers(), new ServingMetrics(registry), registry));
    return new VersionsApi(closing.add(http));
  }

  /** The port that it listens on. */
  public int port() {
    return http.port();
  }
}
