package io.pageturner.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where Redis is and how long to wait for it.
 *
 * @param uri {@code redis://[user@]host[:port][/database]}, or {@code rediss} for TLS; never with a
 *     password
 * @param password from the environment or a file
 * @param trusted PEM file of the authorities that may have signed Redis's certificate; empty for
 *     those that Java trusts
 * @param prefix of every key, before a colon
 * @param timeout bound of connecting and of each command
 */
public record RedisSettings(
    URI uri, Optional<String> password, Optional<Path> trusted, String prefix, Duration timeout) {
  private static final Set<String> SCHEMES = Set.of("redis", "rediss");

  public RedisSettings {
    Objects.requireNonNull(password, "password is missing; empty for none");
    if (trusted.isPresent() && !uri.getScheme().equals("rediss")) {
      throw new IllegalArgumentException(
          "trusted certificates are for an address that begins with rediss, was " + uri);
    }
    if (!prefix.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "the prefix must be 1 to 64 letters, digits, '.', '_' or '-', was '" + prefix + "'");
    }
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("the timeout must be 1 ms or more, was " + timeout);
    }
  }

  /**
   * Checks an address.
   *
   * @throws IllegalArgumentException when it is none of Redis, or holds a password, which is then
   *     not repeated
   */
  public static URI address(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // Not its message: it repeats the text, which may hold a password.
      throw new IllegalArgumentException(rule("it is no URI from index " + e.getIndex() + " on"));
    }
    String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "");
    if (authority.lastIndexOf('@') > authority.indexOf(':') && authority.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          rule("it holds a password; give that in the environment or in a file"));
    }
    boolean known = uri.getScheme() != null && SCHEMES.contains(uri.getScheme());
    if (!known || uri.getHost() == null || uri.getRawQuery() != null) {
      throw new IllegalArgumentException(rule(found(text)));
    }
    if (!uri.getRawPath().matches("(/\\d{0,4})?")) {
      throw new IllegalArgumentException(rule(found(text)));
    }
    return uri;
  }

  private static String found(String text) {
    return text.contains("@") ? "was another" : "was '" + text + "'";
  }

  private static String rule(String found) {
    return "the address of Redis must be like redis://host:6379 or redis://user@host:6379/0"
        + " (rediss for TLS), "
        + found;
  }

  /** The settings without the password. */
  @Override
  public String toString() {
    return uri + " (prefix " + prefix + ")";
  }
}
