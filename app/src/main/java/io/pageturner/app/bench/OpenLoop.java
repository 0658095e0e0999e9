package io.pageturner.app.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Asks for pages at a fixed rate, whatever the server does: request i is due i/rate after the
 * start, and its latency counts from when it was due.
 *
 * <p>So a server that stands still for a second is charged with every page of that second, not with
 * the one that happened to be under way (coordinated omission; Tene 2015). Pages that are due while
 * every connection is busy wait, which counts too.
 */
final class OpenLoop implements AutoCloseable {
  /** How many at most. */
  static final int CONNECTIONS = 64;

  private static final byte[] FALLBACK =
      "\"baseline-fallback\"".getBytes(StandardCharsets.US_ASCII);
  private static final long NANOS = 1_000_000_000;
  private static final long UNANSWERED = -1;

  /** What is due, or answered, is looked for this often: short against what is measured. */
  private static final long LOOK_NANOS = 100_000;

  private static final long PATIENCE_NANOS = 30 * NANOS;

  private final InetSocketAddress server;
  private final Selector selector;
  private final List<ByteBuffer> requests;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(OpenLoop::urgent);
  private final Deque<LoadConnection> idle = new ArrayDeque<>();
  private int connections;

  /**
   * @param bodies of the requests, asked for in turn
   */
  OpenLoop(URI server, List<byte[]> bodies) throws IOException {
    this.server = new InetSocketAddress(server.getHost(), server.getPort());
    this.selector = Selector.open();
    this.requests = bodies.stream().map(body -> request(server, body)).toList();
  }

