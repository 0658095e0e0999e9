package io.pageturner.features;

import io.pageturner.domain.ItemId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The snapshot file of {@link ItemEmbeddings}.
 *
 * <p>Big-endian: magic number, dimension, number of items, then per item its id (modified UTF-8)
 * and its floats. Items are sorted by id, so equal embeddings give equal bytes.
 */
public final class ItemEmbeddingsFile {
  private static final int MAGIC = 0x50544531; // "PTE1"
  private static final int MAX_DIMENSION = 4_096;

  private ItemEmbeddingsFile() {}

  /** Writes the snapshot; the file is replaced in one step. */
  public static void write(Path file, ItemEmbeddings embeddings) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Map<String, float[]> sorted = new TreeMap<>();
    embeddings.toMap().forEach((item, vector) -> sorted.put(item.value(), vector));
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
      out.writeInt(MAGIC);
      out.writeInt(embeddings.dimension());
      out.writeInt(sorted.size());
      for (Map.Entry<String, float[]> entry : sorted.entrySet()) {
        out.writeUTF(entry.getKey());
        for (float value : entry.getValue()) {
          out.writeFloat(value);
        }
      }
    }
    Files.move(
        temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads a snapshot.
   *
   * @throws IOException when the file is missing, cut off, or not an embeddings snapshot
   */
  public static ItemEmbeddings read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(file + " is not a snapshot of item embeddings");
      }
      int dimension = in.readInt();
      int size = in.readInt();
      if (dimension < 1 || dimension > MAX_DIMENSION || size < 0) {
        throw new IOException(file + " claims " + size + " items of dimension " + dimension);
      }
      Map<ItemId, float[]> byItem = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        ItemId item = new ItemId(in.readUTF());
        float[] vector = new float[dimension];
        for (int k = 0; k < dimension; k++) {
          vector[k] = in.readFloat();
        }
        byItem.put(item, vector);
      }
      return ItemEmbeddings.of(dimension, byItem);
    }
  }
}
