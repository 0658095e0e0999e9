package io.pageturner.app;

/** placeholder */
public final class Main {
  private Main() {}

  public static void main(String[] a) {}
}
