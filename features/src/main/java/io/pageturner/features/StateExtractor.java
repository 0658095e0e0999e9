package io.pageturner.features;

import io.pageturner.domain.State;
import io.pageturner.features.Feature.Behaviour;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the {@link State} of a page from the user's behaviour and the request; a pure function. */
public final class StateExtractor {
  private final FeatureConfig config;

  public StateExtractor(FeatureConfig config) {
    this.config = config;
  }

  /** The state as raw values: what is logged with the decision. */
  public State extract(UserState user, PageContext page) {
    Map<String, Double> dense = new HashMap<>();
    Map<String, String> ids = new HashMap<>();
    for (Feature feature : config.page()) {
      if (feature.isNumber()) {
        Double value = number(feature, user, page);
        if (value != null) {
          dense.put(feature.name(), value);
        }
      } else {
        String value = category(feature, user, page);
        if (value != null) {
          ids.put(feature.name(), value);
        }
      }
    }
    return new State(user.recentItems(config.sequenceLength()), dense, ids);
  }

  private Double number(Feature feature, UserState user, PageContext page) {
    if (feature instanceof Feature.Bucketed bucketed) {
      return number(bucketed.of(), user, page);
    }
    if (feature instanceof Feature.Count count) {
      return (double) user.count(count.of(), count.window(), page.time());
    }
    Feature.Dense dense = (Feature.Dense) feature;
    return switch (dense.source()) {
      case REQUEST -> page.dense().get(dense.name());
      case PAGE_INDEX -> (double) page.pageIndex();
      case HOUR -> (double) local(page).getHour();
      case WEEKDAY -> (double) local(page).getDayOfWeek().getValue();
    };
  }

  private String category(Feature feature, UserState user, PageContext page) {
    if (feature instanceof Feature.Id id) {
      return switch (id.source()) {
        case REQUEST -> page.ids().get(id.name());
        case PAGE_INDEX -> Integer.toString(page.pageIndex());
        case HOUR -> Integer.toString(local(page).getHour());
        case WEEKDAY -> Integer.toString(local(page).getDayOfWeek().getValue());
      };
    }
    Integer code = code(feature, user, page);
    return code == null ? null : code.toString();
  }

  /** The code of a coded feature, 0 or more; null when it is not known. */
  private static Integer code(Feature feature, UserState user, PageContext page) {
    if (feature instanceof Feature.BinarySequence sequence) {
      return sequenceCode(sequence, user, page);
    }
    if (feature instanceof Feature.Gap gap) {
      return gapCode(gap, user, page);
    }
    return transitionCode(user);
  }

  private static int sequenceCode(
      Feature.BinarySequence sequence, UserState user, PageContext page) {
    int code = 0;
    int digit = 1;
    for (Duration window : sequence.windows()) {
      int count = user.count(sequence.of(), window, page.time());
      code += digit * Math.min(count, sequence.levels() - 1);
      digit *= sequence.levels();
    }
    return code;
  }

  private static Integer gapCode(Feature.Gap gap, UserState user, PageContext page) {
    return user.last(gap.of(), 0)
        .map(last -> bucket(gap.bounds(), Duration.between(last.time(), page.time())))
        .orElse(null);
  }

  private static int bucket(List<Duration> bounds, Duration value) {
    int bucket = 0;
    while (bucket < bounds.size() && value.compareTo(bounds.get(bucket)) >= 0) {
      bucket++;
    }
    return bucket;
  }

  private static Integer transitionCode(UserState user) {
    var last = user.last(Behaviour.CLICK, 0).flatMap(UserState.Action::category);
    var before = user.last(Behaviour.CLICK, 1).flatMap(UserState.Action::category);
    if (last.isEmpty() || before.isEmpty()) {
      return null;
    }
    return last.equals(before) ? 0 : 1;
  }

  private ZonedDateTime local(PageContext page) {
    return page.time().atZone(config.zone());
  }
}
