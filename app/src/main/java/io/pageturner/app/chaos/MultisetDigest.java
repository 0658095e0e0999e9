package io.pageturner.app.chaos;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The digest of a multiset of records: their number, and the sum of their SHA-256 modulo 2^256.
 *
 * <p>Order does not matter and every repetition counts (MSet-Add-Hash, Clarke et al., ASIACRYPT
 * 2003), so that millions of records are compared without being kept or sorted.
 */
final class MultisetDigest {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private final MessageDigest sha256;
  private BigInteger sum = BigInteger.ZERO;
  private long count;

  MultisetDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  void add(byte[] contents) {
    sum = sum.add(new BigInteger(1, sha256.digest(contents))).mod(MODULUS);
    count++;
  }

  long count() {
    return count;
  }

  /** Number and sum: equal for equal multisets. */
  @Override
  public String toString() {
    return count + " records, " + "%064x".formatted(sum);
  }
}
