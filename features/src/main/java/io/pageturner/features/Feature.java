package io.pageturner.features;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One entry of the feature configuration (SPEC 1.2). */
public sealed interface Feature {
  /** Unique in its section of the configuration. */
  String name();

  /** What of the user's behaviour a feature looks at. */
  enum Behaviour {
    CLICK,
    ORDER
  }

  /** Whether its raw value, as requests give it and the log keeps it, is a number, not a text. */
  default boolean isNumber() {
    return this instanceof Numeric || this instanceof Bucketed;
  }

  /** A feature that becomes one number of the network's dense input. */
  sealed interface Numeric extends Feature {}

  /** A number that is logged raw, then transformed and normalised (SPEC 6.2). */
  sealed interface Measured extends Numeric {
    Transform transform();

    /** What stands for an absent value before the transform; NaN means "the mean". */
    double missing();
  }

  /** A feature that becomes one row of its own trainable embedding table. */
  sealed interface Embedded extends Feature {
    /** Rows of the table; row 0 stands for "not known". */
    int rows();

    /** Width of the embedding. */
    int dimension();
  }

  /** An embedded feature whose values are few and known beforehand: its value is its code. */
  sealed interface Coded extends Embedded {
    /** What a code stands for, for people. */
    String meaning(int code);
  }

  /** Where a dense or id feature's value comes from. */
  enum Source {
    /** The request's {@code context} (or the candidate's {@code features}), under its name. */
    REQUEST,
    /** 0 for the session's first page, 1 for the next, … */
    PAGE_INDEX,
    /** Hour of the day, 0–23, in the configured time zone. */
    HOUR,
    /** Day of the week, 1 (Monday) to 7, in the configured time zone. */
    WEEKDAY
  }

  /**
   * A number of the request.
   *
   * @param missing what stands for an absent value before the transform; NaN means "the mean"
   */
  record Dense(String name, Source source, double missing, Transform transform)
      implements Measured {}

  /** How many clicks (orders) the user made in the last {@code window}; never missing. */
  record Count(String name, Behaviour of, Duration window, Transform transform)
      implements Measured {
    @Override
    public double missing() {
      return Double.NaN;
    }
  }

  /**
   * A number cut into buckets, each with an embedding: row i + 1 when it is below {@code
   * bounds[i]}. An absent one has its {@code missing} value's bucket, else the row "not known".
   *
   * @param of the number
   * @param bounds ascending; beyond the last one the row is {@code bounds.size() + 1}
   */
  record Bucketed(Measured of, List<Double> bounds, int dimension) implements Embedded {
    public Bucketed {
      bounds = List.copyOf(bounds);
    }

    @Override
    public String name() {
      return of.name();
    }

    @Override
    public int rows() {
      return bounds.size() + 2;
    }
  }

  /**
   * A category of the request, with a trainable embedding table.
   *
   * @param rows 0 is "not known", 1 is shared by rare and new ids, the rest are frequent ids
   * @param minCount an id gets a row of its own when it was seen this often (SPEC 6.3)
   * @param growing whether the state network's table is kept outside of the graph and grows with
   *     the ids; {@code rows} of it are in the graph then, those that a training round needs
   */
  record Id(String name, Source source, int rows, int dimension, int minCount, boolean growing)
      implements Embedded {}

  /**
   * For each window: how often the user clicked (ordered) in it, cut into levels → a base-N code,
   * shortest window as the lowest digit (SPEC 1.2: binary sequence; N-ary).
   *
   * @param windows ascending, such as 1 h, 6 h, 1 d, 3 d, 7 d
   * @param levels N: count c gives level min(c, N − 1); 2 is the binary sequence
   */
  record BinarySequence(
      String name, Behaviour of, List<Duration> windows, int levels, int dimension)
      implements Coded {
    public BinarySequence {
      windows = List.copyOf(windows);
    }

    @Override
    public int rows() {
      int codes = 1;
      for (int i = 0; i < windows.size(); i++) {
        codes = Math.multiplyExact(codes, levels);
      }
      return codes + 1;
    }

    /** Of two levels when the last one was, as longer windows hold the shorter ones. */
    @Override
    public String meaning(int code) {
      List<String> counts = new ArrayList<>();
      List<String> shown = windows.stream().map(ShortDuration::format).toList();
      int rest = code;
      for (int i = 0; i < windows.size(); i++) {
        int level = rest % levels;
        rest /= levels;
        if (levels == 2 && level == 1) {
          return i == 0
              ? "within " + shown.get(0)
              : shown.get(i - 1) + " to " + shown.get(i) + " ago";
        }
        counts.add(level == levels - 1 ? level + "+" : "" + level);
      }
      return levels == 2
          ? "none in " + shown.get(shown.size() - 1)
          : String.join("/", counts) + " in " + String.join("/", shown);
    }
  }

  /** Did the category of the last two clicks change: 0 no, 1 yes; not known before the second. */
  record Transition(String name, int dimension) implements Coded {
    @Override
    public int rows() {
      return 3;
    }

    @Override
    public String meaning(int code) {
      return code == 0 ? "the same" : "changed";
    }
  }

  /**
   * Time since the last click (order), bucketed: code i when it is below {@code bounds[i]}.
   *
   * @param bounds ascending; beyond the last one the code is {@code bounds.size()}
   */
  record Gap(String name, Behaviour of, List<Duration> bounds, int dimension) implements Coded {
    public Gap {
      bounds = List.copyOf(bounds);
    }

    @Override
    public int rows() {
      return bounds.size() + 2;
    }

    @Override
    public String meaning(int code) {
      List<String> shown = bounds.stream().map(ShortDuration::format).toList();
      if (code == 0) {
        return "under " + shown.get(0);
      }
      return code == shown.size()
          ? shown.get(code - 1) + " or more"
          : shown.get(code - 1) + " to " + shown.get(code);
    }
  }

  /** Of a candidate: 1/(1+k), k distinct items touched since its last touch; 0 when untouched. */
  record Recency(String name) implements Numeric {}

  /** Of a candidate: how often it is among the user's recent items. */
  record Touches(String name) implements Numeric {}

  /** Of a candidate: cosine of its item embedding and the mean of the recent items' embeddings. */
  record Similarity(String name) implements Numeric {}

  /**
   * Of a candidate: how many places below the item that the user touched last it stands in the list
   * as it came, cut to ±{@code reach}: code = places + reach. Not known when no recent item is in
   * the list. Users go on from where they were.
   *
   * @param reach greatest distance told apart, 1 or more
   */
  record BelowTouch(String name, int reach, int dimension) implements Coded {
    @Override
    public int rows() {
      return 2 * reach + 2;
    }

    @Override
    public String meaning(int code) {
      return code - reach + " places below";
    }
  }
}
