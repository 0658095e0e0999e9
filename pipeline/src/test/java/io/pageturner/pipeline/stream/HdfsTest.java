package io.pageturner.pipeline.stream;

import static io.pageturner.pipeline.TestFeed.at;
import static io.pageturner.pipeline.TestFeed.click;
import static io.pageturner.pipeline.TestFeed.page;
import static io.pageturner.pipeline.stream.JobFixture.PATIENCE;
import static io.pageturner.pipeline.stream.JobFixture.append;
import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.pipeline.kafka.EmbeddedKafka;
import io.pageturner.pipeline.kafka.KafkaEventLog;
import io.pageturner.pipeline.kafka.Topics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples and checkpoints on HDFS: a real NameNode and DataNode, in this process. */
class HdfsTest {
  private static final String USER = "feed";

  @TempDir Path directory;
  private MiniDFSCluster hdfs;
  private FileSystem files;

  @BeforeEach
  void startHdfs() throws Exception {
    hdfs =
        new MiniDFSCluster.Builder(new Configuration(), directory.resolve("hdfs").toFile())
            .numDataNodes(1)
            .build();
    files = hdfs.getFileSystem();
    org.apache.hadoop.fs.Path home = new org.apache.hadoop.fs.Path("/pageturner");
    files.mkdirs(home);
    files.setOwner(home, USER, USER);
  }

  @AfterEach
  void stopHdfs() {
    UserGroupInformation.setLoginUser(null);
    hdfs.shutdown();
  }

  @Test
  void samples_on_hdfs_are_whole_after_a_restart_and_another_reader_finds_them() throws Exception {
    HdfsUser.actAs(USER);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
      PipelineSettings settings = onHdfs(kafka);
      settings.topics().create(kafka.access(), 2, 1);
      try (KafkaEventLog log = KafkaEventLog.open(kafka.access(), settings.topics())) {
        run(settings, log, 0);
        run(settings, log, 10);
      }
      assertThat(WrittenSamples.rows(settings.samples())).isEqualTo(2 * 20 * 2);
    }
    // Twenty users, two pages each, of two items; each page's second item was clicked.
    assertThat(rows()).hasSize(80).doesNotHaveDuplicates();
    assertThat(rows()).filteredOn(row -> row.endsWith(" 1")).hasSize(40);
    assertThat(rows()).contains("s0/0 a 0", "s0/0 b 1", "s19/1 b 1");
    assertThat(owners()).containsOnly(USER);
  }

  /** A page of each user and its click; then the job stops with a savepoint, on HDFS, too. */
  private static void run(PipelineSettings settings, KafkaEventLog log, int from)
      throws InterruptedException {
    Instant end = at(4_000L * (1 + from)).plus(settings.rules().drain());
    try (StreamJob job = StreamJob.start(settings)) {
      for (int user = 0; user < 20; user++) {
        String id = "s" + user + "/" + from / 10;
        append(log, page("u" + user, id, 4_000.0 * from, "a", "b"));
        append(log, click("u" + user, "c" + from, 4_000.0 * from + 1, id, "b"));
      }
      log.appendEnd(end).toCompletableFuture().join();
      assertThat(job.awaitCommitted(end.minusSeconds(3), PATIENCE)).isTrue();
    }
  }

  private PipelineSettings onHdfs(EmbeddedKafka kafka) {
    String home = hdfs.getURI() + "/pageturner/";
    PipelineSettings local = JobFixture.settings(kafka.access(), directory, new Topics("hdfs."), 2);
    return new PipelineSettings(
        local.kafka(),
        local.topics(),
        local.rules(),
        local.maxOutOfOrderness(),
        local.maxClockAhead(),
        local.weights(),
        local.parallelism(),
        local.checkpointInterval(),
        home + "checkpoints",
        home + "samples",
        local.sampleFiles(),
        local.transactionTimeout(),
        local.jobManager());
  }

  /** Page, item and clicks of every row, as DuckDB reads them from a copy of the files. */
  private List<String> rows() throws Exception {
    Path copy = directory.resolve("copy");
    files.copyToLocalFile(
        false,
        new org.apache.hadoop.fs.Path("/pageturner/samples"),
        new org.apache.hadoop.fs.Path(copy.toUri()),
        true);
    List<String> rows = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select page, item, clicks from read_parquet('"
                    + copy
                    + "/*/*/samples*.parquet')")) {
      while (found.next()) {
        rows.add(found.getString(1) + " " + found.getString(2) + " " + found.getInt(3));
      }
    }
    return rows;
  }

  private List<String> owners() throws Exception {
    List<String> owners = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all =
        files.listFiles(new org.apache.hadoop.fs.Path("/pageturner"), true);
    while (all.hasNext()) {
      owners.add(all.next().getOwner());
    }
    return owners;
  }
}
