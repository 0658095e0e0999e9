package io.pageturner.serving.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The dashboard's files, from the class path, held in memory; nothing is fetched from elsewhere.
 */
final class StaticFiles {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src"
              + " 'self' data:",
          "X-Content-Type-Options",
          "nosniff",
          "Cache-Control",
          "no-cache");

  private StaticFiles() {}

  /** A route per file. */
  static List<Route> routes() {
    return List.of(
        file("/", "/io/pageturner/serving/dashboard/index.html", "text/html; charset=utf-8"),
        file(
            "/dashboard.css",
            "/io/pageturner/serving/dashboard/dashboard.css",
            "text/css; charset=utf-8"),
        script("/dashboard.js", "/io/pageturner/serving/dashboard/dashboard.js"),
        script("/charts.js", "/io/pageturner/serving/dashboard/charts.js"),
        script("/chart.js", "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js"));
  }

  private static Route script(String path, String resource) {
    return file(path, resource, "text/javascript; charset=utf-8");
  }

  private static Route file(String path, String resource, String contentType) {
    Answer answer = new Answer(200, contentType, bytes(resource), HEADERS);
    return new Route(
        "GET", path, Scope.OPEN, Route.Lane.EVENT_LOOP, Endpoint.direct(request -> answer));
  }

  static byte[] bytes(String resource) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
