package io.pageturner.simulator;

import io.pageturner.domain.ItemId;
import java.time.Duration;

/** What a user does with one item of a page. */
public sealed interface Reaction {
  ItemId item();

  /** When, after the page was shown. */
  Duration at();

  /** The user opens the item. */
  record Clicked(ItemId item, String category, Duration at) implements Reaction {}

  /** The user comes back from the item, having looked at it for a while. */
  record Dwelt(ItemId item, Duration at, Duration dwell) implements Reaction {}

  /** The user orders the item. */
  record Ordered(ItemId item, String category, Duration at) implements Reaction {}
}
