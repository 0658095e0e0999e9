package io.pageturner.learning.agent;

import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Saves and loads what agents have learned, as safetensors files. */
public final class AgentFiles {
  private AgentFiles() {}

  /**
   * Writes everything learned; the file is replaced whole or not at all.
   *
   * @throws IllegalStateException when a number is not finite; the file stays as it was
   */
  public static void save(Agent<?> agent, Path file) throws IOException {
    Weights weights = agent.snapshot();
    weights
        .firstNonFinite()
        .ifPresent(
            where -> {
              throw new IllegalStateException(agent.name() + " has diverged: " + where);
            });
    Path aside = file.resolveSibling("." + file.getFileName() + ".next");
    Safetensors.write(aside, weights);
    try (FileChannel written = FileChannel.open(aside, StandardOpenOption.READ)) {
      written.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Continues from a file.
   *
   * @throws IOException when it is no whole safetensors file of finite numbers
   * @throws IllegalArgumentException when it was written by an agent of another configuration,
   *     naming what differs; the agent stays as it was
   */
  public static void load(Agent<?> agent, Path file) throws IOException {
    Weights weights = Safetensors.read(file);
    Optional<String> fault = weights.firstNonFinite();
    if (fault.isPresent()) {
      throw new IOException(file + " holds what is no number: " + fault.get());
    }
    try {
      agent.restore(weights);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + " is of another configuration than this " + agent.name() + ": " + e.getMessage(),
          e);
    }
  }
}
