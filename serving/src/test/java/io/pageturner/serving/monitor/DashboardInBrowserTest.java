package io.pageturner.serving.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pageturner.serving.TestNode;
import io.pageturner.serving.model.TestBundles;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page as Chromium draws it; skipped where there is no Chromium with its driver. */
class DashboardInBrowserTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Monitor NOTHING =
      new Monitor(
          Instant.EPOCH,
          "Nothing yet.",
          List.of(),
          Map.of(),
          List.of(),
          new Monitor.Table(List.of(), List.of()));

  @TempDir private Path models;

  private ChromeDriver browser;

  @BeforeEach
  void open() {
    Path chromium = installed("chromium");
    Path driver = installed("chromedriver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1300,1900");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.toFile())
            .usingAnyFreePort()
            .build();
    browser = new ChromeDriver(service, options);
    browser.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.quit();
    }
  }

  private static Path installed(String program) {
    List<Path> found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(directory -> Path.of(directory, program))
            .filter(Files::isExecutable)
            .toList();
    assumeTrue(!found.isEmpty(), program + " is not installed");
    return found.get(0);
  }

  /** As of a node that has answered no page yet: its latency has no point. */
  @Test
  void aSeriesWithoutPointsIsNotDrawnAndHangsNothing() throws Exception {
    Instant now = Instant.now();
    Monitor monitor =
        new Monitor(
            now,
            "Nothing yet.",
            List.of(),
            Map.of(
                "reward.agent",
                new Monitor.Series(
                    "agent",
                    "reward",
                    List.of(Monitor.Point.of(now.minusSeconds(5), 1), Monitor.Point.of(now, 2))),
                "latency.p50",
                new Monitor.Series("p50", "ms", List.of())),
            List.of(),
            new Monitor.Table(List.of(), List.of()));
    try (TestNode node = TestNode.start(models, () -> monitor)) {
      browser.get("http://127.0.0.1:" + node.api.port() + "/");
      new WebDriverWait(browser, PATIENCE)
          .until(page -> !page.findElements(By.tagName("canvas")).isEmpty());
      assertThat(browser.findElements(By.cssSelector("[data-chart] h2")))
          .extracting(WebElement::getText)
          .containsExactly("Reward per session, reward");
      assertThat(browser.findElement(By.id("learned-card")).isDisplayed())
          .as("no version serves yet")
          .isFalse();
    }
  }

  @Test
  void whatTheLiveVersionHasLearnedIsShown() throws Exception {
    try (TestNode node = TestNode.start(models, () -> NOTHING)) {
      node.publish(TestBundles.candidate(1, TestBundles.NONE));
      node.client.rank("u1");
      browser.get("http://127.0.0.1:" + node.api.port() + "/");
      new WebDriverWait(browser, PATIENCE)
          .until(page -> page.findElement(By.id("learned-card")).isDisplayed());
      assertThat(browser.findElement(By.cssSelector("#learned h3")).getText())
          .matches("order ×\\d+\\.\\d\\d on average, .* for eight in ten");
      assertThat(browser.findElement(By.id("learned-sub")).getText()).startsWith("version 1, on");
    }
  }
}
