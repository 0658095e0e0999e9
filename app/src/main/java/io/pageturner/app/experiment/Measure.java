package io.pageturner.app.experiment;

import java.util.List;
import java.util.SortedMap;

/** Something that the variants of an ablation are compared by. */
interface Measure {
  /** How tables, charts and raw numbers name it. */
  String name();

  /** The variants that it knows; a variant of the same name may see other features elsewhere. */
  List<Variant> variants();

  /** Its figures that tables show; charts show the first. */
  List<Column> columns();

  /**
   * Measures one variant.
   *
   * @return figures by name, those of {@link #columns} among them
   */
  SortedMap<String, Double> of(Variant variant, long seed);

  /**
   * A figure in tables: mean and standard deviation over the seeds.
   *
   * @param figure its name
   * @param title over the column
   * @param factor it is multiplied by for people, 100 for a share in %
   */
  record Column(String figure, String title, double factor) {}
}
