package io.pageturner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://localhost",
        "redis://10.0.0.7:6380",
        "rediss://cache.example.org:6379/3",
        "redis://reader@localhost:6379/0",
        "redis://[::1]:6379/"
      })
  void addressesOfRedisAreTaken(String address) {
    assertThat(RedisSettings.address(address)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:6379",
        "http://localhost",
        "redis://",
        "redis://localhost/zero",
        "redis://localhost?timeout=1s",
        "redis://local host"
      })
  void othersAreRefusedWithWhatWouldBeRight(String address) {
    assertThatThrownBy(() -> RedisSettings.address(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be like redis://host:6379");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:hunter2@localhost",
        "redis://u:hunter2@localhost:6379/0",
        "redis://u:hunter2@local host",
        "http://u:hunter2@localhost",
        "redis://u:hunter2@my_host",
        "redis:u:hunter2@host"
      })
  void aPasswordIsRefusedAndNotRepeated(String address) {
    assertThatThrownBy(() -> RedisSettings.address(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("hunter2");
  }
}
