package io.pageturner.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.serving.http.HttpApi;
import io.pageturner.serving.http.Reconfiguration;
import io.pageturner.serving.metrics.ServingMetrics;
import java.io.IOException;

/**
 * The HTTP API of a process that decides about versions and serves no pages: the one place of a
 * cluster where somebody can promote a version or take one back.
 */
public final class VersionsApi {
  private final HttpApi http;

  private VersionsApi(HttpApi http) {
    this.http = http;
  }

  static VersionsApi start(
      PageturnerConfig config, Models models, Reconfiguration reconfiguration, Closing closing)
      throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    HttpApi http =
        HttpApi.start(
            ServingRole.httpSettings(config.http()),
            ServingRole.access(config.http()),
            new HttpApi.VersionsParts(
                models::byAgent,
                models.rankers(),
                reconfiguration,
                new ServingMetrics(registry),
                registry));
    return new VersionsApi(closing.add(http));
  }

  /** The port that it listens on. */
  public int port() {
    return http.port();
  }
}
