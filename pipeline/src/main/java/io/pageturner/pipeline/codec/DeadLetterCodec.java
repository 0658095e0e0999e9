package io.pageturner.pipeline.codec;

/** The dead-letter topic; the refused record's bytes are in Base64. */
public final class DeadLetterCodec implements RecordCodec<DeadLetter> {
  private static final String KIND = "dead-letter";

  @Override
  public byte[] encode(DeadLetter letter) {
    return Json.encode(
        KIND,
        json -> {
          json.writeStringField("topic", letter.topic());
          json.writeNumberField("partition", letter.partition());
          json.writeNumberField("offset", letter.offset());
          json.writeStringField("reason", letter.reason());
          json.writeBinaryField("raw", letter.raw());
        });
  }

  @Override
  public DeadLetter decode(byte[] bytes) {
    return Json.decode(
        KIND,
        bytes,
        fields ->
            new DeadLetter(
                fields.text("topic"),
                fields.count("partition"),
                fields.integer("offset"),
                fields.text("reason"),
                fields.bytes("raw")));
  }
}
