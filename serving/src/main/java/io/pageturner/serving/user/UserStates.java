package io.pageturner.serving.user;

import io.pageturner.domain.Feedback;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import io.pageturner.features.UserState;
import io.pageturner.serving.LruMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The memory of all users, bounded: the least recently seen user is forgotten first; safe for many
 * threads.
 */
public final class UserStates {
  private final LruMap<UserId, UserMemory> users;
  private final Duration sessionGap;

  /**
   * @param capacity greatest number of users remembered
   * @param sessionGap a session's next page comes within it; later a new session has begun
   */
  public UserStates(int capacity, Duration sessionGap) {
    this.users = new LruMap<>(capacity);
    this.sessionGap = sessionGap;
  }

  /**
   * Begins a session's next page and counts it.
   *
   * @param asked the page's index where the client says it; else it is counted here
   */
  public PageStart beginPage(UserId user, SessionId session, OptionalInt asked, Instant now) {
    UserMemory memory = users.update(user, known -> begin(orEmpty(known), session, asked, now));
    SessionMemory begun = memory.session(session).orElseThrow();
    return new PageStart(memory.behaviour(), begun.pageIndex(), begun.noise());
  }

  private UserMemory begin(UserMemory memory, SessionId session, OptionalInt asked, Instant now) {
    SessionMemory next =
        memory
            .session(session)
            .filter(last -> Duration.between(last.lastPage(), now).compareTo(sessionGap) < 0)
            .map(last -> new SessionMemory(session, last.pageIndex() + 1, now, last.noise()))
            .orElseGet(() -> new SessionMemory(session, 0, now, List.of()));
    int index = asked.orElse(next.pageIndex());
    List<Double> noise = index == 0 ? List.of() : next.noise();
    return memory.with(new SessionMemory(session, index, now, noise));
  }

  /** Remembers the exploration's noise for the session's next page. */
  public void rememberNoise(UserId user, SessionId session, List<Double> noise) {
    users.update(
        user,
        known ->
            orEmpty(known)
                .session(session)
                .map(last -> new SessionMemory(session, last.pageIndex(), last.lastPage(), noise))
                .map(known::with)
                .orElse(known));
  }

  /** Takes feedback in: a click or order enters the behaviour, a leave ends the session. */
  public void accept(Feedback feedback) {
    if (feedback instanceof Feedback.ItemAction action) {
      users.update(
          feedback.user(), known -> orEmpty(known).with(orEmpty(known).behaviour().plus(action)));
    } else if (feedback instanceof Feedback.Leave) {
      users.update(
          feedback.user(), known -> known == null ? null : known.without(feedback.session()));
    }
  }

  public UserState behaviour(UserId user) {
    return users.get(user).orElse(UserMemory.EMPTY).behaviour();
  }

  /** Number of users remembered. */
  public int size() {
    return users.size();
  }

  /** Number of users forgotten for want of room. */
  public long evictions() {
    return users.evictions();
  }

  List<Map.Entry<UserId, UserMemory>> entries() {
    return users.entries();
  }

  void restore(UserId user, UserMemory memory) {
    users.update(user, known -> memory);
  }

  private static UserMemory orEmpty(UserMemory known) {
    return known == null ? UserMemory.EMPTY : known;
  }
}
