package io.pageturner.app.monitor;

import io.pageturner.lifecycle.VersionState;
import io.pageturner.lifecycle.VersionStatus;
import java.util.List;

/**
 * The candidates that were refused since one passed its gates.
 *
 * @param count how many of them
 * @param why the newest one was; empty when none was
 */
public record Refusals(int count, String why) {
  /**
   * @param versions newest first
   */
  static Refusals of(List<VersionState> versions) {
    List<VersionState> refused =
        versions.stream().takeWhile(each -> each.status() == VersionStatus.REJECTED).toList();
    return new Refusals(refused.size(), refused.isEmpty() ? "" : refused.get(0).why());
  }

  /** In one line; empty when none was refused. */
  String text() {
    if (count == 0) {
      return "";
    }
    return count == 1
        ? "the newest candidate was refused: " + why
        : "the newest " + count + " candidates were refused, the last one: " + why;
  }
}
