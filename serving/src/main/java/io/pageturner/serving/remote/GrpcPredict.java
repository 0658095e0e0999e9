package io.pageturner.serving.remote;

import io.pageturner.serving.model.PredictMessages;
import io.pageturner.serving.model.StateTensors;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The call over gRPC: one message each way over HTTP/2, framed by a zero byte and its length, and
 * the outcome in the trailers (grpc.github.io/grpc/core, "gRPC over HTTP2").
 */
final class GrpcPredict implements Predict {
  private static final String METHOD = "/tensorflow.serving.PredictionService/Predict";
  private static final int FRAME = 5;

  /**
   * What a server says that is gone, too slow, overloaded, or lets nobody in, whatever the version:
   * CANCELLED, DEADLINE_EXCEEDED, PERMISSION_DENIED, RESOURCE_EXHAUSTED, UNAVAILABLE,
   * UNAUTHENTICATED.
   */
  private static final Set<String> UNWELL = Set.of("1", "4", "7", "8", "14", "16");

  private final HttpClient client;
  private final RemoteSettings settings;

  GrpcPredict(Vertx vertx, RemoteSettings settings) {
    this.settings = settings;
    this.client =
        vertx.createHttpClient(
            settings
                .client()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setHttp2ClearTextUpgrade(false));
  }

  @Override
  public Future<double[]> unitAction(Model model, StateTensors state, Duration timeout) {
    byte[] message =
        PredictMessages.request(model.name(), Optional.of(model.version()), model.shapes(), state);
    RequestOptions options =
        Predict.post(settings, METHOD, timeout)
            .putHeader("content-type", "application/grpc")
            .putHeader("te", "trailers")
            .putHeader("grpc-timeout", timeout.toMillis() + "m");
    return client
        .request(options)
        .compose(
            request ->
                request.send(
                    Buffer.buffer(FRAME + message.length)
                        .appendByte((byte) 0)
                        .appendInt(message.length)
                        .appendBytes(message)))
        .compose(response -> response.body().map(body -> action(response, body)));
  }

  private static double[] action(HttpClientResponse response, Buffer body) {
    // An error without a message has its status among the headers.
    String status = response.getTrailer("grpc-status");
    String outcome = status == null ? response.getHeader("grpc-status") : status;
    if (response.statusCode() != 200 || !"0".equals(outcome)) {
      String trailer = response.getTrailer("grpc-message");
      String said =
          "HTTP status "
              + response.statusCode()
              + ", gRPC status "
              + outcome
              + ": "
              + (trailer == null ? response.getHeader("grpc-message") : trailer);
      // Of another status than 200 it is a proxy's answer, which no version has a part in.
      if (response.statusCode() != 200 || UNWELL.contains(String.valueOf(outcome))) {
        throw new IllegalStateException(said);
      }
      throw new WrongAnswerException(said, null);
    }
    if (body.length() < FRAME || body.getByte(0) != 0 || body.getInt(1) != body.length() - FRAME) {
      throw new WrongAnswerException("not one whole, uncompressed message", null);
    }
    try {
      return PredictMessages.unitAction(body.getBytes(FRAME, body.length()));
    } catch (RuntimeException e) {
      throw new WrongAnswerException(e.getMessage(), e);
    }
  }
}
