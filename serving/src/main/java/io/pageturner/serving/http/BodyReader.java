package io.pageturner.serving.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads a request's body up to a limit; what comes beyond is thrown away as it comes, so that the
 * client can read the answer, and endless bodies are cut off.
 */
final class BodyReader {
  /** A client that goes on sending beyond this many bytes loses its connection. */
  private static final long MAX_DISCARDED = 64 << 20;

  /** Room made for a body before it has come: what is announced costs a client nothing. */
  private static final int MOST_AHEAD = 64 << 10;

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final HttpServerRequest request;
  private final int limit;
  private final Runnable tooLarge;
  private final long declared;
  private Buffer kept;
  private long read;

  private BodyReader(HttpServerRequest request, int limit, Runnable tooLarge) {
    this.request = request;
    this.limit = limit;
    this.tooLarge = tooLarge;
    this.declared = declaredLength(request);
    this.kept = Buffer.buffer((int) Math.min(declared, Math.min(limit, MOST_AHEAD)));
  }

  /**
   * Calls exactly one of the two, on the event loop; none when the client goes away.
   *
   * @param whole gets the body
   * @param tooLarge is called as soon as the body is known to exceed the limit
   */
  static void read(
      HttpServerRequest request, int limit, Consumer<byte[]> whole, Runnable tooLarge) {
    BodyReader reader = new BodyReader(request, limit, tooLarge);
    request.handler(reader::add);
    request.endHandler(
        end -> {
          if (reader.kept != null) {
            whole.accept(reader.kept.getBytes());
          }
        });
    reader.greet();
  }

  /** Looks at what the client announces before it sends. */
  private void greet() {
    if (declared > limit) {
      giveUp();
    } else if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  private static long declaredLength(HttpServerRequest request) {
    String declared = request.getHeader("Content-Length");
    return declared != null && LENGTH.matcher(declared).matches() ? Long.parseLong(declared) : 0;
  }

  private void add(Buffer chunk) {
    read += chunk.length();
    if (kept != null && read <= limit) {
      kept.appendBuffer(chunk);
    } else if (kept != null) {
      giveUp();
    } else if (read > MAX_DISCARDED) {
      request.connection().close();
    }
  }

  private void giveUp() {
    kept = null;
    tooLarge.run();
  }
}
