package io.pageturner.app.cli;

import io.pageturner.features.Cross;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.features.NetworkSettings;
import io.pageturner.learning.feed.ParameterCount;
import java.util.List;

/** What a feature configuration resolves to, for people: schema, network, parameter counts. */
final class ConfigReport {
  private final FeatureConfig config;

  ConfigReport(FeatureConfig config) {
    this.config = config;
  }

  @Override
  public String toString() {
    return """
        hash %s, zone %s

        page
        %s

        candidate
        %s
        %s
        network
        %s

        parameters
        %s
        """
        .formatted(
            config.hash().substring(0, 12),
            config.zone(),
            new FeatureTable(config.page()),
            new FeatureTable(config.candidate()),
            crosses(),
            network().indent(2).stripTrailing(),
            parameters().indent(2).stripTrailing());
  }

  private String crosses() {
    if (config.crosses().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\ncrosses of the wide part\n");
    for (Cross cross : config.crosses()) {
      double combinations = cross.radices().stream().mapToDouble(r -> r).reduce(1, (a, b) -> a * b);
      text.append(
          "  %s: %,.0f combinations in %,d rows%n"
              .formatted(cross.name(), combinations, cross.rows()));
    }
    return text.toString();
  }

  private String network() {
    NetworkSettings network = config.network();
    List<Feature.Embedded> embedded = config.pageEmbedded();
    int embeddings = embedded.stream().mapToInt(Feature.Embedded::dimension).sum();
    return """
        items [%d, %d] → %s → %d
        + %d numbers + %d of %d embeddings = %d → ReLU %d (the state)
        V and actor: state → ReLU %d → 1; A: the same → 1, u and u² of the action"""
        .formatted(
            config.sequenceLength(),
            config.sequenceDimension(),
            pooling(network),
            network.intentSize(config.sequenceDimension()),
            config.pageNumeric().size(),
            embeddings,
            embedded.size(),
            config.stateInputSize(),
            network.state(),
            network.hidden());
  }

  private static String pooling(NetworkSettings network) {
    return switch (network.pooling()) {
      case CONVOLUTION ->
          "convolutions of widths %s, %d filters".formatted(network.widths(), network.filters());
      case MEAN -> "mean";
      case MAX -> "maximum";
      case SUM -> "sum";
    };
  }

  /** Of one agent whose action is one factor. */
  private String parameters() {
    ParameterCount count = ParameterCount.of(config, 1, 1);
    return """
        state network  %,d
        V              %,d
        A              %,d
        actor          %,d
        all            %s"""
        .formatted(count.state(), count.value(), count.advantage(), count.actor(), count);
  }
}
