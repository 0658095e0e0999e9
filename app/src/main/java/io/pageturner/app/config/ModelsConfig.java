package io.pageturner.app.config;

import io.pageturner.lifecycle.GuardrailSettings;
import io.pageturner.lifecycle.OffPolicySettings;
import io.pageturner.serving.remote.RemoteSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How versions are proven, published, tried and taken back.
 *
 * @param keep versions kept on disk
 * @param directory where versions are; empty for the data directory's own
 * @param follow whether this node does as the version controller of another process decides
 * @param followInterval between two looks at what it decided
 * @param remote where policies are executed, when not in this process
 * @param maxClipShare a candidate's greatest share of actions at a bound
 * @param maxLoss a candidate's greatest training loss
 * @param maxInputShift a feature's greatest shift since training, in standard deviations
 * @param maxStep greatest distance of a candidate's actions from those of the version before it
 * @param loggedPages the newest pages of the log that candidates are evaluated on
 * @param offPolicy what of that is refused
 * @param canaryShare share of an agent's users that a candidate is tried on; 0 for no trials
 * @param guardrail what live figures take a version back
 */
public record ModelsConfig(
    int keep,
    String directory,
    boolean follow,
    Duration followInterval,
    Optional<RemoteSettings> remote,
    double maxClipShare,
    double maxLoss,
    double maxInputShift,
    double maxStep,
    int loggedPages,
    OffPolicySettings offPolicy,
    double canaryShare,
    GuardrailSettings guardrail) {
  private static final OffPolicySettings OFF_POLICY = new OffPolicySettings(200, 0.95, 0);
  private static final GuardrailSettings GUARDRAIL =
      new GuardrailSettings(0.99, 0.3, Duration.ofMinutes(10), Duration.ofHours(6), 0.01, 100);

  static ModelsConfig read(ConfigSection models) {
    ConfigSection offPolicy = models.section("off-policy");
    ConfigSection guardrail = models.section("guardrail");
    return new ModelsConfig(
        models.integer("keep"),
        models.text("directory"),
        models.flag("follow"),
        within(models, "follow-interval"),
        remote(models.section("remote")),
        share(models, "max-clip-share", 1),
        models.real("max-loss"),
        positive(models, "max-input-shift"),
        positive(models, "max-step"),
        offPolicy.integer("pages"),
        offPolicy.record(
            () ->
                new OffPolicySettings(
                    offPolicy.integer("min-sessions"),
                    offPolicy.real("level"),
                    offPolicy.real("max-loss")),
            OFF_POLICY),
        share(models, "canary-share", 0.99),
        guardrail.record(
            () ->
                new GuardrailSettings(
                    guardrail.real("level"),
                    guardrail.real("max-loss"),
                    guardrail.duration("trial"),
                    guardrail.duration("max-trial"),
                    guardrail.real("max-failures"),
                    guardrail.integer("min-pages")),
            GUARDRAIL));
  }

  private static Optional<RemoteSettings> remote(ConfigSection remote) {
    String address = remote.text("address");
    Optional<Path> trusted = remote.file("trusted-certificates");
    Duration timeout = within(remote, "timeout");
    Duration loadTimeout = within(remote, "load-timeout");
    if (address.isEmpty()) {
      return Optional.empty();
    }
    RemoteSettings settings;
    try {
      settings = new RemoteSettings(new URI(address), Optional.empty(), timeout, loadTimeout);
    } catch (URISyntaxException | IllegalArgumentException e) {
      remote.fault("address", e.getMessage());
      return Optional.empty();
    }
    try {
      return Optional.of(trusted.map(settings::trusting).orElse(settings));
    } catch (IllegalArgumentException e) {
      remote.fault("trusted-certificates", e.getMessage());
      return Optional.empty();
    }
  }

  private static Duration within(ConfigSection section, String key) {
    Duration value = section.duration(key);
    if (value.toMillis() < 1) {
      section.fault(key, "must be 1ms or more, was " + value);
    }
    return value;
  }

  private static double share(ConfigSection section, String key, double greatest) {
    double value = section.real(key);
    if (!(value >= 0 && value <= greatest)) {
      section.fault(key, "must be within 0 and " + greatest + ", was " + value);
    }
    return value;
  }

  private static double positive(ConfigSection section, String key) {
    double value = section.real(key);
    if (!(value > 0)) {
      section.fault(key, "must be above 0, was " + value);
    }
    return value;
  }
}
