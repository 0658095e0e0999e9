package io.pageturner.lifecycle;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.Episode;
import io.pageturner.domain.ModelVersion;
import io.pageturner.evaluation.AlwaysValid;
import io.pageturner.evaluation.Interval;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how one agent's versions fare with real users; takes back one that harms, and promotes
 * one on trial that does not.
 *
 * <p>Reward per page with the user as the unit: neither pages of a session nor sessions of a user
 * are independent. A version on trial is compared with the live one, the live one with the
 * baseline's bucket, by intervals that hold their level at every look ({@link AlwaysValid}), so it
 * may look as often as it likes. What a version fails to answer at all is known at once and needs
 * no session's end.
 *
 * <p>{@link #failed} and {@link #answered} may be called by any thread, all else by one.
 */
public final class Guardrail {
  /** Named as who in the history. */
  static final String WHO = "guardrail";

  private static final Logger LOG = LoggerFactory.getLogger(Guardrail.class);
  private static final int ASKED = 0;
  private static final int FAILED = 1;

  private final VersionController controller;
  private final BucketName bucket;
  private final GuardrailSettings settings;
  private final InstantSource clock;
  private final Map<ModelVersion, RewardPerPage> rewards = new HashMap<>();
  private final Map<ModelVersion, AtomicLongArray> answers = new ConcurrentHashMap<>();
  private RewardPerPage baseline = new RewardPerPage();
  private Optional<ModelVersion> judged = Optional.empty();
  private Instant since;
  private String weights = "";

  /**
   * @param bucket whose traffic the controller's versions serve
   * @param clock the machine's: measures how long a trial lasts
   */
  public Guardrail(
      VersionController controller,
      BucketName bucket,
      GuardrailSettings settings,
      InstantSource clock) {
    this.controller = controller;
    this.bucket = bucket;
    this.settings = settings;
    this.clock = clock;
    this.since = clock.instant();
  }

  /** A version has answered for a page. */
  public void answered(ModelVersion version) {
    count(version, ASKED);
  }

  /** A version has failed to answer for a page: the team's ranking stood in. */
  public void failed(ModelVersion version) {
    count(version, ASKED);
    count(version, FAILED);
  }

  private void count(ModelVersion version, int what) {
    answers.computeIfAbsent(version, v -> new AtomicLongArray(2)).incrementAndGet(what);
  }

  /** Takes in an ended session of any bucket; other reward weights begin the comparison anew. */
  public void ended(Episode session) {
    if (!session.rewards().equals(weights)) {
      weights = session.rewards();
      forget();
    }
    if (session.bucket().isBaseline()) {
      baseline.add(session.user(), session.pages());
    } else if (session.bucket().equals(bucket)) {
      session.pages().stream()
          .collect(Collectors.groupingBy(Episode.Page::version))
          .forEach((version, pages) -> rewards(version).add(session.user(), pages));
    }
  }

  /** Looks at the figures and acts on them. */
  public void check() {
    try {
      if (controller.live().isPresent()) {
        begin(controller.canary().or(controller::live).orElseThrow());
        judge(controller.canary(), controller.live().orElseThrow());
      }
    } catch (IOException | IllegalStateException e) {
      LOG.warn("the guardrail of {} could not act: {}", bucket, e.getMessage());
    }
  }

  /** With another version to judge the comparison starts anew, so that both sides are of now. */
  private void begin(ModelVersion version) {
    if (judged.equals(Optional.of(version))) {
      return;
    }
    judged = Optional.of(version);
    since = clock.instant();
    forget();
    Set<ModelVersion> serving = new HashSet<>();
    controller.live().ifPresent(serving::add);
    controller.canary().ifPresent(serving::add);
    answers.keySet().retainAll(serving);
  }

  private void forget() {
    baseline = new RewardPerPage();
    rewards.clear();
  }

  private void judge(Optional<ModelVersion> canary, ModelVersion live) throws IOException {
    if (canary.isPresent()) {
      judgeCanary(canary.get(), live);
    } else {
      Optional<String> harm = failures(live).or(() -> loss(live));
      if (harm.isPresent()) {
        takeBack(live, harm.get());
      }
    }
  }

  private void judgeCanary(ModelVersion canary, ModelVersion live) throws IOException {
    Interval gain = rewards(canary).minus(rewards(live), settings.level());
    Duration lasted = Duration.between(since, clock.instant());
    double borne = settings.maxLoss() * Math.abs(rewards(live).mean());
    Optional<String> failures = failures(canary);
    if (failures.isPresent()) {
      takeBack(canary, failures.get());
    } else if (gain.high() < 0) {
      takeBack(canary, "less reward per page than version " + live + ": " + text(gain));
    } else if (gain.low() > -borne && lasted.compareTo(settings.trial()) >= 0) {
      controller.promoteCanary(
          canary, WHO, "harmless on trial against version " + live + ": " + text(gain));
    } else if (lasted.compareTo(settings.maxTrial()) > 0) {
      takeBack(canary, "not told harmless within " + settings.maxTrial() + ": " + text(gain));
    }
  }

  private void takeBack(ModelVersion version, String why) throws IOException {
    LOG.warn("version {} of {} is taken back: {}", version, bucket, why);
    controller.rollback(version, WHO, why);
  }

  private Optional<String> failures(ModelVersion version) {
    AtomicLongArray counts = answers.get(version);
    if (counts == null || counts.get(ASKED) < settings.minPages()) {
      return Optional.empty();
    }
    double share = (double) counts.get(FAILED) / counts.get(ASKED);
    return share <= settings.maxFailures()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "failed to answer for %d of %d pages, more than %.3g",
                counts.get(FAILED),
                counts.get(ASKED),
                settings.maxFailures()));
  }

  private Optional<String> loss(ModelVersion live) {
    Interval gain = rewards(live).minus(baseline, settings.level());
    double borne = settings.maxLoss() * Math.abs(baseline.mean());
    return gain.high() < -borne
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "loses more than %.3g of the baseline's reward per page: %s",
                settings.maxLoss(),
                text(gain)))
        : Optional.empty();
  }

  private RewardPerPage rewards(ModelVersion version) {
    return rewards.computeIfAbsent(version, v -> new RewardPerPage());
  }

  private static String text(Interval gain) {
    return String.format(
        Locale.ROOT, "%+.3f, %+.3f to %+.3f", gain.estimate(), gain.low(), gain.high());
  }
}
