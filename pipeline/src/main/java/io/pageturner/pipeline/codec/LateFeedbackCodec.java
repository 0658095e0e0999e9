package io.pageturner.pipeline.codec;

import io.pageturner.domain.LateFeedback;
import io.pageturner.domain.PageId;

/** The corrections topic: late feedback and the page that it belongs to. */
public final class LateFeedbackCodec implements RecordCodec<LateFeedback> {
  private static final String KIND = "late";

  @Override
  public byte[] encode(LateFeedback late) {
    return Json.encode(
        KIND,
        json -> {
          json.writeStringField("page", late.page().value());
          FeedbackJson.writeNested(json, late.feedback());
        });
  }

  @Override
  public LateFeedback decode(byte[] bytes) {
    return Json.decode(
        KIND,
        bytes,
        fields ->
            new LateFeedback(FeedbackJson.readNested(fields), new PageId(fields.text("page"))));
  }
}
