package io.pageturner.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pageturner.domain.ModelVersion;
import io.pageturner.lifecycle.HistoryEntry;
import io.pageturner.lifecycle.VersionState;
import io.pageturner.lifecycle.Versions;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.Swap;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /v1/models} and {@code /v1/rankers}: what versions there are, what happened to them, and
 * changes by hand.
 *
 * @param server what serves them; empty in a process that only decides about them
 */
record ModelsEndpoints(Json json, Versions controller, Optional<ModelServer<?>> server) {
  static final Set<String> CHANGE_FIELDS = Set.of("who", "why");
  private static final int SHOWN = 100;
  private static final String WHY = "asked for over HTTP";

  Answer list(ApiRequest request) {
    return Answer.json(Json.write(this::write));
  }

  Answer promote(ApiRequest request) {
    ModelVersion version = version(request);
    Reason reason = reason(request);
    try {
      controller.promote(version, reason.who(), reason.why());
    } catch (IllegalArgumentException e) {
      throw new ApiException(404, "unknown_version", e.getMessage());
    } catch (IllegalStateException e) {
      throw new ApiException(409, "not_promotable", e.getMessage());
    } catch (IOException e) {
      throw unusable(e);
    }
    return list(request);
  }

  /** Takes the version back, which must be the live one or on trial. */
  Answer rollback(ApiRequest request) {
    ModelVersion version = version(request);
    Reason reason = reason(request);
    boolean serves =
        controller.live().equals(Optional.of(version))
            || controller.canary().equals(Optional.of(version));
    if (!serves) {
      throw new ApiException(
          409,
          "not_live",
          "only a version that serves can be rolled back, which is "
              + controller.live().map(ModelVersion::toString).orElse("none")
              + controller.canary().map(tried -> " (and " + tried + " on trial)").orElse("")
              + ", not "
              + version);
    }
    try {
      controller.rollback(version, reason.who(), reason.why());
    } catch (IllegalStateException e) {
      throw new ApiException(409, "nothing_before", e.getMessage());
    } catch (IOException e) {
      throw unusable(e);
    }
    return list(request);
  }

  /** Holds the live version: what passes its gates waits for a promotion. */
  Answer pin(ApiRequest request) {
    return pin(request, true);
  }

  /** Lets what passes its gates go live again. */
  Answer unpin(ApiRequest request) {
    return pin(request, false);
  }

  private Answer pin(ApiRequest request, boolean pinned) {
    Reason reason = reason(request);
    try {
      controller.pin(pinned, reason.who(), reason.why());
    } catch (IllegalStateException e) {
      throw new ApiException(409, "nothing_live", e.getMessage());
    } catch (IOException e) {
      throw unusable(e);
    }
    return list(request);
  }

  private static ApiException unusable(IOException e) {
    return new ApiException(409, "bundle_unusable", e.getMessage());
  }

  private record Reason(String who, String why) {}

  private Reason reason(ApiRequest request) {
    String caller = request.caller().map(key -> "key " + key).orElse("api");
    if (request.body().length == 0) {
      return new Reason(caller, WHY);
    }
    JsonPart body = json.read(request.body()).object(CHANGE_FIELDS);
    // Anybody can claim to be anybody: where keys are asked for, the key's name comes first.
    Optional<String> who = said(body, "who");
    String known =
        request.caller().isPresent()
            ? who.map(w -> caller + ", " + w).orElse(caller)
            : who.orElse(caller);
    return new Reason(known, said(body, "why").orElse(WHY));
  }

  private static Optional<String> said(JsonPart body, String name) {
    return body.field(name)
        .map(
            part -> {
              String text = part.text();
              if (text.isBlank() || text.length() > 1_000) {
                throw part.outOfRange("must have 1 to 1000 characters");
              }
              return text;
            });
  }

  private static ModelVersion version(ApiRequest request) {
    String found = request.path().get("version");
    if (!found.matches("[1-9][0-9]{0,17}")) {
      throw new ApiException(
          404, "unknown_version", "a version is a number from 1 on, was '" + found + "'");
    }
    return new ModelVersion(Long.parseLong(found));
  }

  private void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    writeVersion(out, "live", controller.live());
    writeVersion(out, "canary", controller.canary());
    writeVersion(out, "serving", server.flatMap(ModelServer::version));
    out.writeBooleanField("pinned", controller.pinned());
    out.writeArrayFieldStart("versions");
    for (VersionState version : controller.versions()) {
      out.writeStartObject();
      out.writeNumberField("version", version.version().number());
      out.writeStringField("status", word(version.status()));
      out.writeStringField("since", version.since().toString());
      out.writeStringField("why", version.why());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("history");
    for (HistoryEntry entry : newest(controller.history())) {
      write(out, entry);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("swaps");
    for (Swap swap : newest(server.map(ModelServer::history).orElse(List.of()))) {
      write(out, swap);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, HistoryEntry entry) throws IOException {
    out.writeStartObject();
    out.writeNumberField("sequence", entry.sequence());
    out.writeStringField("time", entry.time().toString());
    out.writeNumberField("version", entry.version().number());
    out.writeStringField("change", word(entry.change()));
    writeVersion(out, "live", entry.live());
    out.writeStringField("who", entry.who());
    out.writeStringField("why", entry.why());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Swap swap) throws IOException {
    out.writeStartObject();
    out.writeNumberField("version", swap.version().number());
    out.writeStringField("outcome", word(swap.outcome()));
    writeVersion(out, "replaced", swap.replaced());
    out.writeStringField("at", swap.at().toString());
    out.writeNumberField("loadMillis", swap.load().toNanos() / 1e6);
    out.writeNumberField("warmMillis", swap.warm().toNanos() / 1e6);
    out.writeNumberField("ageSeconds", swap.age().toMillis() / 1e3);
    out.writeStringField("detail", swap.detail());
    out.writeEndObject();
  }

  private static void writeVersion(JsonGenerator out, String name, Optional<ModelVersion> version)
      throws IOException {
    if (version.isPresent()) {
      out.writeNumberField(name, version.get().number());
    } else {
      out.writeNullField(name);
    }
  }

  private static <T> List<T> newest(List<T> entries) {
    return entries.subList(Math.max(0, entries.size() - SHOWN), entries.size());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
