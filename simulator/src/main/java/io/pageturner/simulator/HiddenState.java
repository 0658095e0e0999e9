package io.pageturner.simulator;

/**
 * What the oracle tells visits apart by.
 *
 * @param intent what the user is after
 * @param patience 0 for hardly any left, 3 for plenty
 * @param found whether the candidates are of the kind that the user is after
 */
record HiddenState(Intent intent, int patience, boolean found) {
  private static final int MOST_PATIENCE = 3;

  static HiddenState of(Visit visit) {
    Mind mind = visit.mind();
    int patience = (int) Math.max(0, Math.min(MOST_PATIENCE, Math.floor(mind.patience())));
    boolean found = mind.intent() != Intent.BROWSING && mind.focus() == visit.atHand();
    return new HiddenState(mind.intent(), patience, found);
  }
}
