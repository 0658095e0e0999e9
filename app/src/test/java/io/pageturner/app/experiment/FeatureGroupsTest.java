package io.pageturner.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfigException;
import io.pageturner.features.NetworkSettings.Pooling;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureGroupsTest {
  private static final String YAML =
      """
      version: 1
      zone: Europe/Paris
      sequence: {length: 6, dimension: 5}
      page:
        - {name: city, kind: id, rows: 10, dimension: 2}
        - {name: distance, kind: dense}
        - {name: since, kind: gap, bounds: [1m, 1h]}
        - {name: clicks, kind: count, of: click, window: 1m}
        - {name: orders, kind: count, of: order, window: 1m}
        - {name: clicked, kind: binary-sequence, of: click}
      candidate:
        - {name: price, kind: dense}
      network: {pooling: convolution, widths: [2, 3], filters: 7, state: 24, hidden: 6}
      """;

  private final FeatureGroups groups = FeatureGroups.load();

  @Test
  void eachStepHasTheGroupsBeforeItAndAGroupWithoutFeaturesIsLeftOut() {
    List<Variant> variants = groups.cumulative(FeatureYaml.parse(YAML));
    assertThat(variants)
        .extracting(Variant::name)
        .containsExactly("frequent actions", "distance", "gaps", "counts", "binary sequence");
    assertThat(variants).allMatch(Variant::items);
    assertThat(page(variants.get(0))).isEmpty();
    assertThat(page(variants.get(1))).containsExactly("distance");
    assertThat(page(variants.get(2))).containsExactly("distance", "since");
    assertThat(page(variants.get(3))).containsExactly("distance", "since", "clicks", "orders");
    assertThat(page(variants.get(4)))
        .containsExactly("distance", "since", "clicks", "orders", "clicked");
  }

  @Test
  void theGroupsAreThoseOfTheIssueInItsOrder() {
    assertThat(groups.groups())
        .extracting(FeatureGroups.Group::name)
        .containsExactly(
            "frequent actions", "distance", "gaps", "counts", "transition", "binary sequence");
  }

  @Test
  void anotherPoolingLeavesEverythingElseAsItIs() {
    var before = FeatureYaml.parse(YAML).config();
    var after = FeatureYaml.parse(YAML).withPooling("mean").config();
    assertThat(after.network().pooling()).isEqualTo(Pooling.MEAN);
    assertThat(after.network().widths()).isEqualTo(before.network().widths());
    assertThat(after.network().state()).isEqualTo(24);
    assertThat(after.page()).isEqualTo(before.page());
    assertThat(after.candidate()).isEqualTo(before.candidate());
    assertThat(after.zone()).isEqualTo(before.zone());
    assertThat(after.sequenceLength()).isEqualTo(6);
    assertThat(after.hash()).isNotEqualTo(before.hash());
  }

  @Test
  void aFileWithoutNetworkOrFeaturesCanBeChangedToo() {
    FeatureYaml bare = FeatureYaml.parse("version: 1\n");
    assertThat(bare.withPooling("sum").config().network().pooling()).isEqualTo(Pooling.SUM);
    assertThat(bare.withPage(entry -> true).config().page()).isEmpty();
  }

  @Test
  void mistakesAreToldAsTheParserTellsThem() {
    assertThatThrownBy(() -> FeatureYaml.parse("page:\n  - {name: a, kind: dens}\n"))
        .isInstanceOf(FeatureConfigException.class)
        .hasMessageContaining("did you mean 'dense'?");
  }

  private static List<String> page(Variant variant) {
    return variant.features().page().stream().map(Feature::name).toList();
  }
}
