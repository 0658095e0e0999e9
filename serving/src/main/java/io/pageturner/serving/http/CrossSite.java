package io.pageturner.serving.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps web pages of other sites from changing versions through the browser of somebody who may.
 *
 * <p>A browser sends a POST of any page to any address, and names the page's site in the header
 * Origin. Where no key is asked for, a site could also have its own name lead to this machine; then
 * its page has our origin, but the site's name is in the header Host. Programs such as curl send no
 * Origin.
 */
final class CrossSite {
  private static final Set<String> LOCAL = Set.of("localhost", "::1", "0:0:0:0:0:0:0:1");

  private CrossSite() {}

  /**
   * Refuses a request that a page of another site may have sent.
   *
   * @param keysAsked whether requests need a key, which no such page has
   * @param listening the host of the settings that is listened on
   * @throws ApiException 403
   */
  static void refuse(HttpServerRequest request, boolean keysAsked, String listening) {
    Optional<HostAndPort> asked = Optional.ofNullable(request.authority());
    String host = asked.map(HostAndPort::host).map(CrossSite::bare).orElse("");
    String origin = request.getHeader("Origin");
    if (origin != null && !sameSite(origin, host, asked.map(HostAndPort::port).orElse(-1))) {
      throw refused("a page of " + shown(origin) + " may not change versions here");
    }
    if (!keysAsked && !isLocal(host) && !host.equals(bare(listening))) {
      throw refused(
          "without keys versions are changed under the names of this machine only, such as"
              + " localhost or 127.0.0.1, not as "
              + shown(host));
    }
  }

  private static boolean sameSite(String origin, String host, int port) {
    URI from;
    try {
      from = URI.create(origin);
    } catch (IllegalArgumentException e) {
      return false;
    }
    int usual = "https".equals(from.getScheme()) ? 443 : 80;
    return from.getHost() != null
        && bare(from.getHost()).equals(host)
        && orUsual(from.getPort(), usual) == orUsual(port, usual);
  }

  private static int orUsual(int port, int usual) {
    return port < 0 ? usual : port;
  }

  /** By what it is, not by where a name service says that it leads. */
  private static boolean isLocal(String host) {
    return LOCAL.contains(host) || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  private static String bare(String host) {
    return host.replaceAll("^\\[|\\]$", "").toLowerCase(Locale.ROOT);
  }

  private static String shown(String text) {
    return "'" + (text.length() <= 100 ? text : text.substring(0, 100) + "…") + "'";
  }

  private static ApiException refused(String why) {
    return new ApiException(403, "cross_site", why);
  }
}
