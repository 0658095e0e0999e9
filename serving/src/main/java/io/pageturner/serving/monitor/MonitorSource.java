package io.pageturner.serving.monitor;

import java.util.Optional;

/**
 * Gives the dashboard what it draws; asked about once a second and viewer, from many threads.
 *
 * <p>It goes out as {@code GET /v1/monitor}:
 *
 * <pre>
 *   {"time": 1760000000000,
 *    "headline": "Agent beats baseline by +12.3 % (95 % interval +8.1 % to +16.5 %).",
 *    "tiles":   [{"label": "Model version", "value": "17", "hint": "12 s old"}, …],
 *    "series":  {"reward.baseline": {"label": "baseline", "unit": "reward",
 *                                    "points": [[1760000000000, 1.21, 1.15, 1.27], [t, value], …]}, …},
 *    "marks":   [{"time": 1760000000000, "label": "v17"}, …],
 *    "buckets": {"columns": ["bucket", "sessions", …], "rows": [["baseline", "812", …], …]}}
 * </pre>
 *
 * <p>A series is named {@code <chart>.<line>}; the lines of one chart are drawn together. The page
 * knows titles for the charts {@code reward}, {@code difference}, {@code click_rate}, {@code
 * order_rate}, {@code depth}, {@code value}, {@code advantage}, {@code loss}, {@code action},
 * {@code model_age}, {@code join} and {@code latency}; any other is drawn under its own name. A
 * line named {@code baseline} or {@code agent} has the same colour in every chart. Marks (swaps)
 * are drawn as vertical lines into each chart.
 */
@FunctionalInterface
public interface MonitorSource {
  Monitor now();

  /** The experiment's figures as they are now; empty where nobody keeps them. */
  default Optional<Experiment> experiment() {
    return Optional.empty();
  }
}
