package io.pageturner.serving.remote;

import java.net.URI;
import java.time.Duration;

/**
 * Where a TensorFlow Serving is, and how long it is waited for.
 *
 * @param address {@code grpc://host:port} or {@code http://host:port} for its REST API
 * @param timeout of one page's call
 * @param loadTimeout how long a new version is waited for that it has yet to load
 */
public record RemoteSettings(URI address, Duration timeout, Duration loadTimeout) {
  public RemoteSettings {
    boolean known = "grpc".equals(address.getScheme()) || "http".equals(address.getScheme());
    if (!known || address.getHost() == null || address.getPort() < 1) {
      throw new IllegalArgumentException(
          "the address must be grpc://host:port or http://host:port, was " + address);
    }
    if (!address.getRawPath().isEmpty() && !address.getRawPath().equals("/")) {
      throw new IllegalArgumentException("the address must have no path, was " + address);
    }
    if (timeout.toMillis() < 1 || loadTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "timeouts must be 1ms or more, were " + timeout + " and " + loadTimeout);
    }
  }

  boolean grpc() {
    return address.getScheme().equals("grpc");
  }
}
