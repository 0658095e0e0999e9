package io.pageturner.features;

/**
 * What becomes of a raw number before the network sees it; the same bits on every machine.
 *
 * <p>All but {@link Plain#NONE} are followed by the z-score, whose moments are those of the
 * transformed values.
 */
public sealed interface Transform {
  /** The transformed value of a finite number; finite. */
  double apply(double raw);

  /** Whether the z-score follows. */
  default boolean normalised() {
    return true;
  }

  /** Transforms without parameters. */
  enum Plain implements Transform {
    /** The number itself, then the z-score. */
    Z_SCORE {
      @Override
      public double apply(double raw) {
        return raw;
      }
    },
    /** sign(x) · ln(1 + |x|), then the z-score: for prices, distances, counts. */
    LOG {
      @Override
      public double apply(double raw) {
        // StrictMath, since Math may differ in the last bit from machine to machine.
        return Math.copySign(StrictMath.log1p(Math.abs(raw)), raw);
      }
    },
    /** The number itself, for one that is scaled already; cut to ±{@link #LIMIT}. */
    NONE {
      @Override
      public double apply(double raw) {
        return Math.max(-LIMIT, Math.min(LIMIT, raw));
      }

      @Override
      public boolean normalised() {
        return false;
      }
    };

    /** Beyond it a number that was not normalised would drown all others. */
    public static final double LIMIT = 1_000;
  }

  /**
   * The number cut to [low, high], then the z-score: an outlier does not widen the deviation.
   *
   * @param low smallest value that is told apart
   * @param high largest value that is told apart
   */
  record Clip(double low, double high) implements Transform {
    public Clip {
      if (!(low < high)) {
        throw new IllegalArgumentException("clip needs low < high, had " + low + ", " + high);
      }
    }

    @Override
    public double apply(double raw) {
      return Math.max(low, Math.min(high, raw));
    }
  }
}
