package io.pageturner.serving.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads the configuration again and takes up what can change while a process runs. */
@FunctionalInterface
public interface Reconfiguration {
  /** Of a process that was started without a configuration of its own. */
  Reconfiguration NONE =
      () -> {
        throw new IllegalStateException("this process has no configuration to read again");
      };

  /**
   * What is in force now.
   *
   * @param agents all of them by name, the main one first
   * @param added those that were not there before
   * @param shares of the users, by bucket
   */
  record InForce(List<String> agents, List<String> added, Map<String, Double> shares) {}

  /**
   * @throws IllegalArgumentException that tells every fault of the configuration, or what of it
   *     needs a restart; nothing has changed then
   * @throws IllegalStateException when it cannot be taken up at this moment
   * @throws IOException when it could not be taken up; what was in force still is
   */
  InForce reload() throws IOException;
}
