package io.pageturner.pipeline.codec;

import io.pageturner.pipeline.join.UnmatchedFeedback;
import io.pageturner.pipeline.join.UnmatchedFeedback.Reason;
import java.util.Locale;

/** The unmatched topic: feedback that belongs to no page, and why. */
public final class UnmatchedFeedbackCodec implements RecordCodec<UnmatchedFeedback> {
  private static final String KIND = "unmatched";

  @Override
  public byte[] encode(UnmatchedFeedback unmatched) {
    return Json.encode(
        KIND,
        json -> {
          json.writeStringField("reason", nameOf(unmatched.reason()));
          FeedbackJson.writeNested(json, unmatched.feedback());
        });
  }

  @Override
  public UnmatchedFeedback decode(byte[] bytes) {
    return Json.decode(
        KIND,
        bytes,
        fields ->
            new UnmatchedFeedback(
                FeedbackJson.readNested(fields), reasonNamed(fields.text("reason"))));
  }

  private static String nameOf(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Reason reasonNamed(String name) {
    for (Reason reason : Reason.values()) {
      if (nameOf(reason).equals(name)) {
        return reason;
      }
    }
    throw new MalformedRecordException("reason '" + name + "' is not known");
  }
}
