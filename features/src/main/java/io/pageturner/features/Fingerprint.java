package io.pageturner.features;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The SHA-256 of item embeddings, rows included: a replay holds rows of exactly these. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(ItemEmbeddings embeddings) {
    if (embeddings.size() == 0) {
      return ItemEmbeddings.NO_VERSION;
    }
    MessageDigest digest = sha256();
    Map<String, byte[]> sorted = new TreeMap<>();
    embeddings
        .toMap()
        .forEach(
            (item, vector) -> {
              ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * vector.length);
              bytes.putInt(embeddings.row(item)).asFloatBuffer().put(vector);
              sorted.put(item.value(), bytes.array());
            });
    sorted.forEach(
        (item, bytes) -> {
          digest.update(item.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
          digest.update(bytes);
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
