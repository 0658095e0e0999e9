package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.serving.monitor.Monitor;
import io.pageturner.serving.monitor.MonitorSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code GET /v1/monitor}; the shape is described by {@link MonitorSource}. */
record MonitorEndpoint(MonitorSource source) implements Endpoint.Direct {
  @Override
  public Answer answer(ApiRequest request) {
    Monitor monitor = source.now();
    return Answer.json(Json.write(out -> write(out, monitor)));
  }

  private static void write(JsonGenerator out, Monitor monitor) throws IOException {
    out.writeStartObject();
    out.writeNumberField("time", monitor.time().toEpochMilli());
    out.writeStringField("headline", monitor.headline());
    out.writeArrayFieldStart("tiles");
    for (Monitor.Tile tile : monitor.tiles()) {
      out.writeStartObject();
      out.writeStringField("label", tile.label());
      out.writeStringField("value", tile.value());
      out.writeStringField("hint", tile.hint());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeObjectFieldStart("series");
    for (Map.Entry<String, Monitor.Series> series : monitor.series().entrySet()) {
      out.writeFieldName(series.getKey());
      write(out, series.getValue());
    }
    out.writeEndObject();
    out.writeArrayFieldStart("marks");
    for (Monitor.Mark mark : monitor.marks()) {
      out.writeStartObject();
      out.writeNumberField("time", mark.time().toEpochMilli());
      out.writeStringField("label", mark.label());
      out.writeEndObject();
    }
    out.writeEndArray();
    write(out, monitor.buckets());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Monitor.Series series) throws IOException {
    out.writeStartObject();
    out.writeStringField("label", series.label());
    out.writeStringField("unit", series.unit());
    out.writeArrayFieldStart("points");
    for (Monitor.Point point : series.points()) {
      out.writeStartArray();
      out.writeNumber(point.time().toEpochMilli());
      Json.writeFinite(out, point.value());
      if (Double.isFinite(point.low()) && Double.isFinite(point.high())) {
        out.writeNumber(point.low());
        out.writeNumber(point.high());
      }
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Monitor.Table table) throws IOException {
    out.writeObjectFieldStart("buckets");
    Json.writeTexts(out, "columns", table.columns());
    out.writeArrayFieldStart("rows");
    for (List<String> row : table.rows()) {
      out.writeStartArray();
      for (String cell : row) {
        out.writeString(cell);
      }
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
