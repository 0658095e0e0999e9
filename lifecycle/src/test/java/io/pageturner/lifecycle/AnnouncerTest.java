package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.version;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private final Announcer<Bundle> announcer = new Announcer<>("announcer-under-test");
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    announcer.close();
  }

  @Test
  void aLateListenerIsToldWhatIsLiveAlready() throws Exception {
    announcer.announce(bundle(1));
    announcer.announce(bundle(2));
    announcer.add(bundle -> told.add(bundle + " on " + Thread.currentThread().getName()));
    assertThat(next()).isEqualTo("policy/2 on announcer-under-test");
    announcer.announce(bundle(3));
    assertThat(next()).startsWith("policy/3");
  }

  @Test
  void listenersAreToldInTheirOrderAndOneThatThrowsDoesNotStopTheNext() throws Exception {
    announcer.add(
        bundle -> {
          told.add("first " + bundle);
          throw new UnsatisfiedLinkError("cannot load it");
        });
    announcer.add(bundle -> told.add("second " + bundle));
    announcer.announce(bundle(1));
    assertThat(List.of(next(), next())).containsExactly("first policy/1", "second policy/1");
    announcer.announce(bundle(2));
    assertThat(List.of(next(), next())).containsExactly("first policy/2", "second policy/2");
  }

  @Test
  void aSlowListenerIsToldTheNewestOnly() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    announcer.add(
        bundle -> {
          entered.countDown();
          await(released);
          told.add(bundle.toString());
        });
    announcer.announce(bundle(1));
    await(entered);
    for (int i = 2; i <= 1_000; i++) {
      announcer.announce(bundle(i));
    }
    released.countDown();
    assertThat(List.of(next(), next())).containsExactly("policy/1", "policy/1000");
  }

  @Test
  void aListenerMayCloseIt() throws Exception {
    announcer.add(
        bundle -> {
          announcer.close();
          told.add("closed");
        });
    announcer.announce(bundle(1));
    assertThat(next()).isEqualTo("closed");
    announcer.announce(bundle(2));
    announcer.close();
    assertThat(told).isEmpty();
  }

  private String next() throws InterruptedException {
    String next = told.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("told within 10 s").isNotNull();
    return next;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bundle bundle(long number) {
    Manifest manifest =
        new Manifest(
            "policy", version(number), Candidates.lineage(Map.of()), new TreeMap<>(Map.of()));
    return new Bundle(Path.of("store", "policy", Long.toString(number)), manifest);
  }
}
