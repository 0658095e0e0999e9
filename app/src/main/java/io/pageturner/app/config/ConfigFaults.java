package io.pageturner.app.config;

import java.util.List;

/** A configuration that cannot be used, with every fault found in it. */
public final class ConfigFaults extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient List<String> faults;

  ConfigFaults(List<String> faults) {
    super(
        "the configuration has "
            + faults.size()
            + (faults.size() == 1 ? " fault" : " faults")
            + ":\n  "
            + String.join("\n  ", faults));
    this.faults = List.copyOf(faults);
  }

  /** Each as: where it stands, key, value, rule. */
  public List<String> faults() {
    return faults;
  }
}
