package io.pageturner.learning.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** Which rows of a replay are drawn, and what each then weighs; the rows' own errors decide. */
final class Draws {
  private final Sampling sampling;
  private final SumTree priorities; // (|δ| + ε)^α in single precision; all 0 when uniform
  private float largestPriority = 1;
  private long batches;

  Draws(Sampling sampling, int capacity) {
    this.sampling = sampling;
    this.priorities = new SumTree(sampling instanceof Sampling.Prioritised ? capacity : 1);
  }

  /** Memory that it takes. */
  long bytes() {
    return priorities.bytes();
  }

  /** A row was filled anew: it gets the largest priority so far. */
  void added(int row) {
    if (sampling instanceof Sampling.Prioritised) {
      priorities.set(row, largestPriority);
    }
  }

  /**
   * Draws a batch with replacement.
   *
   * @param size rows to draw from, 0 … size − 1
   * @param rows filled with what was drawn [batch]
   * @param weights filled with the importance weights, in (0, 1], 1 when uniform [batch]
   */
  void draw(RandomGenerator random, int size, int[] rows, float[] weights) {
    if (size == 0) {
      throw new IllegalStateException("nothing to draw from: the replay is empty");
    }
    batches++;
    float largest = 0;
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(random, size, i, rows.length);
      weights[i] = weight(rows[i], size);
      largest = Math.max(largest, weights[i]);
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= largest;
    }
  }

  /** Prioritised draws are stratified: the i-th from the i-th of equal shares of the mass. */
  private int row(RandomGenerator random, int size, int i, int batchSize) {
    if (sampling instanceof Sampling.Uniform) {
      return random.nextInt(size);
    }
    double share = (i + random.nextDouble()) / batchSize;
    return Math.min(size - 1, priorities.find(share * priorities.total()));
  }

  private float weight(int row, int size) {
    if (sampling instanceof Sampling.Prioritised by) {
      double beta = by.beta() + (1 - by.beta()) * Math.min(1, (double) batches / by.betaSteps());
      double probability = priorities.get(row) / priorities.total();
      return (float) Math.pow(size * probability, -beta);
    }
    return 1;
  }

  /**
   * Tells how wrong the learner was about some rows.
   *
   * @param count how many of them
   * @param errors δ [count]
   */
  void learned(int count, int[] rows, float[] errors) {
    if (sampling instanceof Sampling.Prioritised by) {
      for (int i = 0; i < count; i++) {
        float priority = (float) Math.pow(Math.abs(errors[i]) + by.epsilon(), by.alpha());
        priorities.set(rows[i], priority);
        largestPriority = Math.max(largestPriority, priority);
      }
    }
  }

  /** Forgets all priorities. */
  void clear() {
    restart(0);
  }

  private void restart(int size) {
    priorities.clear(); // Else rows beyond size would still be drawn.
    batches = 0;
    largestPriority = 1;
    for (int row = 0; row < size; row++) {
      added(row);
    }
  }

  /** Writes the priorities of rows 0 … size − 1; nothing when uniform. */
  void write(int size, DataOutput out) throws IOException {
    if (sampling instanceof Sampling.Prioritised) {
      float[] kept = new float[size];
      for (int row = 0; row < size; row++) {
        kept[row] = (float) priorities.get(row);
      }
      out.writeLong(batches);
      out.writeFloat(largestPriority);
      Blocks.write(out, kept, size);
    }
  }

  /** Reads what {@link #write} wrote; where it wrote nothing, all rows count as new. */
  void read(int size, DataInput in) throws IOException {
    if (sampling instanceof Sampling.Uniform) {
      return;
    }
    restart(size);
    float[] kept = new float[size];
    try {
      batches = in.readLong();
    } catch (EOFException e) {
      return; // Uniform until now.
    }
    largestPriority = in.readFloat();
    Blocks.read(in, kept, size);
    for (int row = 0; row < size; row++) {
      priorities.set(row, kept[row]);
    }
  }
}
