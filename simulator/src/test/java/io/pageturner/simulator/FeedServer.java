package io.pageturner.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** A small real server that speaks the wire format and keeps what it was sent. */
final class FeedServer implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final IntUnaryOperator statusOfRequest;
  private final AtomicInteger requests = new AtomicInteger();
  final List<JsonObject> ranks = new CopyOnWriteArrayList<>();
  final List<JsonObject> events = new CopyOnWriteArrayList<>();

  /** A server that answers its n-th request, from 0, with this status. */
  FeedServer(IntUnaryOperator statusOfRequest) {
    this.statusOfRequest = statusOfRequest;
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(b -> answer(request, b.toString())))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  private void answer(HttpServerRequest request, String body) {
    int number = requests.getAndIncrement();
    int status = statusOfRequest.applyAsInt(number);
    request.response().setStatusCode(status);
    if (status != 200) {
      request.response().end("no");
    } else if (request.path().equals("/v1/rank")) {
      request.response().end(rank(number, new JsonObject(body)).encode());
    } else {
      request.response().end(take(new JsonObject(body)).encode());
    }
  }

  private JsonObject rank(int number, JsonObject rank) {
    ranks.add(rank);
    JsonArray items = new JsonArray();
    JsonArray candidates = rank.getJsonArray("candidates");
    for (int i = 0; i < rank.getInteger("limit"); i++) {
      items.add(
          new JsonObject()
              .put("id", candidates.getJsonObject(i).getString("id"))
              .put("position", i)
              .put("score", 0.5));
    }
    return new JsonObject()
        .put("pageId", "p" + number)
        .put("items", items)
        .put("bucket", "baseline")
        .put("policy", "baseline")
        .put("action", new JsonArray().add(1.0))
        .put("propensity", 1.0)
        .put("modelVersion", 0);
  }

  private JsonObject take(JsonObject batch) {
    JsonArray sent = batch.getJsonArray("events");
    sent.forEach(event -> events.add((JsonObject) event));
    return new JsonObject()
        .put("accepted", sent.size())
        .put("rejected", 0)
        .put("results", new JsonArray());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
