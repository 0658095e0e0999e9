package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.app.config.PageturnerConfig;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.FeatureConfigParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are what users start from: each must be right as it stands. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @ParameterizedTest
  @ValueSource(strings = {"food-delivery", "hotel-search", "news", "simulated-feed"})
  void featuresAndSettingsAreAccepted(String feed) throws IOException {
    FeatureConfig features = features(feed);
    assertThat(features.page()).isNotEmpty();
    assertThat(features.candidate()).isNotEmpty();
    PageturnerConfig.load(
        Optional.of(EXAMPLES.resolve(feed).resolve("pageturner.conf")), Map.of(), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"food-delivery", "hotel-search", "news"})
  void theRequestGivesEveryFeatureInItsType(String feed) throws IOException {
    FeatureConfig features = features(feed);
    JsonNode request =
        new ObjectMapper().readTree(EXAMPLES.resolve(feed).resolve("request.json").toFile());
    requireTypes(request.path("context"), features::requested);
    for (JsonNode candidate : request.path("candidates")) {
      requireTypes(candidate.path("features"), features::requestedOfCandidate);
    }
    JsonNode first = request.path("candidates").get(0).path("features");
    requireAll(features.page(), features::requested, request.path("context"));
    requireAll(features.candidate(), features::requestedOfCandidate, first);
  }

  /** Between them the three feeds show every kind of feature and every transform. */
  @Test
  void everyKindAndTransformIsShown() throws IOException {
    String all = "";
    for (String feed : new String[] {"food-delivery", "hotel-search", "news"}) {
      all += Files.readString(EXAMPLES.resolve(feed).resolve("features.yaml"));
    }
    assertThat(all)
        .contains("kind: dense", "kind: id", "kind: count", "kind: binary-sequence")
        .contains("kind: transition", "kind: gap", "kind: recency", "kind: touches")
        .contains("kind: similarity", "levels:", "crosses:", "missing:")
        .contains("transform: log", "transform: clip", "transform: bucket", "transform: none");
  }

  @ParameterizedTest
  @CsvSource({
    "hotel-search/features.yaml, /formats/hotel-search.yaml",
    "simulated-feed/features.yaml, /demo/features.yaml"
  })
  void whatCommandsUseIsWhatTheExampleShows(String example, String resource) throws IOException {
    try (InputStream used = ExamplesTest.class.getResourceAsStream(resource)) {
      assertThat(used).hasBinaryContent(Files.readAllBytes(EXAMPLES.resolve(example)));
    }
  }

  private static FeatureConfig features(String feed) throws IOException {
    return FeatureConfigParser.read(EXAMPLES.resolve(feed).resolve("features.yaml"));
  }

  private static void requireTypes(JsonNode values, Function<String, Optional<Feature>> known) {
    for (Map.Entry<String, JsonNode> value : values.properties()) {
      Optional<Feature> feature = known.apply(value.getKey());
      assertThat(feature).as(value.getKey()).isPresent();
      assertThat(value.getValue().isNumber())
          .as(value.getKey())
          .isEqualTo(feature.get().isNumber());
    }
  }

  private static void requireAll(
      Iterable<Feature> features, Function<String, Optional<Feature>> requested, JsonNode given) {
    for (Feature feature : features) {
      assertThat(given.has(feature.name()))
          .as(feature.name())
          .isEqualTo(requested.apply(feature.name()).isPresent());
    }
  }
}