  private static ByteBuffer request(URI server, byte[] body) {
    byte[] head =
        ("POST /v1/rank HTTP/1.1\r\nHost: "
                + server.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(head.length + body.length).put(head).put(body).flip();
  }

  /**
   * What came of a run.
   *
   * @param nanos latency of each answered page, ascending
   * @param windows 99th percentile of each second's pages in nanoseconds, ascending
   * @param failed pages that were refused, answered wrongly, or not at all
   * @param fallbacks answered pages for which the team's ranking stood in
   * @param seconds from the first page's due time to the last answer
   */
  record Outcome(long[] nanos, long[] windows, int failed, int fallbacks, double seconds) {
    /** The latency in milliseconds that a share of the answered pages did not exceed. */
    double percentile(double share) {
      return nanos.length == 0 ? Double.NaN : at(share, nanos) / 1e6;
    }

    /**
     * The 99th percentile in milliseconds of the second that half of the seconds were no worse
     * than: what the server does in a second in which the machine does not stand still.
     */
    double usualSecond() {
      return windows.length == 0 ? Double.NaN : at(0.5, windows) / 1e6;
    }

    double perSecond() {
      return nanos.length / seconds;
    }

    /** Both as one. */
    Outcome plus(Outcome other) {
      return new Outcome(
          merged(nanos, other.nanos),
          merged(windows, other.windows),
          failed + other.failed,
          fallbacks + other.fallbacks,
          seconds + other.seconds);
    }

    private static long[] merged(long[] some, long[] others) {
      return LongStream.concat(Arrays.stream(some), Arrays.stream(others)).sorted().toArray();
    }

    private static long at(double share, long[] ascending) {
      return ascending[(int) Math.round(share * (ascending.length - 1))];
    }

    static Outcome none() {
      return new Outcome(new long[0], new long[0], 0, 0, 0);
    }

    /**
     * Sums a run up.
     *
     * @param nanos latency of each page in the order in which they were due, {@link #UNANSWERED}
     *     where there is none
     * @param rate pages due a second
     */
    static Outcome of(long[] nanos, int rate, int fallbacks, double seconds) {
      long[] answered = answered(nanos, 0, nanos.length);
      long[] windows =
          IntStream.range(0, nanos.length / rate)
              .mapToObj(second -> answered(nanos, second * rate, (second + 1) * rate))
              .filter(second -> second.length > 0)
              .mapToLong(second -> at(0.99, second))
              .sorted()
              .toArray();
      return new Outcome(answered, windows, nanos.length - answered.length, fallbacks, seconds);
    }

    private static long[] answered(long[] nanos, int from, int to) {
      return Arrays.stream(nanos, from, to).filter(n -> n != UNANSWERED).sorted().toArray();
    }
  }

  /**
   * Begins a run, one at a time.
   *
   * @param rate pages a second
   */
  Future<Outcome> start(int rate, Duration duration) {
    int pages = Math.toIntExact(rate * duration.toMillis() / 1_000);
    return thread.submit(() -> new Run(rate, pages).toEnd());
  }

  @Override
  public void close() throws IOException {
    thread.shutdownNow();
    dropAll();
    selector.close();
  }

  /** Its users are elsewhere: they would not wait for this machine's cores. */
  @SuppressWarnings("ThreadPriorityCheck") // Only what is measured rests on it.
  private static Thread urgent(Runnable task) {
    Thread thread = new Thread(task, "bench-load");
    thread.setPriority(Thread.MAX_PRIORITY);
    return thread;
  }

  private void dropAll() {
    for (SelectionKey key : selector.keys()) {
      drop((LoadConnection) key.attachment());
    }
    idle.clear();
    connections = 0;
  }

  private final class Run {
    private final int rate;
    private final int pages;
    private final long[] nanos;
    private final long start = System.nanoTime();
    private int sent;
    private int answered;
    private int failed;
    private int fallbacks;

    Run(int rate, int pages) {
      this.rate = rate;
      this.pages = pages;
      this.nanos = new long[pages];
      Arrays.fill(nanos, UNANSWERED);
    }

    Outcome toEnd() throws IOException {
      long giveUp = due(pages) + PATIENCE_NANOS;
      while (answered + failed < pages && System.nanoTime() < giveUp) {
        sendDue();
        if (selector.selectNow(this::proceed) == 0) {
          LockSupport.parkNanos(LOOK_NANOS);
        }
      }
      double seconds = (System.nanoTime() - start) / (double) NANOS;
      if (answered + failed < pages) {
        dropAll(); // Answers that come too late are no answers to the next run's pages.
      }
      return Outcome.of(nanos, rate, fallbacks, seconds);
    }

    private void sendDue() throws IOException {
      while (sent < pages && System.nanoTime() >= due(sent)) {
        LoadConnection connection = connection();
        if (connection == null) {
          return;
        }
        int page = sent++;
        try {
          connection.send(requests.get(page % requests.size()).duplicate(), page);
        } catch (IOException e) {
          failed++;
          drop(connection);
        }
      }
    }

    private long due(int page) {
      return start + page * NANOS / rate;
    }

    private void proceed(SelectionKey key) {
      LoadConnection connection = (LoadConnection) key.attachment();
      try {
        if (connection.proceed()) {
          landed(connection);
          idle.push(connection);
        }
      } catch (IOException e) {
        if (!idle.remove(connection)) {
          failed++;
        }
        drop(connection);
      }
    }

    private void landed(LoadConnection connection) {
      if (connection.status() == 200) {
        nanos[connection.page()] = System.nanoTime() - due(connection.page());
        answered++;
        fallbacks += connection.holds(FALLBACK) ? 1 : 0;
      } else {
        failed++;
      }
    }
  }

  /** One that nobody uses, or a new one; null when all are busy. */
  private LoadConnection connection() throws IOException {
    if (!idle.isEmpty()) {
      return idle.pop();
    }
    if (connections == CONNECTIONS) {
      return null;
    }
    connections++;
    return new LoadConnection(server, selector);
  }

  private void drop(LoadConnection connection) {
    connections--;
    try {
      connection.close();
    } catch (IOException e) {
      // It is broken already.
    }
  }
}
