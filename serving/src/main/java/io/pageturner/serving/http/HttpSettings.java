package io.pageturner.serving.http;

import java.time.Duration;

/**
 * How the HTTP API listens and what it allows.
 *
 * @param host address to listen on
 * @param port to listen on; 0 for any free one
 * @param maxBodyBytes greatest request body; beyond it 413
 * @param maxDepth greatest nesting of a JSON body
 * @param threads threads that answer requests
 * @param maxWaiting requests that may wait for a thread; beyond it 503
 * @param deadline how long a client waits for a page; a policy is not asked later than that
 * @param idleTimeout after which a silent connection is closed
 */
public record HttpSettings(
    String host,
    int port,
    int maxBodyBytes,
    int maxDepth,
    int threads,
    int maxWaiting,
    Duration deadline,
    Duration idleTimeout) {
  /** Loopback only, port 8080, 2 MiB bodies, 2 threads with 256 waiting requests, 250 ms. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          "127.0.0.1", 8080, 2 << 20, 16, 2, 256, Duration.ofMillis(250), Duration.ofSeconds(60));

  public HttpSettings {
    atLeast("maxBodyBytes", 1, maxBodyBytes);
    atLeast("maxDepth", 4, maxDepth);
    atLeast("threads", 1, threads);
    atLeast("maxWaiting", 1, maxWaiting);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    if (deadline.toMillis() < 1) {
      throw new IllegalArgumentException("deadline must be above 0, was " + deadline);
    }
    if (idleTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("idleTimeout must be above 0, was " + idleTimeout);
    }
  }

  public HttpSettings withPort(int other) {
    return new HttpSettings(
        host, other, maxBodyBytes, maxDepth, threads, maxWaiting, deadline, idleTimeout);
  }

  private static void atLeast(String name, int minimum, int value) {
    if (value < minimum) {
      throw new IllegalArgumentException(name + " must be " + minimum + " or more, was " + value);
    }
  }
}
