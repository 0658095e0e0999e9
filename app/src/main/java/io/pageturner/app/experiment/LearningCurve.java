package io.pageturner.app.experiment;

import io.pageturner.domain.Policy;
import io.pageturner.simulator.InProcessFeed.SessionResult;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an agent's greedy policy gains over a = 1 while it learns, and what came of it at last. */
final class LearningCurve {
  /** Prefix of the figures of the curve's points. */
  private static final String POINT = "gain.";

  private final SimulatedTraining training;
  private final Variant variant;
  private final double oracleGain;
  private final SortedMap<String, Double> figures = new TreeMap<>();
  private double greatest;
  private double drop;
  private double half = Double.NaN;
  private int lastPages;

  LearningCurve(SimulatedTraining training, Variant variant, double oracleGain) {
    this.training = training;
    this.variant = variant;
    this.oracleGain = oracleGain;
  }

  /** Name of the figure of a point. */
  static String point(int pages) {
    return String.format(Locale.ROOT, "%s%07d", POINT, pages);
  }

  /** Measures a policy that has learned from so many of the feed's pages; the last one counts. */
  void at(int pages, Policy policy) {
    if (pages == lastPages) {
      return;
    }
    List<SessionResult> sessions = training.sessions(variant, policy);
    double gain = training.gain(sessions).mean();
    greatest = Math.max(greatest, gain);
    drop = Math.max(drop, greatest - gain);
    if (Double.isNaN(half) && gain >= oracleGain / 2) {
      half = pages;
    }
    lastPages = pages;
    figures.put(point(pages), gain);
    figures.put("gain", gain);
    figures.put("halfWidth", training.gain(sessions).halfWidth());
    figures.put("share", gain / oracleGain);
    figures.putAll(users(sessions));
  }

  /** Measures a replica at the end. */
  void replica(int index, Policy policy) {
    double gain = training.gain(training.sessions(variant, policy)).mean();
    figures.put("replica." + index, gain);
  }

  /** How users fared: clicks a page, pages a session, share of sessions without an order. */
  static SortedMap<String, Double> users(List<SessionResult> sessions) {
    double pages = sessions.stream().mapToInt(SessionResult::pages).sum();
    double clicks = sessions.stream().mapToInt(SessionResult::clicks).sum();
    double without = sessions.stream().filter(session -> session.orders() == 0).count();
    SortedMap<String, Double> figures = new TreeMap<>();
    figures.put("clicks", clicks / pages);
    figures.put("depth", pages / sessions.size());
    figures.put("withoutOrder", without / sessions.size());
    return figures;
  }

  /** All figures by name; {@code half} is all pages when half was not reached. */
  SortedMap<String, Double> figures() {
    figures.put("drop", drop);
    figures.put("reached", Double.isNaN(half) ? 0.0 : 1.0);
    figures.put("half", Double.isNaN(half) ? lastPages : half);
    return figures;
  }
}
