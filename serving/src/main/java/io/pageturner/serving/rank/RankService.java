package io.pageturner.serving.rank;

import io.pageturner.domain.Action;
import io.pageturner.domain.Decision;
import io.pageturner.domain.Event;
import io.pageturner.domain.EventLog;
import io.pageturner.domain.PageId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.features.CandidateExtractor;
import io.pageturner.features.PageContext;
import io.pageturner.features.StateExtractor;
import io.pageturner.serving.Deadline;
import io.pageturner.serving.GuardedEventLog;
import io.pageturner.serving.InvalidRequestException;
import io.pageturner.serving.InvalidRequestException.Kind;
import io.pageturner.serving.RareWarning;
import io.pageturner.serving.metrics.ServingMetrics;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.rank.PolicyExecution.Asked;
import io.pageturner.serving.rank.PolicyExecution.Chosen;
import io.pageturner.serving.user.PageStart;
import io.pageturner.serving.user.UserStates;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.slf4j.LoggerFactory;

/**
 * Decides pages: request → state → action → fused scores → ordered items, logged; safe for many
 * threads.
 *
 * <p>A page is always answered: a policy that is missing or fails is stood in for by a = 1, and an
 * event log that does not take the decision costs the learner that page, not the user.
 */
public final class RankService {
  private final RankSettings settings;
  private final CandidateRules rules;
  private final StateExtractor extractor;
  private final CandidateExtractor ofCandidates;
  private final UserStates users;
  private final Supplier<Assignment> assignment;
  private final PolicyExecution policies;
  private final CandidateScorer scorer;
  private final RecordedStates recorded;
  private final RecentPages pages;
  private final EventLog log;
  private final InstantSource clock;
  private final Supplier<RandomGenerator> random;
  private final ServingMetrics metrics;
  private final RareWarning warning = new RareWarning(LoggerFactory.getLogger(RankService.class));

  /**
   * What serving nodes are made of.
   *
   * @param extractor makes the state
   * @param candidates makes what only the whole list of candidates tells
   * @param assignment who is served by whom, asked for each page
   * @param scorer scores candidates that bring none
   * @param recorded where real states are recorded for warm-ups
   * @param pages where decided pages are remembered
   * @param random gives the generator that exploration draws from, on the calling thread
   */
  public record Parts(
      StateExtractor extractor,
      CandidateExtractor candidates,
      UserStates users,
      Supplier<Assignment> assignment,
      CandidateScorer scorer,
      RecordedStates recorded,
      RecentPages pages,
      EventLog log,
      InstantSource clock,
      Supplier<RandomGenerator> random,
      ServingMetrics metrics) {}

  public RankService(RankSettings settings, Parts parts) {
    this.settings = settings;
    this.rules = new CandidateRules(settings.objectives(), settings.maxCandidates());
    this.extractor = parts.extractor();
    this.ofCandidates = parts.candidates();
    this.users = parts.users();
    this.assignment = parts.assignment();
    this.policies = new PolicyExecution(settings.actions(), parts.metrics());
    this.scorer = parts.scorer();
    this.recorded = parts.recorded();
    this.pages = parts.pages();
    this.log = new GuardedEventLog(parts.log());
    this.clock = parts.clock();
    this.random = parts.random();
    this.metrics = parts.metrics();
  }

  /** Decides one page that nobody waits for. */
  public RankAnswer rank(RankRequest request) {
    return rank(request, Deadline.NONE);
  }

  /**
   * Decides one page and logs the decision.
   *
   * @param deadline once it has passed no policy is asked: the team's ranking stands in
   * @throws InvalidRequestException that says which part of the request is wrong; nothing is then
   *     logged
   */
  public RankAnswer rank(RankRequest request, Deadline deadline) {
    RankAnswer answer = decide(request, deadline);
    show(answer.decision());
    return answer;
  }

  /** Whether candidates may come without scores. */
  public boolean scores() {
    return scorer.ready();
  }

