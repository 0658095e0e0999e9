package io.pageturner.learning.trainer;

import io.pageturner.domain.Action;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.State;
import io.pageturner.domain.Transition;
import io.pageturner.domain.UserId;
import io.pageturner.learning.Fixtures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Made-up logged transitions of {@link Fixtures#smallConfig}. */
final class LoggedTransitions {
  static final BucketName AGENT_BUCKET = new BucketName("agent");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private LoggedTransitions() {}

  /** Sessions of one to four pages; orders are likelier with the intent "buy". */
  static List<Transition> sessions(int pages, RandomGenerator random) {
    List<Transition> all = new ArrayList<>();
    for (int session = 0; all.size() < pages; session++) {
      String intent = random.nextInt(3) == 0 ? "buy" : "browse" + random.nextInt(3);
      int depth = 1 + random.nextInt(4);
      for (int page = 0; page < depth; page++) {
        State here = state(intent, page, random);
        Optional<State> next =
            page + 1 < depth ? Optional.of(state(intent, page + 1, random)) : Optional.empty();
        double reward = intent.equals("buy") ? 1 + random.nextDouble() : -random.nextDouble();
        all.add(transition(session, page, all.size(), here, next, reward, random));
      }
    }
    return all;
  }

  static Transition transition(
      int session,
      int page,
      int number,
      State here,
      Optional<State> next,
      double reward,
      RandomGenerator random) {
    boolean own = session % 2 == 0;
    double unit = own ? random.nextDouble() * 2 - 1 : 0;
    return new Transition(
        new PageId("p" + number),
        new UserId("u" + session),
        new SessionId("s" + session),
        page,
        START.plusSeconds(60L * number),
        own ? AGENT_BUCKET : BucketName.BASELINE,
        own ? "advantage-ddpg" : "baseline",
        ModelVersion.NONE,
        here,
        own ? ActionSpace.DEFAULT.actionFromUnit(unit) : Action.ones(1),
        1,
        reward,
        next);
  }

  /** A session of one page, a minute after the page of the number before, that a policy decided. */
  static Transition ownPage(
      int number, String policy, State state, Action action, double propensity, double reward) {
    return new Transition(
        new PageId("p" + number),
        new UserId("u" + number),
        new SessionId("s" + number),
        0,
        Instant.EPOCH.plusSeconds(60L * number),
        AGENT_BUCKET,
        policy,
        new ModelVersion(1),
        state,
        action,
        propensity,
        reward,
        Optional.empty());
  }

  /** The same page, of a user of another bucket. */
  static Transition inBucket(BucketName bucket, Transition page) {
    return new Transition(
        page.page(),
        page.user(),
        page.session(),
        page.pageIndex(),
        page.time(),
        bucket,
        page.policy(),
        page.version(),
        page.state(),
        page.action(),
        page.propensity(),
        page.reward(),
        page.next());
  }

  static State state(String intent, int page, RandomGenerator random) {
    List<ItemId> recent = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      recent.add(new ItemId("i" + random.nextInt(Fixtures.ITEMS)));
    }
    return new State(
        recent,
        Map.of("distance", 40 + 10 * random.nextGaussian()),
        Map.of("intent", intent, "changed", Integer.toString(page % 2)));
  }
}
