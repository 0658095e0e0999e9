package io.pageturner.serving.remote;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
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
    trusted.ifPresent(RemoteSettings::requireCertificates);
  }

  /**
   * The same, with the authorities of a file in the place of Java's.
   *
   * @param pem that it names
   * @throws IllegalArgumentException when it holds no certificate, or the address is not one of TLS
   */
  public RemoteSettings trusting(Path pem) {
    return new RemoteSettings(address, Optional.of(pem), timeout, loadTimeout);
  }

  /** At the start: else it would be known by every page's failure. */
  private static void requireCertificates(Path pem) {
    Collection<? extends Certificate> found;
    try (InputStream in = Files.newInputStream(pem)) {
      found = CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("the trusted certificates cannot be read: " + pem, e);
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "the trusted certificates must be certificates in PEM, which " + pem + " is not", e);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("there is no trusted certificate in " + pem);
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
