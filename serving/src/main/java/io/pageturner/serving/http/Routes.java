package io.pageturner.serving.http;

import io.pageturner.features.DidYouMean;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All routes, and which of them a request means. */
record Routes(List<Route> all) {
  Routes {
    all = List.copyOf(all);
  }

  /** A route and the values of its path's parameters. */
  record Found(Route route, Map<String, String> parameters) {}

  /**
   * @throws ApiException 404 for an unknown path, 405 for a known one with another method
   */
  Found find(String method, String path) {
    for (Route route : all) {
      if (route.literal() && route.path().equals(path) && route.method().equals(method)) {
        return new Found(route, Map.of()); // What most requests are, without taking paths apart.
      }
    }
    for (Route route : all) {
      Optional<Map<String, String>> parameters = route.match(path);
      if (parameters.isPresent() && route.method().equals(method)) {
        return new Found(route, parameters.get());
      }
    }
    String allowed = methodsOf(path);
    if (allowed.isEmpty()) {
      throw unknown(path);
    }
    throw new ApiException(
        new ApiError(
            405,
            "method_not_allowed",
            "",
            path + " takes " + allowed + ", not " + method,
            Map.of("Allow", allowed)));
  }

  private String methodsOf(String path) {
    return all.stream()
        .filter(route -> route.match(path).isPresent())
        .map(Route::method)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private ApiException unknown(String path) {
    String shown = path.length() <= 100 ? path : path.substring(0, 100) + "…";
    List<String> paths = all.stream().map(Route::path).distinct().toList();
    return new ApiException(
        404, "unknown_route", "no route " + shown + DidYouMean.suggestion(shown, paths));
  }
}
