package io.pageturner.simulator;

import io.pageturner.domain.RewardWeights;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * One visit over HTTP: asks for a page, reads it, sends what happens at its virtual time, turns to
 * the next page once that has arrived.
 */
final class HttpVisit {
  private final Visit visit;
  private final String session;
  private final boolean silent;
  private final Duration flush;
  private final RewardWeights weights;
  private final Wiring wiring;
  private String bucket;
  private double reward;
  private int pages;
  private int events;

  /** What all visits share. */
  record Wiring(Poster poster, VirtualTimer timer, LoadMeter meter) {}

  /**
   * A visit that has not begun.
   *
   * @param session its name on the server
   * @param silent whether it ends without saying so
   */
  HttpVisit(
      Visit visit,
      String session,
      boolean silent,
      Duration flush,
      RewardWeights weights,
      Wiring wiring) {
    this.visit = visit;
    this.session = session;
    this.silent = silent;
    this.flush = flush;
    this.weights = weights;
    this.wiring = wiring;
  }

  /** Plays the visit to its end; fails when a page cannot be had. */
  Future<Void> play() {
    return wiring
        .timer()
        .at(visit.now())
        .compose(this::page)
        .onSuccess(done -> wiring.meter().ended(bucket, reward, !silent));
  }

  int pages() {
    return pages;
  }

  private Future<Void> page(long dueNanos) {
    PageRequest request = visit.request();
    return wiring
        .poster()
        .post(visit.user().value(), "/v1/rank", Wire.rank(request, session), dueNanos)
        .compose(answer -> read(request, answer))
        .compose(turn -> visit.over() ? Future.succeededFuture() : turnPage(turn));
  }

  private Future<Void> turnPage(Instant turn) {
    return wiring.timer().at(turn).compose(this::page);
  }

  /** Reads a page and tells the server what happens; the answer is when it is turned. */
  private Future<Instant> read(PageRequest request, Poster.Answer answer) {
    Wire.Page page = Wire.page(answer.body());
    wiring.meter().page(answer.dueNanos(), page.modelVersion());
    Instant shown = wiring.timer().now();
    PageOutcome outcome = visit.show(page.items());
    bucket = bucket == null ? page.bucket() : bucket;
    reward += outcome.reward(weights);
    pages++;
    Instant turn = shown.plus(outcome.turn());
    Future<Void> told = Future.succeededFuture();
    for (List<Wire.Sent> batch : batches(sent(outcome, shown))) {
      told = told.compose(before -> tell(request, page, batch));
    }
    return told.map(turn);
  }

  private List<Wire.Sent> sent(PageOutcome outcome, Instant shown) {
    List<Wire.Sent> sent = new ArrayList<>();
    for (Reaction reaction : outcome.reactions()) {
      sent.add(new Wire.Sent(eventId(), reaction, shown.plus(reaction.at())));
    }
    if (outcome.left() && !silent) {
      sent.add(new Wire.Sent(eventId(), null, shown.plus(outcome.turn())));
    }
    return sent;
  }

  private String eventId() {
    return session + "-" + events++;
  }

  /** Consecutive events, each within {@link #flush} of its batch's first. */
  private List<List<Wire.Sent>> batches(List<Wire.Sent> events) {
    List<List<Wire.Sent>> batches = new ArrayList<>();
    Instant until = Instant.MIN;
    for (Wire.Sent event : events) {
      if (event.time().isAfter(until)) {
        batches.add(new ArrayList<>());
        until = event.time().plus(flush);
      }
      batches.get(batches.size() - 1).add(event);
    }
    return batches;
  }

  /**
   * Sends a batch when its last event has happened; a batch that is lost does not end the visit.
   */
  private Future<Void> tell(PageRequest request, Wire.Page page, List<Wire.Sent> batch) {
    String user = visit.user().value();
    byte[] body = Wire.events(request, session, page.id(), batch);
    return wiring
        .timer()
        .at(batch.get(batch.size() - 1).time())
        .compose(due -> wiring.poster().post(user, "/v1/events", body, due))
        .map(this::receipt)
        .recover(this::lost);
  }

  private Void receipt(Poster.Answer answer) {
    Wire.Receipt receipt = Wire.receipt(answer.body());
    wiring.meter().events(answer.dueNanos(), receipt.accepted(), receipt.rejected());
    return null;
  }

  private Future<Void> lost(Throwable failure) {
    if (failure instanceof CancellationException) {
      return Future.failedFuture(failure);
    }
    wiring.meter().failed("POST /v1/events: " + failure.getMessage());
    return Future.succeededFuture();
  }
}
