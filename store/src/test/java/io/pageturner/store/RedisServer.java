package io.pageturner.store;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A redis-server of a test's own, on a free port, that keeps its data in the test's directory. */
final class RedisServer implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Path directory;
  private final int port;
  private final List<String> options;
  private Process process;

  private RedisServer(Path directory, int port, List<String> options) {
    this.directory = directory;
    this.port = port;
    this.options = options;
  }

  /** Starts a server, or skips the test where there is no redis-server. */
  static RedisServer start(Path directory, String... options) throws IOException {
    Assumptions.assumeTrue(
        binary().isPresent(),
        "skipped: there is no redis-server on the PATH (apt-get install redis-server)");
    RedisServer server = new RedisServer(directory, freePort(), List.of(options));
    server.start();
    return server;
  }

  /** Starts a server that speaks TLS, or skips the test where it was built without. */
  static RedisServer startWithTls(Path directory, String... options) throws IOException {
    try {
      return start(directory, options);
    } catch (IOException e) {
      Assumptions.assumeFalse(
          e.getMessage().contains("Bad directive"), "skipped: redis-server was built without TLS");
      throw e;
    }
  }

  private static Optional<Path> binary() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return List.of(path.split(File.pathSeparator)).stream()
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts it again, with the data that it had. */
  void start() throws IOException {
    List<String> command = new ArrayList<>(List.of(binary().orElseThrow().toString()));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", directory.toString(), "--save", ""));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
    command.addAll(options);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("redis.log").toFile())
            .start();
    awaitListening();
  }

  private void awaitListening() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        sleep();
      }
    }
    throw new IOException(
        "redis-server does not listen: " + Files.readString(directory.resolve("redis.log")));
  }

  private static void sleep() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  URI uri() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  /** Kills it. */
  void stop() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Sends it a signal: {@code STOP} makes it hang, {@code CONT} lets it go on. */
  void signal(String name) throws IOException {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
