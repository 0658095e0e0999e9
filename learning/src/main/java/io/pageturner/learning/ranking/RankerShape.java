package io.pageturner.learning.ranking;

import io.pageturner.features.Cross;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sizes of a Wide &amp; Deep model, as a feature configuration generates them.
 *
 * @param itemDimension d, length of an item embedding
 * @param dense n, number of dense inputs
 * @param tables the id features' tables, in the order of the inputs
 * @param crosses of id features, in the wide part only
 * @param hidden sizes of the deep part's ReLU layers
 */
record RankerShape(
    int itemDimension, int dense, List<Table> tables, List<Cross> crosses, List<Integer> hidden) {
  /** How a candidate's feature is told from one of the page's with the same name. */
  private static final String CANDIDATE = "candidate.";

  /**
   * One id feature.
   *
   * @param name the feature's; one of a candidate starts with {@code candidate.}, as in the
   *     pre-processing parameters
   * @param rows number of rows
   * @param dimension width of its embedding
   */
  record Table(String name, int rows, int dimension) {
    String embedding() {
      return "embedding_" + name;
    }

    String wide() {
      return "wide_" + name;
    }
  }

  RankerShape {
    tables = List.copyOf(tables);
    crosses = List.copyOf(crosses);
    hidden = List.copyOf(hidden);
  }

  static final String WIDE_DENSE = "wide_dense";
  static final String OUT_KERNEL = "out_kernel";
  static final String OUT_BIAS = "out_bias";

  /** The shape of the models that rank the candidates of a configuration. */
  static RankerShape of(FeatureConfig config, List<Integer> hidden) {
    List<Table> tables = new ArrayList<>();
    for (Feature.Embedded feature : config.pageEmbedded()) {
      tables.add(new Table(feature.name(), feature.rows(), feature.dimension()));
    }
    for (Feature.Embedded feature : config.candidateEmbedded()) {
      tables.add(new Table(CANDIDATE + feature.name(), feature.rows(), feature.dimension()));
    }
    int dense = config.pageNumeric().size() + config.candidateNumeric().size();
    return new RankerShape(config.sequenceDimension(), dense, tables, config.crosses(), hidden);
  }

  /** The name of a cross's wide weights; no feature's has a dot there. */
  static String wide(Cross cross) {
    return "wide_cross." + cross.name();
  }

  static String kernel(int layer) {
    return "hidden_" + layer + "_kernel";
  }

  static String bias(int layer) {
    return "hidden_" + layer + "_bias";
  }

  /** Length of the deep part's input: item embedding, dense inputs, id embeddings. */
  int deepInput() {
    return itemDimension + dense + tables.stream().mapToInt(Table::dimension).sum();
  }

  /** The shape of every weight by its name, without the objective's prefix, in a fixed order. */
  Map<String, int[]> weights() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    tables.forEach(t -> shapes.put(t.embedding(), new int[] {t.rows(), t.dimension()}));
    int in = deepInput();
    for (int layer = 0; layer < hidden.size(); layer++) {
      int out = hidden.get(layer);
      shapes.put(kernel(layer), new int[] {in, out});
      shapes.put(bias(layer), new int[] {out});
      in = out;
    }
    shapes.put(OUT_KERNEL, new int[] {in, 1});
    shapes.put(OUT_BIAS, new int[] {1});
    shapes.put(WIDE_DENSE, new int[] {dense});
    tables.forEach(t -> shapes.put(t.wide(), new int[] {t.rows()}));
    crosses.forEach(c -> shapes.put(wide(c), new int[] {c.rows()}));
    return shapes;
  }
}
