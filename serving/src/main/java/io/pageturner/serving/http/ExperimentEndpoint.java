package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.domain.BucketName;
import io.pageturner.evaluation.BucketFigures;
import io.pageturner.evaluation.Comparison;
import io.pageturner.evaluation.ExperimentSnapshot;
import io.pageturner.evaluation.Interval;
import io.pageturner.evaluation.Metric;
import io.pageturner.serving.monitor.Experiment;
import io.pageturner.serving.monitor.MonitorSource;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/experiment}: every bucket over all days and by UTC day, and each against the
 * baseline by every metric, with intervals and always-valid p-values (SPEC 7.4).
 */
record ExperimentEndpoint(MonitorSource source) implements Endpoint.Direct {
  @Override
  public Answer answer(ApiRequest request) {
    Experiment experiment =
        source
            .experiment()
            .orElseThrow(
                () -> new ApiException(404, "no_experiment", "this node keeps no experiment"));
    return Answer.json(Json.write(out -> write(out, experiment)));
  }

  private static void write(JsonGenerator out, Experiment experiment) throws IOException {
    ExperimentSnapshot figures = experiment.figures();
    out.writeStartObject();
    out.writeNumberField("time", experiment.time().toEpochMilli());
    out.writeObjectFieldStart("sampleRatio");
    out.writeNumberField("p", experiment.sampleRatio().pValue());
    out.writeBooleanField("mismatch", experiment.sampleRatio().mismatch());
    out.writeEndObject();
    out.writeObjectFieldStart("buckets");
    for (BucketName bucket : figures.buckets()) {
      out.writeObjectFieldStart(bucket.value());
      out.writeFieldName("total");
      write(out, figures.total(bucket));
      out.writeObjectFieldStart("days");
      for (Map.Entry<LocalDate, BucketFigures> day : figures.days(bucket).entrySet()) {
        out.writeFieldName(day.getKey().toString());
        write(out, day.getValue());
      }
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndObject();
    writeComparisons(out, figures);
    out.writeEndObject();
  }

  private static void writeComparisons(JsonGenerator out, ExperimentSnapshot figures)
      throws IOException {
    out.writeArrayFieldStart("comparisons");
    for (BucketName bucket : figures.buckets()) {
      for (Metric metric : Metric.values()) {
        Optional<Comparison> comparison = figures.compare(metric, bucket, BucketName.BASELINE);
        if (!bucket.isBaseline() && comparison.isPresent()) {
          write(out, comparison.get());
        }
      }
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, BucketFigures figures) throws IOException {
    out.writeStartObject();
    out.writeNumberField("users", figures.users());
    out.writeNumberField("sessions", figures.sessions());
    out.writeNumberField("pages", figures.pages());
    out.writeNumberField("clicks", figures.clicks());
    out.writeNumberField("orders", figures.orders());
    write(out, "rewardPerSession", figures.rewardPerSession());
    write(out, "clickRate", figures.clickRate());
    write(out, "orderRate", figures.orderRate());
    write(out, "depth", figures.depth());
    write(out, "dwellSeconds", figures.dwellSeconds());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Comparison comparison) throws IOException {
    out.writeStartObject();
    out.writeStringField("bucket", comparison.bucket().value());
    out.writeStringField("baseline", comparison.baseline().value());
    out.writeStringField(
        "metric", comparison.metric().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    write(out, "difference", comparison.difference());
    write(out, "relative", comparison.relative());
    write(out, "alwaysValid", comparison.alwaysValid());
    out.writeNumberField("p", comparison.pValue());
    out.writeEndObject();
  }

  /** An end that is not known is null. */
  private static void write(JsonGenerator out, String name, Interval interval) throws IOException {
    out.writeObjectFieldStart(name);
    Json.writeFinite(out, "estimate", interval.estimate());
    Json.writeFinite(out, "low", interval.low());
    Json.writeFinite(out, "high", interval.high());
    out.writeEndObject();
  }
}
