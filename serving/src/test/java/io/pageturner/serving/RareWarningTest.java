package io.pageturner.serving;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RareWarningTest {
  @Test
  void oneWarningInTenSecondsIsLoggedWithTheNumberHeldBack() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger("rare");
    log.setAdditive(false);
    log.addAppender(lines);
    AtomicLong nanos = new AtomicLong();
    RareWarning warning = new RareWarning(log, nanos::get);
    for (int second = 0; second <= 10; second++) {
      nanos.set(Duration.ofSeconds(second).toNanos());
      warning.warn("full", new IllegalStateException());
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("full (0 such warnings held back)", "full (9 such warnings held back)");
  }
}
