package io.pageturner.pipeline.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.domain.Action;
import io.pageturner.domain.BucketName;
import io.pageturner.domain.Decision;
import io.pageturner.domain.ItemId;
import io.pageturner.domain.ItemOutcome;
import io.pageturner.domain.JoinedPage;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.PageId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.ShownItem;
import io.pageturner.domain.State;
import io.pageturner.domain.UserId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files as DuckDB, which shares no code with the writer, sees them. */
class SampleRowsTest {
  private static final FeatureColumns FEATURES =
      new FeatureColumns(List.of("distance"), List.of("city"), List.of("price"), List.of("brand"));

  private static final SampleFileSettings SETTINGS =
      SampleFileSettings.DEFAULT.withNegativeRate(0.5);

  @TempDir Path directory;

  @Test
  void another_reader_sees_every_value_of_every_sample() throws Exception {
    write("one.parquet", FEATURES, page("p", 1.5, "Lyon"));

    assertThat(
            query(
                "select page, \"user\", session, page_index, epoch_ms(time), bucket, policy,"
                    + " version, action, propensity, candidates, recent_items, state_distance,"
                    + " state_city, \"left\", epoch_ms(joined_at), item, position, scores,"
                    + " item_price, item_brand, clicks, orders, dwell_ms, sampling_rate"
                    + " from 'one.parquet' order by position"))
        .containsExactly(
            "p|u|s|3|1795262400000|agent|advantage-ddpg|7|[2.0]|0.25|9|[x, y]|1.5|Lyon|true"
                + "|1795263000000|a|0|[0.5, 0.125]|9.5|acme|2|1|1500|1.0",
            "p|u|s|3|1795262400000|agent|advantage-ddpg|7|[2.0]|0.25|9|[x, y]|1.5|Lyon|true"
                + "|1795263000000|b|1|[]|null|null|0|0|0|0.5");
  }

  @Test
  void a_feature_that_is_added_is_a_column_more_and_null_in_older_files() throws Exception {
    write(
        "1-old.parquet",
        new FeatureColumns(List.of(), List.of("city"), List.of(), List.of()),
        page("p", 1.5, "Lyon"));
    write("2-new.parquet", FEATURES, page("q", 2.5, "Nice"));

    assertThat(
            query(
                "select page, position, state_city, state_distance, item_price"
                    + " from read_parquet('*.parquet', union_by_name = true)"
                    + " order by page, position"))
        .containsExactly(
            "p|0|Lyon|null|null", "p|1|Lyon|null|null", "q|0|Nice|2.5|9.5", "q|1|Nice|2.5|null");
  }

  @Test
  void what_is_not_known_is_null_and_a_page_without_history_has_an_empty_list() throws Exception {
    Decision known = page("p", 1, "Lyon").decision();
    write("bare.parquet", FEATURES, joined(with(known, State.EMPTY)));

    assertThat(query("select state_distance, state_city, recent_items from 'bare.parquet'"))
        .containsExactly("null|null|[]", "null|null|[]");
  }

  private void write(String file, FeatureColumns features, JoinedPage... pages) throws IOException {
    LocalOutputFile out = new LocalOutputFile(directory.resolve(file));
    try (ParquetWriter<SampleRows.Row> writer =
        new SampleFiles.RowsBuilder(out, SETTINGS.withFeatures(features)).build()) {
      for (JoinedPage page : pages) {
        for (int i = 0; i < page.outcomes().size(); i++) {
          writer.write(new SampleRows.Row(page, i));
        }
      }
    }
  }

  private List<String> query(String sql) throws SQLException {
    try (Connection db = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = db.createStatement()) {
      statement.execute("set file_search_path = '" + directory + "'");
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery(sql)) {
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(String.valueOf(result.getObject(i)));
          }
          rows.add(String.join("|", row));
        }
      }
      return rows;
    }
  }

  private static JoinedPage page(String id, double distance, String city) {
    State state =
        new State(
            List.of(new ItemId("x"), new ItemId("y")),
            Map.of("distance", distance),
            Map.of("city", city));
    return joined(
        new Decision(
            new PageId(id),
            new UserId("u"),
            new SessionId("s"),
            3,
            Instant.parse("2026-11-21T12:00:00Z"),
            new BucketName("agent"),
            "advantage-ddpg",
            new ModelVersion(7),
            Action.of(2),
            0.25,
            state,
            List.of(
                new ShownItem(
                    new ItemId("a"),
                    0,
                    new double[] {0.5, 0.125},
                    Map.of("price", 9.5),
                    Map.of("brand", "acme")),
                new ShownItem(new ItemId("b"), 1, new double[0], Map.of(), Map.of())),
            9));
  }

  private static Decision with(Decision d, State state) {
    return new Decision(
        d.page(),
        d.user(),
        d.session(),
        d.pageIndex(),
        d.time(),
        d.bucket(),
        d.policy(),
        d.version(),
        d.action(),
        d.propensity(),
        state,
        d.items(),
        d.candidates());
  }

  private static JoinedPage joined(Decision decision) {
    return new JoinedPage(
        decision,
        List.of(new ItemOutcome(2, 1, Duration.ofMillis(1500)), ItemOutcome.NOTHING),
        true,
        Instant.parse("2026-11-21T12:10:00Z"));
  }
}
