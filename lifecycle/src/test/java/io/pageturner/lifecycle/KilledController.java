package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.candidate;
import static io.pageturner.lifecycle.Candidates.weights;

import io.pageturner.domain.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that changes versions as fast as it can until it is killed.
 *
 * <p>It says each change that it knows to be made, as the number of the version live after it.
 */
final class KilledController {
  private KilledController() {}

  /** Argument: the store's root. */
  public static void main(String[] args) throws IOException {
    VersionController controller =
        new VersionController(
            new BundleStore(Path.of(args[0])),
            Candidates.NAME,
            List.of(new FiniteWeightsGate()),
            InstantSource.system());
    for (int i = 0; ; i++) {
      controller.submit(candidate(weights(i % 5 == 4 ? Float.NaN : i), Map.of()));
      say(controller);
      if (i % 7 == 6) {
        controller.rollback("killed", "test");
        say(controller);
        Optional<VersionState> newest =
            controller.versions().stream()
                .filter(version -> version.status() == VersionStatus.AVAILABLE)
                .findFirst();
        controller.promote(newest.orElseThrow().version(), "killed", "test");
        say(controller);
        controller.prune(5);
      }
    }
  }

  private static void say(VersionController controller) {
    // In one write, so that a kill never leaves half a number.
    System.out.print(controller.live().orElse(ModelVersion.NONE) + "\n");
    System.out.flush();
  }
}
