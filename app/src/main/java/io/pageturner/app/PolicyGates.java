package io.pageturner.app;

import io.pageturner.app.config.ModelsConfig;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.Transition;
import io.pageturner.lifecycle.ActionDistributionGate;
import io.pageturner.lifecycle.ActionDistributionSettings;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.lifecycle.FiniteWeightsGate;
import io.pageturner.lifecycle.Gate;
import io.pageturner.lifecycle.InputDriftGate;
import io.pageturner.lifecycle.LossGate;
import io.pageturner.lifecycle.OffPolicyGate;
import io.pageturner.lifecycle.PolicyProbe;
import io.pageturner.lifecycle.StepGate;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.RecordedInputsProbe;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.model.RecordedStatesProbe;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a policy must pass before any user meets it, judged with serving's own forward pass on
 * states that serving recorded and on what the log says.
 */
final class PolicyGates {
  /** Fewer recorded states than this prove nothing about inputs. */
  private static final int FEW_STATES = 100;

  private PolicyGates() {}

  /**
   * The gates, in the order in which they are asked.
   *
   * @param store where the versions are that training continues from
   * @param log the newest logged transitions
   */
  static List<Gate> of(
      ModelsConfig config,
      ActionSpace actions,
      BundleStore store,
      PolicyLoader loader,
      RecordedStates recorded,
      Supplier<List<Transition>> log) {
    PolicyProbe probe = bundle -> loader.load(bundle)::unitAction;
    return List.of(
        new FiniteWeightsGate(),
        new LossGate(Map.of("loss_v", config.maxLoss(), "loss_a", config.maxLoss())),
        new ActionDistributionGate(
            new RecordedStatesProbe(loader, recorded),
            ActionDistributionSettings.defaults(actions).withMaxClipShare(config.maxClipShare())),
        new InputDriftGate(new RecordedInputsProbe(recorded), config.maxInputShift(), FEW_STATES),
        new StepGate(probe, recorded::snapshot, store, config.maxStep()),
        new OffPolicyGate(probe, log, config.offPolicy()));
  }
}
