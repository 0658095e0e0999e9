package io.pageturner.serving.remote;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a TensorFlow Serving is, and how long it is waited for.
 *
 * @param address {@code grpc://host:port}, or {@code http://host:port} for its REST API; {@code
 *     grpcs} and {@code https} for TLS
 * @param trusted PEM file of the authorities that may have signed its certificate; empty for those
 *     that Java trusts
 * @param timeout of one page's call
 * @param loadTimeout how long a new version is waited for that it has yet to load
 */
public record RemoteSettings(
    URI address, Optional<Path> trusted, Duration timeout, Duration loadTimeout) {
  private static final List<String> PLAIN = List.of("grpc", "http");
  private static final List<String> TLS = List.of("grpcs", "https");

  public RemoteSettings {
    boolean tls = TLS.contains(String.valueOf(address.getScheme()));
    boolean known = tls || PLAIN.contains(String.valueOf(address.getScheme()));
    if (!known || address.getHost() == null || address.getPort() < 1) {
      throw new IllegalArgumentException(
          "the address must be grpc://host:port or http://host:port (grpcs or https for TLS), was "
              + address);
    }
    if (!address.getRawPath().isEmpty() && !address.getRawPath().equals("/")) {
      throw new IllegalArgumentException("the address must have no path, was " + address);
    }
    if (timeout.toMillis() < 1 || loadTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "timeouts must be 1ms or more, were " + timeout + " and " + loadTimeout);
    }
    if (trusted.isPresent() && !tls) {
      throw new IllegalArgumentException(
          "trusted certificates are for an address that begins with grpcs or https, was "
              + address);
    }
    if (trusted.isPresent() && !Files.isReadable(trusted.get())) {
      throw new IllegalArgumentException(
          "the trusted certificates cannot be read: " + trusted.get());
    }
  }

  boolean grpc() {
    return address.getScheme().startsWith("grpc");
  }

  /** What every client of the server is told. */
  HttpClientOptions client() {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout((int) timeout.toMillis())
            .setSsl(TLS.contains(address.getScheme()));
    trusted.ifPresent(
        pem -> options.setTrustOptions(new PemTrustOptions().addCertPath(pem.toString())));
    return options;
  }
}
