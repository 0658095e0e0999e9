package io.pageturner.learning.trainer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How much more each replica's μ is worth on a page than the policy that served: an off-policy
 * estimate per agent, self-normalised, of its newest pages; and which replica it publishes by that.
 *
 * <p>An agent stays with its replica until another one's estimate is above its by more than two
 * standard errors of their difference: most differences are noise, and with every change the
 * exploration jumps to another μ.
 */
final class ReplicaScores {
  /** Remembers about so many of an agent's pages. */
  private static final int MEMORY = 10_000;

  /** A block of fewer pages takes up the next ones, however few are judged at once. */
  private static final int LEAST_PAGES = 100;

  /** Of fewer blocks no standard error is told. */
  private static final int LEAST_BLOCKS = 10;

  private static final double STANDARD_ERRORS = 2;

  private final int replicas;
  private final List<OfAgent> agents = new ArrayList<>();

  /**
   * A replica's part of a block.
   *
   * @param weight sum of the pages' weights w
   * @param sum sum of w·δ
   */
  record Score(double weight, double sum) {
    Score plus(Score other) {
      return new Score(weight + other.weight, sum + other.sum);
    }

    /** Mean of δ in the feed's own units of reward; 0 before the first page. */
    double mean() {
      return weight == 0 ? 0 : sum / weight;
    }
  }

  /**
   * Pages that follow each other.
   *
   * @param pages how many
   * @param scores one per replica, of the same pages
   */
  record Block(int pages, List<Score> scores) {
    Block plus(Block next) {
      List<Score> sums = new ArrayList<>();
      for (int replica = 0; replica < scores.size(); replica++) {
        sums.add(scores.get(replica).plus(next.scores.get(replica)));
      }
      return new Block(pages + next.pages, sums);
    }
  }

  /**
   * What is kept of an agent in a checkpoint.
   *
   * @param chosen the replica that it publishes
   * @param blocks oldest first
   */
  record Saved(int chosen, List<Block> blocks) {}

  private static final class OfAgent {
    private final Deque<Block> blocks = new ArrayDeque<>();
    private int pages;
    private int chosen;
  }

  ReplicaScores(int agents, int replicas) {
    this.replicas = replicas;
    for (int k = 0; k < agents; k++) {
      this.agents.add(new OfAgent());
    }
  }

  /** Takes up an agent's newest pages, and changes the replica where another one is better. */
  void add(int agent, Block block) {
    OfAgent of = agents.get(agent);
    remember(of, block);
    if (of.blocks.size() >= LEAST_BLOCKS) {
      for (int replica = 0; replica < replicas; replica++) {
        if (better(of, replica, of.chosen)) {
          of.chosen = replica;
        }
      }
    }
  }

  private static void remember(OfAgent of, Block block) {
    boolean filled = of.blocks.isEmpty() || of.blocks.getLast().pages() >= LEAST_PAGES;
    of.blocks.addLast(filled ? block : of.blocks.removeLast().plus(block));
    of.pages += block.pages();
    while (of.pages > MEMORY && of.blocks.size() > 1) {
      of.pages -= of.blocks.removeFirst().pages();
    }
  }

  /**
   * By the difference of two ratios of sums, its standard error by linearisation over the blocks:
   * both have the same pages, so that their common luck cancels.
   */
  private static boolean better(OfAgent of, int replica, int than) {
    Score here = total(of, replica);
    Score there = total(of, than);
    if (here.weight() == 0 || there.weight() == 0) {
      return false;
    }
    double squares = 0;
    for (Block block : of.blocks) {
      double part =
          residual(block.scores().get(replica), here) - residual(block.scores().get(than), there);
      squares += part * part;
    }
    return here.mean() - there.mean() > STANDARD_ERRORS * Math.sqrt(squares);
  }

  private static double residual(Score part, Score whole) {
    return (part.sum() - whole.mean() * part.weight()) / whole.weight();
  }

  private static Score total(OfAgent of, int replica) {
    Score total = new Score(0, 0);
    for (Block block : of.blocks) {
      total = total.plus(block.scores().get(replica));
    }
    return total;
  }

  double mean(int agent, int replica) {
    return total(agents.get(agent), replica).mean();
  }

  /** The replica that an agent publishes; the first before another one is known to be better. */
  int best(int agent) {
    return agents.get(agent).chosen;
  }

  Saved save(int agent) {
    OfAgent of = agents.get(agent);
    return new Saved(of.chosen, List.copyOf(of.blocks));
  }

  void restore(int agent, Saved saved) {
    OfAgent of = new OfAgent();
    of.chosen = saved.chosen();
    saved.blocks().forEach(block -> remember(of, block));
    agents.set(agent, of);
  }
}
