package io.pageturner.serving.user;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import io.pageturner.features.Feature.Behaviour;
import io.pageturner.features.UserState;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The snapshot file of {@link UserStates}.
 *
 * <p>Big-endian: magic number, number of users; per user the id, its actions (kind, item, category
 * or empty, time) and its sessions (id, page index, time, noise); the magic number again, so that a
 * cut file is noticed.
 */
final class UserStatesFile {
  private static final int MAGIC = 0x50545531; // "PTU1"

  private UserStatesFile() {}

  /** Writes a snapshot; the file is replaced in one step, after its bytes are on the disk. */
  static void write(Path file, UserStates states) throws IOException {
    List<Map.Entry<UserId, UserMemory>> entries = states.entries();
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileOutputStream raw = new FileOutputStream(temporary.toFile());
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(raw, 1 << 16))) {
      out.writeInt(MAGIC);
      out.writeInt(entries.size());
      for (Map.Entry<UserId, UserMemory> entry : entries) {
        out.writeUTF(entry.getKey().value());
        writeMemory(out, entry.getValue());
      }
      out.writeInt(MAGIC);
      out.flush();
      raw.getFD().sync();
    }
    Files.move(
        temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads a snapshot into {@code states}.
   *
   * @throws IOException when the file is missing, cut off, or not a snapshot of user states
   */
  static void read(Path file, UserStates states) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      requireMagic(in, file);
      int users = in.readInt();
      for (int i = 0; i < users; i++) {
        states.restore(new UserId(in.readUTF()), readMemory(in));
      }
      requireMagic(in, file);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds what no snapshot holds: " + e.getMessage(), e);
    }
  }

  private static void requireMagic(DataInputStream in, Path file) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException(file + " is not a whole snapshot of user states");
    }
  }

  private static void writeMemory(DataOutputStream out, UserMemory memory) throws IOException {
    out.writeInt(memory.behaviour().actions().size());
    for (UserState.Action action : memory.behaviour().actions()) {
      out.writeByte(action.kind() == Behaviour.CLICK ? 0 : 1);
      out.writeUTF(action.item().value());
      out.writeUTF(action.category().orElse(""));
      out.writeLong(action.time().toEpochMilli());
    }
    out.writeInt(memory.sessions().size());
    for (SessionMemory session : memory.sessions()) {
      out.writeUTF(session.session().value());
      out.writeInt(session.pageIndex());
      out.writeLong(session.lastPage().toEpochMilli());
      out.writeInt(session.noise().size());
      for (double noise : session.noise()) {
        out.writeDouble(noise);
      }
    }
  }

  private static UserMemory readMemory(DataInputStream in) throws IOException {
    List<UserState.Action> actions = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      Behaviour kind = in.readByte() == 0 ? Behaviour.CLICK : Behaviour.ORDER;
      ItemId item = new ItemId(in.readUTF());
      Optional<String> category = Optional.of(in.readUTF()).filter(c -> !c.isEmpty());
      actions.add(new UserState.Action(kind, item, category, Instant.ofEpochMilli(in.readLong())));
    }
    List<SessionMemory> sessions = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      SessionId id = new SessionId(in.readUTF());
      int pageIndex = in.readInt();
      Instant lastPage = Instant.ofEpochMilli(in.readLong());
      sessions.add(new SessionMemory(id, pageIndex, lastPage, readNoise(in)));
    }
    return new UserMemory(new UserState(actions), sessions);
  }

  private static List<Double> readNoise(DataInputStream in) throws IOException {
    List<Double> noise = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      noise.add(in.readDouble());
    }
    return noise;
  }
}
