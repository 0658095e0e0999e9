package io.pageturner.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The snapshot file of one space.
 *
 * <p>Big-endian: magic number, number of entries; per entry the key (length, UTF-8) and the value
 * (length, bytes); the CRC-32C of all that, so that a cut or damaged file is noticed.
 */
final class SpaceFile {
  private static final int MAGIC = 0x50544b31; // "PTK1"
  private static final int BUFFER = 1 << 16;
  private static final int MAX_LENGTH = 1 << 26;

  private SpaceFile() {}

  /** Writes aside, forces it onto the disk, renames: a crash leaves the old file or the new one. */
  static void write(Path file, Map<String, byte[]> entries) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".next");
    try (FileOutputStream raw = new FileOutputStream(aside.toFile())) {
      CheckedOutputStream checked =
          new CheckedOutputStream(new BufferedOutputStream(raw, BUFFER), new CRC32C());
      DataOutputStream out = new DataOutputStream(checked);
      out.writeInt(MAGIC);
      out.writeInt(entries.size());
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        writeBytes(out, entry.getKey().getBytes(StandardCharsets.UTF_8));
        writeBytes(out, entry.getValue());
      }
      out.writeLong(checked.getChecksum().getValue());
      out.flush();
      raw.getFD().sync();
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(file.getParent());
  }

  /**
   * Visits every entry; nothing may be believed before it has returned, because the check comes
   * last.
   *
   * @throws IOException when the file is missing, cut off, damaged, or of another kind
   */
  static void read(Path file, BiConsumer<String, byte[]> visitor) throws IOException {
    CheckedInputStream checked =
        new CheckedInputStream(
            new BufferedInputStream(Files.newInputStream(file), BUFFER), new CRC32C());
    try (DataInputStream in = new DataInputStream(checked)) {
      if (in.readInt() != MAGIC) {
        throw new IOException(file + " is not a snapshot of the key-value store");
      }
      int size = in.readInt();
      for (int i = 0; i < size; i++) {
        String key = new String(readBytes(in, file), StandardCharsets.UTF_8);
        visitor.accept(key, readBytes(in, file));
      }
      long found = checked.getChecksum().getValue();
      if (in.readLong() != found) {
        throw damaged(file, "its checksum differs");
      }
    } catch (EOFException e) {
      throw damaged(file, "it is cut off");
    }
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in, Path file) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_LENGTH) {
      throw damaged(file, "it claims an entry of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  private static IOException damaged(Path file, String why) {
    return new IOException("the snapshot " + file + " is damaged: " + why);
  }

  /** Forces a directory's entries onto the disk. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
