package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.features.Feature;
import io.pageturner.features.FeatureConfig;
import io.pageturner.serving.model.ActionProfile;
import io.pageturner.serving.model.Lease;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.model.TensorPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1/models/learned}: what the version that serves does, by what it sees.
 *
 * @param recorded the newest states of all users
 * @param features which tell what the codes of states stand for
 * @param objectives names, the one that no factor weighs first
 */
record LearnedEndpoint(RecordedStates recorded, FeatureConfig features, List<String> objectives) {
  private static final ActionProfile NOTHING = new ActionProfile(0, List.of());

  Answer answer(ModelServer<?> server) {
    Optional<? extends Lease<?>> lease = server.acquire();
    try (Lease<?> held = lease.orElse(null)) {
      if (held == null || !(held.model() instanceof TensorPolicy policy)) {
        return Answer.json(Json.write(out -> write(out, Optional.empty(), NOTHING)));
      }
      ActionProfile profile =
          ActionProfile.of(
              recorded.snapshot(),
              policy.actions(),
              state -> policy.unitAction(policy.tensors(state)));
      Optional<Long> version = Optional.of(policy.version().number());
      return Answer.json(Json.write(out -> write(out, version, profile)));
    }
  }

  private void write(JsonGenerator out, Optional<Long> version, ActionProfile profile)
      throws IOException {
    out.writeStartObject();
    if (version.isPresent()) {
      out.writeNumberField("version", version.get());
    } else {
      out.writeNullField("version");
    }
    out.writeNumberField("states", profile.states());
    out.writeArrayFieldStart("factors");
    for (int i = 0; i < profile.factors().size(); i++) {
      write(out, objectives.get(i + 1), profile.factors().get(i));
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void write(JsonGenerator out, String objective, ActionProfile.Factor factor)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("objective", objective);
    out.writeNumberField("mean", factor.mean());
    out.writeNumberField("low", factor.low());
    out.writeNumberField("high", factor.high());
    out.writeNumberField("atBounds", factor.atBounds());
    out.writeArrayFieldStart("features");
    for (ActionProfile.Feature feature : factor.features()) {
      out.writeStartObject();
      out.writeStringField("feature", feature.name());
      out.writeNumberField("share", feature.share());
      out.writeArrayFieldStart("levels");
      for (ActionProfile.Level level : feature.levels()) {
        out.writeStartObject();
        out.writeStringField("level", shown(feature.name(), level.name()));
        out.writeNumberField("states", level.states());
        out.writeNumberField("mean", level.mean());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  /** What stands for rare or absent values is no code. */
  private String shown(String feature, String level) {
    return features.page().stream()
        .filter(f -> f.name().equals(feature) && level.matches("\\d{1,9}"))
        .filter(Feature.Coded.class::isInstance)
        .map(f -> ((Feature.Coded) f).meaning(Integer.parseInt(level)))
        .findFirst()
        .orElse(level);
  }
}
