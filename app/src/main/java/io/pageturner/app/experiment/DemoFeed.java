package io.pageturner.app.experiment;

import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.domain.Transition;
import io.pageturner.simulator.Estimate;
import io.pageturner.simulator.Gains;
import io.pageturner.simulator.Oracle;
import io.pageturner.simulator.OracleSettings;
import io.pageturner.simulator.World;
import io.pageturner.simulator.WorldSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The demo's feed in process, and what could be gained in it.
 *
 * @param config of the demo
 * @param training where agents learn and are measured
 * @param log of the baseline's traffic
 * @param oracle gain per session over a = 1 of who knows the hidden state
 * @param bestConstant that of the best constant a
 */
record DemoFeed(
    PageturnerConfig config,
    SimulatedTraining training,
    List<Transition> log,
    Estimate oracle,
    Estimate bestConstant) {
  /** The demo's feature configuration in the class path. */
  static final String FEATURES = "demo/features.yaml";

  private static final long WORLD_SEED = 1;

  /** With fewer the oracle's gain, which shares are of, is noise. */
  private static final int ORACLE_SESSIONS = 2_000;

  /**
   * Simulates the baseline's log, and finds out by roll-out what could be gained.
   *
   * @param variant the state that the log tells
   * @param users size of the population
   * @param pages of the log
   * @param sessions that gains are measured on
   */
  static DemoFeed simulate(Variant variant, int users, int pages, int sessions) {
    PageturnerConfig config = config(Map.of());
    World world = new World(WorldSettings.DEFAULT.withUsers(users), WORLD_SEED);
    SimulatedTraining training = new SimulatedTraining(world, config, sessions);
    List<Transition> log = training.baselineLog(variant, pages);
    OracleSettings oracle =
        OracleSettings.DEFAULT.withSessions(Math.max(ORACLE_SESSIONS, sessions));
    Gains gains = new Oracle(world, oracle, config.reward()).gains();
    return new DemoFeed(
        config,
        training,
        log,
        gains.oracle().gain(),
        gains.constants().get(gains.bestConstant()).gain());
  }

  /** The demo's configuration, changed. */
  static PageturnerConfig config(Map<String, Object> overrides) {
    return PageturnerConfig.load(Optional.empty(), overrides, Optional.of("demo.conf"));
  }
}
