package io.pageturner.serving.monitor;

import io.pageturner.serving.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;

/** Shows the dashboard with a made-up run, for whoever works on the page; ends with the process. */
public final class DashboardPreview {
  private DashboardPreview() {}

  public static void main(String[] arguments) throws IOException {
    LearningStory story = new LearningStory(Instant.now());
    TestNode node = TestNode.start(Files.createTempDirectory("dashboard"), story);
    System.out.println("http://127.0.0.1:" + node.api.port() + "/");
  }
}
