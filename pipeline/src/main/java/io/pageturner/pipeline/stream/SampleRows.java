package io.pageturner.pipeline.stream;

import io.pageturner.domain.Decision;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Writes a page as rows, one per sample, in display order: the page's columns, then the item's,
 * then the labels.
 *
 * <p>Made by hand instead of through Avro's records: the page's values are the same in each of its
 * rows and are made once.
 */
final class SampleRows extends WriteSupport<SampleRows.Row> {
  /** The sample at {@code index} of a page; a page's rows follow each other. */
  record Row(JoinedPage page, int index) {}

  private final List<Column<JoinedPage>> ofPage;
  private final List<Column<Sample>> ofItem;
  private RecordConsumer out;
  private JoinedPage current;
  private List<Column.Cell> pageCells = List.of();
  private List<Sample> samples = List.of();

  SampleRows(SampleFileSettings settings) {
    this.ofPage = pageColumns(settings.features());
    this.ofItem = itemColumns(settings.features(), new NegativeSampling(settings.negativeRate()));
  }

  @Override
  @SuppressWarnings("deprecation") // Abstract in the library, though marked as such.
  public WriteContext init(Configuration configuration) {
    List<Type> types =
        Stream.concat(ofPage.stream().map(Column::type), ofItem.stream().map(Column::type))
            .toList();
    return new WriteContext(new MessageType("sample", types), Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    out = consumer;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // The rows of a page hold the same one.
  public void write(Row row) {
    if (row.page() != current) {
      current = row.page();
      pageCells = cells(ofPage, row.page());
      samples = row.page().samples();
    }
    out.startMessage();
    write(ofPage, pageCells, 0);
    write(ofItem, cells(ofItem, samples.get(row.index())), ofPage.size());
    out.endMessage();
  }

  private static <T> List<Column.Cell> cells(List<Column<T>> columns, T of) {
    List<Column.Cell> cells = new ArrayList<>(columns.size());
    for (Column<T> column : columns) {
      cells.add(column.cell().apply(of));
    }
    return cells;
  }

  private <T> void write(List<Column<T>> columns, List<Column.Cell> cells, int first) {
    for (int i = 0; i < cells.size(); i++) {
      Column.Cell cell = cells.get(i);
      if (cell != null) {
        String name = columns.get(i).type().getName();
        out.startField(name, first + i);
        cell.writeTo(out);
        out.endField(name, first + i);
      }
    }
  }

  private static List<Column<JoinedPage>> pageColumns(FeatureColumns features) {
    List<Column<JoinedPage>> columns = new ArrayList<>(decisionColumns());
    for (String name : features.stateNumbers()) {
      columns.add(
          Column.optionalNumber("state_" + name, p -> p.decision().state().dense().get(name)));
    }
    for (String name : features.stateTexts()) {
      columns.add(Column.optionalText("state_" + name, p -> p.decision().state().ids().get(name)));
    }
    columns.add(Column.yesOrNo("left", JoinedPage::left));
    columns.add(Column.time("joined_at", JoinedPage::joinedAt));
    return columns;
  }

  private static List<Column<JoinedPage>> decisionColumns() {
    return List.of(
        Column.text("page", p -> p.decision().page().value()),
        Column.text("user", p -> p.decision().user().value()),
        Column.text("session", p -> p.decision().session().value()),
        Column.integer("page_index", p -> p.decision().pageIndex()),
        Column.time("time", p -> p.decision().time()),
        Column.text("bucket", p -> p.decision().bucket().value()),
        Column.text("policy", p -> p.decision().policy()),
        Column.longInteger("version", p -> p.decision().version().number()),
        Column.numbers("action", p -> p.decision().action().toArray()),
        Column.number("propensity", p -> p.decision().propensity()),
        Column.integer("candidates", p -> p.decision().candidates()),
        Column.texts("recent_items", p -> recentItems(p.decision())));
  }

  private static List<String> recentItems(Decision decision) {
    return decision.state().recentItems().stream().map(ItemId::value).toList();
  }

  private static List<Column<Sample>> itemColumns(
      FeatureColumns features, NegativeSampling sampling) {
    List<Column<Sample>> columns = new ArrayList<>();
    columns.add(Column.text("item", s -> s.shown().item().value()));
    columns.add(Column.integer("position", s -> s.shown().position()));
    columns.add(Column.numbers("scores", s -> s.shown().scores()));
    for (String name : features.itemNumbers()) {
      columns.add(Column.optionalNumber("item_" + name, s -> s.shown().dense().get(name)));
    }
    for (String name : features.itemTexts()) {
      columns.add(Column.optionalText("item_" + name, s -> s.shown().ids().get(name)));
    }
    columns.add(Column.integer("clicks", s -> s.outcome().clicks()));
    columns.add(Column.integer("orders", s -> s.outcome().orders()));
    columns.add(Column.longInteger("dwell_ms", s -> s.outcome().dwell().toMillis()));
    columns.add(Column.number("sampling_rate", s -> sampling.rateOf(s.outcome())));
    return columns;
  }
}
