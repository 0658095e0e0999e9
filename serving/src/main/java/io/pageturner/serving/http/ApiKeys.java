package io.pageturner.serving.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The keys that requests must bring, each with what it may do and how often.
 *
 * <p>At rest is only each key's SHA-256. Keys are 256 random bits, so there is nothing to guess
 * from a hash and no need for a slow one. A key that is brought is compared with all in constant
 * time. Immutable but for the rate limits.
 */
public final class ApiKeys {
  /** No key is asked for. */
  public static final ApiKeys NONE = new ApiKeys(List.of(), false);

  private static final String BEARER = "Bearer ";
  private static final String FORM =
      "name, scopes, calls per second and SHA-256 of the key, as 'shop rank,events 500 9f86d0…'";

  private final List<Key> keys;
  private final boolean asked;

  /**
   * @param sha256 of the key
   */
  private record Key(String name, Set<Scope> scopes, byte[] sha256, RateLimit limit) {}

  /** A key as it is handed out once, and the line that is kept of it. */
  public record Made(String key, String line) {}

  private ApiKeys(List<Key> keys, boolean asked) {
    this.keys = List.copyOf(keys);
    this.asked = asked;
  }

  /**
   * Reads a file of keys: one a line, name, scopes, calls per second and SHA-256; {@code #} begins
   * a comment.
   *
   * @throws IOException that names file, line and what is wrong with it
   */
  public static ApiKeys read(Path file) throws IOException {
    return parse(Files.readAllLines(file), file.toString(), System::nanoTime);
  }

  static ApiKeys parse(List<String> lines, String source, LongSupplier nanoTime)
      throws IOException {
    List<Key> keys = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      try {
        if (!line.isEmpty()) {
          Key key = key(line.split("\\s+"), nanoTime);
          if (!names.add(key.name())) {
            throw new IllegalArgumentException("there are two keys named " + key.name());
          }
          keys.add(key);
        }
      } catch (IllegalArgumentException e) {
        throw new IOException(source + ", line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    if (keys.isEmpty()) {
      throw new IOException(source + " holds no key; a line is " + FORM);
    }
    return new ApiKeys(keys, true);
  }

  private static Key key(String[] parts, LongSupplier nanoTime) {
    if (parts.length != 4
        || !parts[0].matches("[a-zA-Z0-9_.-]{1,64}")
        || !parts[2].matches("[1-9][0-9]{0,6}")
        || !parts[3].matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a key is " + FORM);
    }
    int rate = Integer.parseInt(parts[2]);
    return new Key(
        parts[0],
        scopes(parts[1]),
        HexFormat.of().parseHex(parts[3]),
        new RateLimit(rate, nanoTime));
  }

  private static Set<Scope> scopes(String text) {
    Set<Scope> scopes = EnumSet.of(Scope.OPEN);
    for (String word : text.split(",", -1)) {
      switch (word) {
        case "rank" -> scopes.add(Scope.RANK);
        case "events" -> scopes.add(Scope.EVENTS);
        case "admin" -> scopes.add(Scope.ADMIN);
        default ->
            throw new IllegalArgumentException(
                "a scope is rank, events or admin, was '" + word + "'");
      }
    }
    return scopes;
  }

  /**
   * Makes a new key.
   *
   * @param scopes such as {@code rank,events}
   * @param rate calls a second
   * @throws IllegalArgumentException that says what is wrong with a part
   */
  public static Made make(String name, String scopes, int rate) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    String key = "pt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    String hash = HexFormat.of().formatHex(sha256(key));
    String line = name + " " + scopes + " " + rate + " " + hash;
    key(line.split(" ", -1), System::nanoTime);
    return new Made(key, line);
  }

  /** Whether requests need a key. */
  public boolean asked() {
    return asked;
  }

  /**
   * Lets a request in, or not.
   *
   * @param header gives the request's headers by name, null for none
   * @param known told the name of its key, also when it is then not let in
   * @return the name of its key; empty where none is asked for
   * @throws ApiException 401 without a known key, 403 when it may not do this, 429 when it comes
   *     too often
   */
  Optional<String> admit(UnaryOperator<String> header, Scope scope, Consumer<String> known) {
    if (!asked || scope == Scope.OPEN) {
      return Optional.empty();
    }
    Key key = find(brought(header)).orElseThrow(ApiKeys::unknown);
    known.accept(key.name());
    if (!key.scopes().contains(scope)) {
      throw new ApiException(
          403,
          "forbidden",
          "key " + key.name() + " lacks the scope " + scope.name().toLowerCase(Locale.ROOT));
    }
    if (!key.limit().take()) {
      throw new ApiException(
          new ApiError(
              429,
              "too_many_requests",
              "",
              "key " + key.name() + " is used more often than it may be",
              Map.of("Retry-After", "1")));
    }
    return Optional.of(key.name());
  }

  private static String brought(UnaryOperator<String> header) {
    String authorization = header.apply("Authorization");
    if (authorization != null && authorization.startsWith(BEARER)) {
      return authorization.substring(BEARER.length()).strip();
    }
    String subscription = header.apply(Personalizer.KEY_HEADER);
    return subscription == null ? "" : subscription.strip();
  }

  /** Looks at every key, whatever was found: how long it takes tells nothing. */
  private Optional<Key> find(String brought) {
    byte[] hash = sha256(brought);
    Optional<Key> found = Optional.empty();
    for (Key key : keys) {
      if (MessageDigest.isEqual(key.sha256(), hash)) {
        found = Optional.of(key);
      }
    }
    return found;
  }

  private static ApiException unknown() {
    return new ApiException(
        new ApiError(
            401,
            "unauthorized",
            "",
            "needs the header 'Authorization: Bearer KEY' with a key of this server",
            Map.of("WWW-Authenticate", "Bearer")));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return keys.stream().map(Key::name).collect(Collectors.joining(", ", "keys of ", ""));
  }
}
