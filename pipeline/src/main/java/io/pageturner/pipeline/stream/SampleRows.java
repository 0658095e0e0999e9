package io.pageturner.pipeline.stream;

import io.pageturner.domain.Decision;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.Sample;
import io.pageturner.domain.ShownItem;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * A sample as one row: the page's columns, then the item's, then the labels.
 *
 * <p>Features are columns of maps by feature name, so that a new feature needs no new schema.
 */
final class SampleRows {
  private static final Schema TIME =
      LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
  private static final Schema NUMBERS = Schema.createArray(Schema.create(Schema.Type.DOUBLE));
  private static final Schema TEXTS = Schema.createArray(Schema.create(Schema.Type.STRING));
  private static final Schema NUMBER_MAP = Schema.createMap(Schema.create(Schema.Type.DOUBLE));
  private static final Schema TEXT_MAP = Schema.createMap(Schema.create(Schema.Type.STRING));

  static final Schema SCHEMA =
      SchemaBuilder.record("sample")
          .namespace("io.pageturner")
          .fields()
          .requiredString("page")
          .requiredString("user")
          .requiredString("session")
          .requiredInt("page_index")
          .name("time")
          .type(TIME)
          .noDefault()
          .requiredString("bucket")
          .requiredString("policy")
          .requiredLong("version")
          .name("action")
          .type(NUMBERS)
          .noDefault()
          .requiredDouble("propensity")
          .requiredInt("candidates")
          .name("recent_items")
          .type(TEXTS)
          .noDefault()
          .name("state_dense")
          .type(NUMBER_MAP)
          .noDefault()
          .name("state_ids")
          .type(TEXT_MAP)
          .noDefault()
          .requiredBoolean("left")
          .name("joined_at")
          .type(TIME)
          .noDefault()
          .requiredString("item")
          .requiredInt("position")
          .name("scores")
          .type(NUMBERS)
          .noDefault()
          .name("item_dense")
          .type(NUMBER_MAP)
          .noDefault()
          .name("item_ids")
          .type(TEXT_MAP)
          .noDefault()
          .requiredInt("clicks")
          .requiredInt("orders")
          .requiredLong("dwell_ms")
          .endRecord();

  private SampleRows() {}

  /** The page's samples, in display order. */
  static List<GenericRecord> of(JoinedPage page) {
    return page.samples().stream().map(sample -> row(page, sample)).toList();
  }

  private static GenericRecord row(JoinedPage page, Sample sample) {
    GenericRecord row = new GenericData.Record(SCHEMA);
    putPage(row, page);
    putItem(row, sample.shown());
    row.put("clicks", sample.outcome().clicks());
    row.put("orders", sample.outcome().orders());
    row.put("dwell_ms", sample.outcome().dwell().toMillis());
    return row;
  }

  private static void putPage(GenericRecord row, JoinedPage page) {
    Decision d = page.decision();
    row.put("page", d.page().value());
    row.put("user", d.user().value());
    row.put("session", d.session().value());
    row.put("page_index", d.pageIndex());
    row.put("time", d.time().toEpochMilli());
    row.put("bucket", d.bucket().value());
    row.put("policy", d.policy());
    row.put("version", d.version().number());
    row.put("action", boxed(d.action().toArray()));
    row.put("propensity", d.propensity());
    row.put("candidates", d.candidates());
    row.put("recent_items", d.state().recentItems().stream().map(ItemId::value).toList());
    row.put("state_dense", new TreeMap<>(d.state().dense()));
    row.put("state_ids", new TreeMap<>(d.state().ids()));
    row.put("left", page.left());
    row.put("joined_at", page.joinedAt().toEpochMilli());
  }

  private static void putItem(GenericRecord row, ShownItem shown) {
    row.put("item", shown.item().value());
    row.put("position", shown.position());
    row.put("scores", boxed(shown.scores()));
    row.put("item_dense", new TreeMap<>(shown.dense()));
    row.put("item_ids", new TreeMap<>(shown.ids()));
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
