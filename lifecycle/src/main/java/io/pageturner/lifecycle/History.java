package io.pageturner.lifecycle;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The append-only file of everything that happened to a model's versions: one JSON object a line.
 *
 * <p>An entry is on disk when {@link #append} returns. A line that a crash cut short never happened
 * and is overwritten by the next one. Used under its owner's lock.
 */
final class History {
  /** How many entries are kept in memory; the file keeps all. */
  static final int RECENT = 1_000;

  /** Its name in a model's directory. */
  static final String FILE = "history.jsonl";

  /** What a reader in another process looks at: as much as its newest entries hardly fill. */
  private static final int TAIL = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(History.class);

  private final Path file;
  private final Deque<HistoryEntry> recent = new ArrayDeque<>();
  private long length;

  private History(Path file) {
    this.file = file;
  }

  /** What to do with each entry that a history already has. */
  interface Reader {
    void accept(HistoryEntry entry) throws IOException;
  }

  /** Opens the history, handing its entries to {@code reader} in their order. */
  static History open(Path file, Reader reader) throws IOException {
    History history = new History(file);
    if (Files.exists(file)) {
      history.readAll(reader);
    }
    return history;
  }

  /**
   * The newest entries of a history that another process writes, oldest first: {@link #RECENT} at
   * most, and fewer when they are long. A line that is being written is left out.
   */
  static List<HistoryEntry> newest(Path file) throws IOException {
    byte[] tail;
    boolean whole;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long from = Math.max(0, channel.size() - TAIL);
      whole = from == 0;
      tail = Channels.newInputStream(channel.position(from)).readNBytes(TAIL);
    }
    History read = new History(file);
    int start = whole ? 0 : next(tail, 0);
    for (int end = next(tail, start); end > start; end = next(tail, start)) {
      read.readLine(Arrays.copyOfRange(tail, start, end - 1), entry -> {}, "a line");
      start = end;
    }
    return read.recent();
  }

  /** Where the line after this one begins; {@code from} when this one has no end. */
  private static int next(byte[] text, int from) {
    for (int i = from; i < text.length; i++) {
      if (text[i] == '\n') {
        return i + 1;
      }
    }
    return from;
  }

  void append(HistoryEntry entry) throws IOException {
    byte[] json = ControllerJson.write(entry);
    ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // At our own length, so that what a failed append left is overwritten.
      channel.truncate(length).position(length);
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(true);
    }
    length += json.length + 1;
    remember(entry);
  }

  /** The newest entries, oldest first, {@link #RECENT} at most. */
  List<HistoryEntry> recent() {
    return List.copyOf(recent);
  }

  private void readAll(Reader reader) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int lineNumber = 1, b = in.read(); b >= 0; b = in.read()) {
        if (b != '\n') {
          line.write(b);
          continue;
        }
        length += line.size() + 1;
        readLine(line.toByteArray(), reader, "line " + lineNumber++);
        line.reset();
      }
      if (line.size() > 0) {
        LOG.warn("{} ends with a line that a crash cut short; it is dropped", file);
      }
    }
  }

  private void readLine(byte[] line, Reader reader, String place) throws IOException {
    HistoryEntry entry;
    try {
      entry = ControllerJson.readEntry(line, file + " " + place);
    } catch (IOException e) {
      LOG.warn("skipping an unreadable history entry: {}", e.getMessage());
      return;
    }
    remember(entry);
    reader.accept(entry);
  }

  private void remember(HistoryEntry entry) {
    if (recent.size() == RECENT) {
      recent.removeFirst();
    }
    recent.addLast(entry);
  }
}
