package io.pageturner.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.app.cli.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./pageturner chaos} in short. */
class ChaosTest {
  /** The seed whose first three victims are the trainer, the stream job and the broker. */
  private static final long SEED = 3;

  private static final int KILLS = Integer.getInteger("chaos.kills", 1);

  @TempDir private Path directory;

  /** {@code -Dchaos.kills=3} kills the other two as well. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void whoeverIsKilledTheTrainerHasLearnedFromEveryTransitionOnce()
      throws IOException, InterruptedException {
    Terminal terminal = new Terminal(System.err);
    Chaos chaos = new Chaos(directory.resolve("data"), freePort(), SEED, false, terminal);
    assertThat(chaos.run(1_500, KILLS, SEED)).isTrue();
  }

  /** The seed's first victim is the stream job. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void aLiveFeedIsJoinedAsItsLogSays() throws IOException, InterruptedException {
    Terminal terminal = new Terminal(System.err);
    Chaos chaos = new Chaos(directory.resolve("live"), freePort(), 1, true, terminal);
    assertThat(chaos.run(1_000, KILLS, 1)).isTrue();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
