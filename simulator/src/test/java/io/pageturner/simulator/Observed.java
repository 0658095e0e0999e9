package io.pageturner.simulator;

import io.pageturner.domain.ItemId;
import io.pageturner.domain.SessionId;
import io.pageturner.domain.UserId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server could know about each user: a hand-made stand-in for the real state, kept from
 * requests and from the clicks and orders that were sent.
 */
final class Observed {
  private static final int RECENT = 4;
  private static final int FIXED = 16;

  private final Map<ItemId, float[]> embeddings;
  private final int embeddingSize;
  private final Map<UserId, History> histories = new HashMap<>();

  Observed(World world) {
    embeddings = world.embeddings();
    embeddingSize = world.settings().catalogue().embeddingSize();
  }

  int size() {
    return FIXED + embeddingSize;
  }

  /** The features of a request: a constant, context, history, mean of recent embeddings. */
  double[] features(PageRequest request) {
    History history = history(request.user());
    boolean same = request.session().equals(history.session);
    PageRequest.Context context = request.context();
    double[] x = new double[size()];
    x[0] = 1;
    x[1] = context.entry() == Entry.SEARCH ? 1 : 0;
    x[2] = context.entry() == Entry.PUSH ? 1 : 0;
    x[3] = Math.log(context.distance());
    x[4] = context.queryWords() / 3.0;
    x[5] = Math.min(request.pageIndex(), 8) / 4.0;
    x[6] = Math.min(context.lastPageClicks(), 3);
    x[7] = same ? Math.min(history.sessionClicks, 6) / 3.0 : 0;
    x[8] = same && history.sessionOrders > 0 ? 1 : 0;
    x[9] = same && history.lastOrdered ? 1 : 0;
    x[10] = same && history.sessionClicks > 1 && history.sameCategory ? 1 : 0;
    x[11] = Math.cos((request.time().atZone(ZoneOffset.UTC).getHour() - 19) * Math.PI / 12);
    x[12] = Math.min(history.orders, 4) / 2.0;
    x[13] = Math.min(history.clicks, 10) / 5.0;
    x[14] = request.pageIndex() == 0 ? 1 : 0;
    x[15] = x[1] * x[14];
    addRecent(x, history);
    return x;
  }

  private void addRecent(double[] x, History history) {
    for (ItemId item : history.recent) {
      float[] embedding = embeddings.get(item);
      for (int i = 0; i < embedding.length; i++) {
        x[FIXED + i] += embedding[i] / RECENT;
      }
    }
  }

  /** Takes in what the user did on a page. */
  void observe(PageRequest request, PageOutcome outcome) {
    History history = history(request.user());
    if (!request.session().equals(history.session)) {
      history.session = request.session();
      history.sessionClicks = 0;
      history.sessionOrders = 0;
    }
    history.lastOrdered = outcome.orders() > 0;
    for (Reaction reaction : outcome.reactions()) {
      if (reaction instanceof Reaction.Clicked clicked) {
        history.clicked(clicked);
      }
    }
    history.sessionOrders += outcome.orders();
    history.orders += outcome.orders();
  }

  private History history(UserId user) {
    return histories.computeIfAbsent(user, id -> new History());
  }

  private static final class History {
    private final List<ItemId> recent = new ArrayList<>();
    private SessionId session;
    private String category = "";
    private boolean sameCategory;
    private boolean lastOrdered;
    private int clicks;
    private int orders;
    private int sessionClicks;
    private int sessionOrders;

    void clicked(Reaction.Clicked click) {
      sameCategory = click.category().equals(category);
      category = click.category();
      clicks++;
      sessionClicks++;
      recent.add(click.item());
      if (recent.size() > RECENT) {
        recent.remove(0);
      }
    }
  }
}
