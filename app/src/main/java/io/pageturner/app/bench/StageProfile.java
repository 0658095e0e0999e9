package io.pageturner.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which stage of a page the requests' threads are in, sampled by the Java Flight Recorder. A sample
 * belongs to the innermost call that names a stage.
 */
final class StageProfile implements AutoCloseable {
  private static final String THREADS = "http-requests";
  private static final String EVENT = "jdk.ExecutionSample";
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final String SERVING = "io.pageturner.serving.";

  /** Stages by how the full name of a method begins. */
  private static final Map<String, String> STAGES = stages();

  private final Recording recording = new Recording();

  private static Map<String, String> stages() {
    Map<String, String> stages = new LinkedHashMap<>();
    stages.put(SERVING + "http.Json.write", "writing the answer");
    stages.put(SERVING + "http.RankEndpoint.write", "writing the answer");
    stages.put(SERVING + "http.Json", "reading JSON");
    stages.put(SERVING + "http.RankRequestReader", "reading JSON");
    stages.put(SERVING + "http.FeatureValues", "reading JSON");
    stages.put(SERVING + "rank.CandidateRules", "rules of candidates");
    stages.put(SERVING + "rank.RankService.order", "fusing and sorting");
    stages.put(SERVING + "rank.RankService.shown", "fusing and sorting");
    stages.put("io.pageturner.pipeline.", "event log: encoding, handing over");
    stages.put("io.pageturner.features.", "features");
    stages.put(SERVING + "item.", "finding item embeddings");
    stages.put(SERVING + "model.Explorer", "exploration");
    stages.put(SERVING + "model.TruncatedNormal", "exploration");
    stages.put(SERVING + "model.", "forward pass");
    stages.put(SERVING + "user.", "users' memory");
    stages.put(SERVING + "metrics.", "metrics");
    stages.put(SERVING, "the rest of deciding");
    return stages;
  }

  StageProfile() {
    recording.enable(EVENT).withPeriod(PERIOD);
    recording.start();
  }

  /** Stops, and tells how many samples were in each stage. */
  Map<String, Integer> samples() throws IOException {
    recording.stop();
    Path file = Files.createTempFile("pageturner", ".jfr");
    try {
      recording.dump(file);
      return read(file);
    } finally {
      Files.delete(file);
    }
  }

  private static Map<String, Integer> read(Path file) throws IOException {
    Map<String, Integer> samples = new TreeMap<>();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (event.getEventType().getName().equals(EVENT) && ofRequests(event)) {
          samples.merge(stage(event), 1, Integer::sum);
        }
      }
    }
    return samples;
  }

  private static boolean ofRequests(RecordedEvent event) {
    RecordedThread thread = event.getThread("sampledThread");
    return thread != null
        && event.getStackTrace() != null
        && String.valueOf(thread.getJavaName()).startsWith(THREADS);
  }

  private static String stage(RecordedEvent event) {
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String method = frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
      for (Map.Entry<String, String> stage : STAGES.entrySet()) {
        if (method.startsWith(stage.getKey())) {
          return stage.getValue();
        }
      }
    }
    return "waiting for work";
  }

  @Override
  public void close() {
    recording.close();
  }
}
