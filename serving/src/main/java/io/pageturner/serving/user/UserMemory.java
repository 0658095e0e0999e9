package io.pageturner.serving.user;

import io.pageturner.domain.SessionId;
import io.pageturner.features.UserState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is remembered of one user; immutable.
 *
 * @param behaviour clicks and orders
 * @param sessions running sessions, one per device at most a few, least recently used first
 */
record UserMemory(UserState behaviour, List<SessionMemory> sessions) {
  /** Devices that one person uses side by side; an older session is forgotten. */
  static final int MAX_SESSIONS = 4;

  static final UserMemory EMPTY = new UserMemory(UserState.EMPTY, List.of());

  UserMemory {
    sessions = List.copyOf(sessions);
  }

  Optional<SessionMemory> session(SessionId id) {
    return sessions.stream().filter(memory -> memory.session().equals(id)).findFirst();
  }

  UserMemory with(UserState updated) {
    return new UserMemory(updated, sessions);
  }

  UserMemory with(SessionMemory updated) {
    List<SessionMemory> all = new ArrayList<>(without(updated.session()).sessions);
    all.add(updated);
    return new UserMemory(
        behaviour, all.subList(Math.max(0, all.size() - MAX_SESSIONS), all.size()));
  }

  UserMemory without(SessionId id) {
    return new UserMemory(
        behaviour, sessions.stream().filter(memory -> !memory.session().equals(id)).toList());
  }
}