  /**
   * Decides a page that may yet not be shown; nothing is logged.
   *
   * @throws InvalidRequestException as {@link #rank}
   */
  public RankAnswer decide(RankRequest request, Deadline deadline) {
    check(request);
    PageId page = take(request);
    Instant now = clock.instant();
    PageStart start = users.beginPage(request.user(), request.session(), request.pageIndex(), now);
    State state =
        extractor.extract(
            start.behaviour(),
            new PageContext(now, start.pageIndex(), request.dense(), request.ids()));
    List<Candidate> candidates = scored(state, listed(state, request.candidates()));
    Asked asked = new Asked(assignment.get(), request.user(), deadline);
    RandomGenerator generator = random.get();
    Chosen chosen = policies.choose(asked, state, start.noise(), generator);
    users.rememberNoise(request.user(), request.session(), chosen.choice().noise());
    List<RankedItem> order = order(candidates, chosen.choice().action());
    Decision decision =
        new Decision(
            page,
            request.user(),
            request.session(),
            start.pageIndex(),
            now,
            asked.bucket(),
            chosen.policy(),
            chosen.version(),
            chosen.choice().action(),
            chosen.choice().propensity(),
            state,
            shown(order, request.limit()),
            candidates.size());
    recorded.record(state);
    return new RankAnswer(decision, order);
  }

  private void check(RankRequest request) {
    rules.check(request.candidates());
    if (!scorer.ready()) {
      rules.requireScores(request.candidates());
    }
  }

  /** The page's id, now taken. */
  private PageId take(RankRequest request) {
    PageId page = request.page().orElseGet(() -> new PageId(UUID.randomUUID().toString()));
    if (!pages.add(page)) {
      throw new InvalidRequestException(
          Kind.PAGE_TAKEN,
          "pageId",
          "page '" + page + "' was decided already; every request needs a new pageId, or none");
    }
    return page;
  }

  /** The candidates with the features that only the whole list tells. */
  private List<Candidate> listed(State state, List<Candidate> candidates) {
    if (ofCandidates.makesNothing()) {
      return candidates;
    }
    List<Map<String, String>> ids =
        ofCandidates.extract(
            state,
            candidates.stream().map(Candidate::item).toList(),
            candidates.stream().map(Candidate::ids).toList());
    List<Candidate> listed = new ArrayList<>(candidates.size());
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      listed.add(
          new Candidate(candidate.item(), candidate.scores(), candidate.dense(), ids.get(i)));
    }
    return listed;
  }

  /** The candidates with scores: all bring them, or the ranker scores all. */
  private List<Candidate> scored(State state, List<Candidate> candidates) {
    if (bringScores(candidates)) {
      return candidates;
    }
    Optional<double[][]> scores = scorer.score(state, candidates);
    if (scores.isEmpty()) {
      rules.requireScores(candidates);
    }
    List<Candidate> scored = new ArrayList<>(candidates.size());
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      scored.add(
          new Candidate(
              candidate.item(), scores.orElseThrow()[i], candidate.dense(), candidate.ids()));
    }
    return scored;
  }

  private static boolean bringScores(List<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      if (candidate.scores().length == 0) {
        return false;
      }
    }
    return true;
  }

  /** Descending by fused score; equals keep the candidates' order. */
  private List<RankedItem> order(List<Candidate> candidates, Action action) {
    ToDoubleFunction<double[]> fused = settings.objectives().under(action);
    List<RankedItem> items = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      items.add(new RankedItem(candidate, fused.applyAsDouble(candidate.scores())));
    }
    items.sort((one, other) -> Double.compare(other.fused(), one.fused()));
    return items;
  }

  private static List<ShownItem> shown(List<RankedItem> order, OptionalInt limit) {
    int size = Math.min(order.size(), limit.orElse(order.size()));
    List<ShownItem> shown = new ArrayList<>(size);
    for (RankedItem item : order.subList(0, size)) {
      Candidate candidate = item.candidate();
      shown.add(
          new ShownItem(
              candidate.item(),
              shown.size(),
              candidate.scores(),
              candidate.dense(),
              candidate.ids()));
    }
    return shown;
  }

  /** Logs a decision: its page is on its way to the user. */
  public void show(Decision decision) {
    metrics.decided(decision);
    Event event = new Event.PageShown(decision);
    log.append(event)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                metrics.notLogged(event);
                warning.warn("page " + decision.page() + " is shown but not logged", failure);
              }
            });
  }
}
