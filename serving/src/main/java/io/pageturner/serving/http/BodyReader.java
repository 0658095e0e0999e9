package io.pageturner.serving.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * Reads a request's body up to a limit; what comes beyond is thrown away as it comes, so that the
 * client can read the answer, and endless bodies are cut off.
 */
final class BodyReader {
  /** A client that goes on sending beyond this many bytes loses its connection. */
  private static final long MAX_DISCARDED = 64 << 20;

  private final HttpServerRequest request;
  private final int limit;
  private final Runnable tooLarge;
  private Buffer kept = Buffer.buffer();
  private long read;

  private BodyReader(HttpServerRequest request, int limit, Runnable tooLarge) {
    this.request = request;
    this.limit = limit;
    this.tooLarge = tooLarge;
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
    if (declaredLength() > limit) {
      giveUp();
    } else if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  private long declaredLength() {
    String declared = request.getHeader("Content-Length");
    return declared != null && declared.matches("[0-9]{1,18}") ? Long.parseLong(declared) : 0;
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
