package io.pageturner.app.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pageturner.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One of Pageturner's commands as a process of its own, which can be killed and started again. */
final class ChaosProcess implements AutoCloseable {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(90);

  private final String name;
  private final List<String> arguments;
  private final Path errors;
  private Optional<Running> running = Optional.empty();

  /** The process and what it has said so far. */
  private record Running(Process process, List<String> said, Thread listener, Thread hook) {}

  /**
   * @param errors file that its errors and warnings are appended to
   */
  ChaosProcess(String name, List<String> arguments, Path errors) {
    this.name = name;
    this.arguments = arguments;
    this.errors = errors;
  }

  String name() {
    return name;
  }

  /** Starts it with this process's Java, class path and options. */
  void start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("--enable-native"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
              .start();
      running = Optional.of(watched(process));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  /** Nothing is left behind when this process goes. */
  private Running watched(Process process) {
    List<String> said = new ArrayList<>();
    Thread listener = new Thread(() -> listen(process, said), "chaos-" + name);
    listener.setDaemon(true);
    listener.start();
    Thread hook = new Thread(process::destroyForcibly, "chaos-end-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
    return new Running(process, said, listener, hook);
  }

  private static void listen(Process process, List<String> said) {
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        synchronized (said) {
          said.add(line);
        }
      }
    } catch (IOException e) {
      // It was killed in the middle of a line: that is what it is for.
    }
  }

  /** Whether it has said so of itself since its last start. */
  boolean isUp() {
    return said("running;").isPresent();
  }

  /** The newest line that holds {@code part}, since the last start. */
  Optional<String> said(String part) {
    if (running.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = running.get().said();
    synchronized (lines) {
      return lines.stream().filter(line -> line.contains(part)).reduce((first, next) -> next);
    }
  }

  /** Whether it has ended, though nobody asked it to. */
  boolean hasFailed() {
    return running.isPresent() && !running.get().process().isAlive();
  }

  /** kill -9. */
  void kill() {
    end(Process::destroyForcibly);
  }

  /** SIGTERM, and the orderly end that follows. */
  void stop() {
    end(
        process -> {
          process.toHandle().destroy(); // Process.destroy would close what its last words come by.
          awaitEnd(process);
        });
  }

  private void awaitEnd(Process process) {
    try {
      if (!process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(name + " did not stop within " + STOP_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private void end(Consumer<Process> how) {
    if (running.isEmpty()) {
      return;
    }
    Running ended = running.get();
    how.accept(ended.process());
    ended.process().onExit().join();
    try {
      ended.listener().join(STOP_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(ended.hook());
  }

  @Override
  public void close() {
    kill();
  }
}
