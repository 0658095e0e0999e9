package io.pageturner.app.config;

import java.time.Duration;

/**
 * The HTTP API.
 *
 * @param keysFile file of the keys that requests need; empty for none
 * @param tlsCertificate PEM file; empty for plain HTTP
 * @param tlsKey PEM file; empty for plain HTTP
 * @param deadline how long a client waits for a page
 */
public record HttpConfig(
    String host,
    int port,
    String keysFile,
    String tlsCertificate,
    String tlsKey,
    Duration deadline,
    long maxBody,
    int maxCandidates,
    int maxInFlight,
    Duration maxClockAhead,
    Duration maxEventAge) {
  /** Whether it is HTTPS. */
  public boolean tls() {
    return !tlsCertificate.isEmpty();
  }

  static HttpConfig read(ConfigSection http) {
    ConfigSection tls = http.section("tls");
    if (tls.text("certificate").isEmpty() != tls.text("key").isEmpty()) {
      tls.fault("key", "and tls.certificate must both be set, or neither");
    }
    return new HttpConfig(
        http.text("host"),
        http.integer("port"),
        http.text("keys-file"),
        tls.text("certificate"),
        tls.text("key"),
        http.duration("deadline"),
        http.bytes("max-body"),
        http.integer("max-candidates"),
        http.integer("max-in-flight"),
        http.duration("max-clock-ahead"),
        http.duration("max-event-age"));
  }
}
