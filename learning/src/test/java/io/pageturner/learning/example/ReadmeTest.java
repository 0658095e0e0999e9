package io.pageturner.learning.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.learning.agent.Training;
import io.pageturner.learning.agent.TrainingSettings;
import io.pageturner.learning.agent.actorcritic.Ppo;
import io.pageturner.learning.agent.actorcritic.PpoSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Path EXAMPLE =
      Path.of("src/test/java/io/pageturner/learning/example/Thermostat.java");

  @Test
  void theReadmeQuotesTheExampleAsItIsCompiled() throws IOException {
    String source = Files.readString(EXAMPLE);
    String quoted = source.substring(source.indexOf("import "));
    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + quoted + "```");
  }

  /** Doing nothing at all costs 20 times the mean square of the start, 20/3. */
  @Test
  void theExampleLearns() {
    try (Ppo<float[]> agent = new Ppo<>(Thermostat.room(), PpoSettings.PENDULUM, 1)) {
      double found =
          Training.run(agent, Thermostat::room, TrainingSettings.of(20_000)).last().mean();
      assertThat(found).isGreaterThan(-1.5);
    }
  }
}
