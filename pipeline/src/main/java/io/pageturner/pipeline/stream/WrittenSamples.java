package io.pageturner.pipeline.stream;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** The Parquet files that are committed, local or on HDFS. */
public final class WrittenSamples {
  private WrittenSamples() {}

  /**
   * How many rows the files hold, by their footers.
   *
   * @param directory path or URI; may be missing
   */
  public static long rows(String directory) throws IOException {
    Configuration hadoop = new Configuration();
    Path root = new Path(directory);
    FileSystem files = root.getFileSystem(hadoop);
    return files.exists(root) ? rows(files, root, hadoop) : 0;
  }

  private static long rows(FileSystem files, Path parent, Configuration hadoop) throws IOException {
    long rows = 0;
    for (FileStatus child : files.listStatus(parent)) {
      if (child.isDirectory()) {
        rows += rows(files, child.getPath(), hadoop);
      } else if (!child.getPath().getName().startsWith(".")) {
        try (ParquetFileReader footer =
            ParquetFileReader.open(HadoopInputFile.fromStatus(child, hadoop))) {
          rows += footer.getRecordCount();
        }
      }
    }
    return rows;
  }
}
