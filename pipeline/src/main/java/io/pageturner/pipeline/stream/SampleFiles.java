package io.pageturner.pipeline.stream;

import io.pageturner.domain.JoinedPage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.formats.parquet.ParquetWriterFactory;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/**
 * The Parquet files: one row per sample ({@link SampleRows}), in directories {@code
 * day=2026-11-21/hour=13} by the time of the page in UTC, each file committed with a checkpoint.
 *
 * <p>Files under way, or left behind by a crash, begin with a dot: readers pass them over.
 */
final class SampleFiles {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private static final DateTimeFormatter DIRECTORY =
      DateTimeFormatter.ofPattern("'day='uuuu-MM-dd/'hour='HH").withZone(ZoneOffset.UTC);

  private SampleFiles() {}

  static FileSink<JoinedPage> sink(String directory, SampleFileSettings settings) {
    return FileSink.forBulkFormat(new Path(directory), new PageWriterFactory(settings))
        .withBucketAssigner(new ByHour())
        .withRollingPolicy(OnCheckpointRollingPolicy.build())
        .withOutputFileConfig(
            OutputFileConfig.builder().withPartPrefix("samples").withPartSuffix(".parquet").build())
        .build();
  }

  /** The hour of a page, counted from 1970. */
  static long hourOf(JoinedPage page) {
    return Math.floorDiv(page.decision().time().toEpochMilli(), HOUR);
  }

  /** Event time at which no page of {@code hour} can be decided on any more. */
  static long endOfHour(long hour) {
    return (hour + 1) * HOUR;
  }

  /** Names the directory of a page. */
  private static final class ByHour implements BucketAssigner<JoinedPage, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String getBucketId(JoinedPage page, Context context) {
      return DIRECTORY.format(Instant.ofEpochMilli(hourOf(page) * HOUR));
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }

  /** Makes the writer of one file; a page becomes a row for each of its samples that is kept. */
  private record PageWriterFactory(SampleFileSettings settings)
      implements BulkWriter.Factory<JoinedPage> {
    private static final long serialVersionUID = 1;

    @Override
    public BulkWriter<JoinedPage> create(FSDataOutputStream out) throws IOException {
      BulkWriter<SampleRows.Row> rows =
          new ParquetWriterFactory<SampleRows.Row>(file -> new RowsBuilder(file, settings).build())
              .create(out);
      NegativeSampling sampling = new NegativeSampling(settings.negativeRate());
      return new BulkWriter<>() {
        @Override
        public void addElement(JoinedPage page) throws IOException {
          for (int i = 0; i < page.outcomes().size(); i++) {
            if (sampling.keeps(page, i)) {
              rows.addElement(new SampleRows.Row(page, i));
            }
          }
        }

        @Override
        public void flush() throws IOException {
          rows.flush();
        }

        @Override
        public void finish() throws IOException {
          rows.finish();
        }
      };
    }
  }

  /** Opens a Parquet file for rows of samples. */
  static final class RowsBuilder extends ParquetWriter.Builder<SampleRows.Row, RowsBuilder> {
    private final SampleFileSettings settings;

    RowsBuilder(OutputFile file, SampleFileSettings settings) {
      super(file);
      this.settings = settings;
      withCompressionCodec(CompressionCodecName.ZSTD);
    }

    @Override
    protected RowsBuilder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract in the library, though marked as such.
    protected WriteSupport<SampleRows.Row> getWriteSupport(Configuration configuration) {
      return new SampleRows(settings);
    }
  }
}
