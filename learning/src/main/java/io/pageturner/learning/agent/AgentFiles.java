package io.pageturner.learning.agent;

import io.pageturner.lifecycle.Safetensors;
import io.pageturner.lifecycle.Weights;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Saves and loads what agents have learned, as safetensors files; the metadata says which agent it
 * was.
 */
public final class AgentFiles {
  private static final String AGENT = "agent";

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
    Safetensors.write(aside, weights, identity(agent));
    try (FileChannel written = FileChannel.open(aside, StandardOpenOption.READ)) {
      written.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Continues from a file.
   *
   * @throws IOException when it is no whole safetensors file of finite numbers
   * @throws IllegalArgumentException when it was written by an agent of another kind or
   *     configuration, naming what differs, or does not say by which; the agent stays as it was
   */
  public static void load(Agent<?> agent, Path file) throws IOException {
    Safetensors.Content content = Safetensors.readAll(file);
    Weights weights = content.weights();
    Optional<String> fault = weights.firstNonFinite();
    if (fault.isPresent()) {
      throw new IOException(file + " holds what is no number: " + fault.get());
    }
    try {
      requireSame(identity(agent), content.metadata());
      agent.restore(weights);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + " is of another configuration than this " + agent.name() + ": " + e.getMessage(),
          e);
    }
  }

  /** The agent's name first: when that differs, the rest says little. */
  private static Map<String, String> identity(Agent<?> agent) {
    Map<String, String> identity = new LinkedHashMap<>(Map.of(AGENT, agent.name()));
    identity.putAll(new TreeMap<>(agent.identity()));
    return identity;
  }

  private static void requireSame(Map<String, String> here, Map<String, String> there) {
    if (!there.containsKey(AGENT)) {
      throw new IllegalArgumentException(
          "its metadata does not say which agent wrote it, only " + there);
    }
    here.forEach(
        (field, value) -> {
          if (!value.equals(there.get(field))) {
            throw new IllegalArgumentException(
                "%s is %s here, %s there".formatted(field, value, there.get(field)));
          }
        });
  }
}
