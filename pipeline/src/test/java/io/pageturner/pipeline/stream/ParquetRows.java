package io.pageturner.pipeline.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads the samples' files with Parquet's own example reader, which knows nothing of Avro. */
final class ParquetRows {
  private ParquetRows() {}

  /** All rows of all finished files below {@code directory}, in the order of the files' names. */
  static List<Group> below(Path directory) {
    List<Group> rows = new ArrayList<>();
    for (Path file : files(directory)) {
      read(file, rows);
    }
    return rows;
  }

  /** The finished files: those whose names do not begin with a dot. */
  static List<Path> files(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(Files::isRegularFile)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(Path file, List<Group> rows) {
    var path = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).withConf(new Configuration()).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
