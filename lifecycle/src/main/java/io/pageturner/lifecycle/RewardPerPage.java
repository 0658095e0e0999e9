package io.pageturner.lifecycle;

import io.pageturner.domain.Episode;
import io.pageturner.domain.UserId;
import io.pageturner.evaluation.AlwaysValid;
import io.pageturner.evaluation.Interval;
import io.pageturner.evaluation.PairedMoments;
import io.pageturner.evaluation.RunningMoments;
import io.pageturner.evaluation.UserSums;
import java.util.List;

/**
 * The reward per page of what one side of a comparison showed. Users are the independent units: who
 * meets which side is drawn by user, and neither pages of a session nor sessions of a user are
 * independent. Not for several threads at once.
 */
final class RewardPerPage {
  /** Of so many users the sums are kept, of all while there are fewer: about half a megabyte. */
  private static final int USERS = 1 << 12;

  private static final int REWARD = 0;
  private static final int PAGES = 1;

  private final UserSums users = new UserSums(USERS, 2);
  private PairedMoments sessions = PairedMoments.EMPTY;

  /** Takes in pages of one session, one or more. */
  void add(UserId user, List<Episode.Page> pages) {
    double reward = pages.stream().mapToDouble(Episode.Page::reward).sum();
    sessions = sessions.plus(reward, pages.size());
    users.add(user, reward, pages.size());
  }

  /** 0 before the first page. */
  double mean() {
    return perSession().mean();
  }

  /** By how much this one is more than the other, whenever one looks. */
  Interval minus(RewardPerPage other, double level) {
    double effect = AlwaysValid.typicalEffect(perSession(), other.perSession());
    return AlwaysValid.difference(perUser(), other.perUser(), effect, level);
  }

  private RunningMoments perSession() {
    return sessions.linearised();
  }

  private RunningMoments perUser() {
    return users.perUser(mean(), REWARD, PAGES);
  }
}
