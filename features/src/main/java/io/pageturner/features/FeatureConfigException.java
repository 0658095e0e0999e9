package io.pageturner.features;

import java.util.List;

/** A feature configuration that cannot be used, with every fault found in it. */
public final class FeatureConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient List<Fault> faults;

  /**
   * One fault.
   *
   * @param line line of the YAML text, from 1
   * @param message what is wrong and what would be right
   */
  public record Fault(int line, String message) {
    @Override
    public String toString() {
      return "line " + line + ": " + message;
    }
  }

  FeatureConfigException(String origin, List<Fault> faults) {
    super(
        origin + ": " + faults.size() + (faults.size() == 1 ? " fault" : " faults") + list(faults));
    this.faults = List.copyOf(faults);
  }

  public List<Fault> faults() {
    return faults;
  }

  private static String list(List<Fault> faults) {
    StringBuilder text = new StringBuilder();
    for (Fault fault : faults) {
      text.append("\n  ").append(fault);
    }
    return text.toString();
  }
}
