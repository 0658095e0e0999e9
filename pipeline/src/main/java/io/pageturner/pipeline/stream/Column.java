package io.pageturner.pipeline.stream;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * One column of a Parquet file.
 *
 * @param type its name and type
 * @param cell its value in a row, ready to be written; null where it has none
 * @param <T> what a row is made from
 */
record Column<T>(Type type, Function<T, Cell> cell) {
  /** A value that knows how to write itself. */
  @FunctionalInterface
  interface Cell {
    void writeTo(RecordConsumer out);
  }

  static <T> Column<T> text(String name, Function<T, String> value) {
    return new Column<>(
        Types.required(BINARY).as(stringType()).named(name), row -> textCell(value.apply(row)));
  }

  static <T> Column<T> optionalText(String name, Function<T, String> value) {
    return new Column<>(
        Types.optional(BINARY).as(stringType()).named(name), row -> textCell(value.apply(row)));
  }

  static <T> Column<T> integer(String name, ToIntFunction<T> value) {
    return new Column<>(
        Types.required(INT32).named(name),
        row -> {
          int number = value.applyAsInt(row);
          return out -> out.addInteger(number);
        });
  }

  static <T> Column<T> longInteger(String name, ToLongFunction<T> value) {
    return new Column<>(Types.required(INT64).named(name), row -> longCell(value.applyAsLong(row)));
  }

  /** Milliseconds since 1970, UTC. */
  static <T> Column<T> time(String name, Function<T, Instant> value) {
    return new Column<>(
        Types.required(INT64).as(timestampType(true, TimeUnit.MILLIS)).named(name),
        row -> longCell(value.apply(row).toEpochMilli()));
  }

  static <T> Column<T> number(String name, ToDoubleFunction<T> value) {
    return new Column<>(
        Types.required(DOUBLE).named(name), row -> numberCell(value.applyAsDouble(row)));
  }

  static <T> Column<T> optionalNumber(String name, Function<T, Double> value) {
    return new Column<>(Types.optional(DOUBLE).named(name), row -> numberCell(value.apply(row)));
  }

  static <T> Column<T> yesOrNo(String name, Predicate<T> value) {
    return new Column<>(
        Types.required(BOOLEAN).named(name),
        row -> {
          boolean yes = value.test(row);
          return out -> out.addBoolean(yes);
        });
  }

  static <T> Column<T> numbers(String name, Function<T, double[]> values) {
    return new Column<>(
        Types.requiredList().requiredElement(DOUBLE).named(name),
        row -> listCell(Arrays.stream(values.apply(row)).mapToObj(Column::numberCell).toList()));
  }

  static <T> Column<T> texts(String name, Function<T, List<String>> values) {
    return new Column<>(
        Types.requiredList().requiredElement(BINARY).as(stringType()).named(name),
        row -> listCell(values.apply(row).stream().map(Column::textCell).toList()));
  }

  private static Cell textCell(String value) {
    if (value == null) {
      return null;
    }
    Binary bytes = Binary.fromString(value);
    return out -> out.addBinary(bytes);
  }

  private static Cell longCell(long value) {
    return out -> out.addLong(value);
  }

  private static Cell numberCell(Double value) {
    if (value == null) {
      return null;
    }
    double number = value;
    return out -> out.addDouble(number);
  }

  /** Parquet's LIST: a group of a repeated group "list" of one field "element". */
  private static Cell listCell(List<Cell> elements) {
    return out -> {
      out.startGroup();
      if (!elements.isEmpty()) {
        out.startField("list", 0);
        for (Cell element : elements) {
          out.startGroup();
          out.startField("element", 0);
          element.writeTo(out);
          out.endField("element", 0);
          out.endGroup();
        }
        out.endField("list", 0);
      }
      out.endGroup();
    };
  }
}
