package io.pageturner.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How hard simulated users press a server.
 *
 * @param servers base addresses, such as {@code http://127.0.0.1:8080}; users are spread over them,
 *     and go to another one while theirs does not answer
 * @param run label that makes session and event ids of this run differ from those of other runs on
 *     the same data
 * @param firstVisit number of each user's first visit: another one than a run before had makes
 *     other visits of the same world
 * @param pagesPerSecond pages to ask for per second of real time, as long as users are due
 * @param maxVisits visits under way at once; each has at most one request in flight
 * @param maxConnections connections to the server
 * @param timeout real time after which a request has failed
 * @param slow mean latency above which fewer users come
 * @param attempts how often a request is tried that the server refuses with 429 or 503
 * @param backOff real time before the second attempt; doubles with each further one
 * @param silentShare share of visits that end without saying so
 * @param flush virtual time over which a client gathers feedback before it sends it
 */
public record LoadSettings(
    List<URI> servers,
    String run,
    int firstVisit,
    double pagesPerSecond,
    int maxVisits,
    int maxConnections,
    Duration timeout,
    Duration slow,
    int attempts,
    Duration backOff,
    double silentShare,
    Duration flush) {

  /** The demo's load on this server. */
  public static LoadSettings against(URI server, String run) {
    return against(List.of(server), run);
  }

  /** The demo's load, spread over several nodes. */
  public static LoadSettings against(List<URI> servers, String run) {
    return new LoadSettings(
        servers,
        run,
        0,
        300,
        2_000,
        64,
        Duration.ofSeconds(5),
        Duration.ofMillis(250),
        6,
        Duration.ofMillis(100),
        0.05,
        Duration.ofSeconds(2));
  }

  public LoadSettings {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("load.servers must name one or more");
    }
    for (URI server : servers) {
      if (server.getHost() == null || server.getPort() < 0) {
        throw new IllegalArgumentException(
            "load.servers must be addresses such as http://127.0.0.1:8080, one was " + server);
      }
    }
    if (run.isBlank()) {
      throw new IllegalArgumentException("load.run must not be blank");
    }
    Checks.atLeast("load.firstVisit", 0, firstVisit);
    Checks.positive("load.pagesPerSecond", pagesPerSecond);
    Checks.atLeast("load.maxVisits", 1, maxVisits);
    Checks.atLeast("load.maxConnections", 1, maxConnections);
    Checks.positive("load.timeout in ms", timeout.toMillis());
    Checks.positive("load.slow in ms", slow.toMillis());
    Checks.atLeast("load.attempts", 1, attempts);
    Checks.positive("load.backOff in ms", backOff.toMillis());
    Checks.share("load.silentShare", silentShare);
    Checks.atLeast("load.flush in ms", 0, flush.toMillis());
  }

  /** These settings with another rate. */
  public LoadSettings withPagesPerSecond(double rate) {
    return new LoadSettings(
        servers,
        run,
        firstVisit,
        rate,
        maxVisits,
        maxConnections,
        timeout,
        slow,
        attempts,
        backOff,
        silentShare,
        flush);
  }

  /** These settings with another first visit. */
  public LoadSettings withFirstVisit(int number) {
    return new LoadSettings(
        servers,
        run,
        number,
        pagesPerSecond,
        maxVisits,
        maxConnections,
        timeout,
        slow,
        attempts,
        backOff,
        silentShare,
        flush);
  }
}
