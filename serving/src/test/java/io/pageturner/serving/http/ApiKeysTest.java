package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
  private final AtomicLong nanos = new AtomicLong();

  /** SHA-256 of "abc", as in FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void aKnownKeyIsLetInWhereItsScopesReachAndNamed() throws IOException {
    ApiKeys keys = keys("# keys of the shop", "", "shop rank,events 10 " + ABC + " # of spring");
    assertThat(admit(keys, "Bearer abc", Scope.RANK)).contains("shop");
    assertThat(admit(keys, "Bearer abc", Scope.EVENTS)).contains("shop");
    assertThat(refusal(keys, "Bearer abc", Scope.ADMIN).status()).isEqualTo(403);
    assertThat(refusal(keys, "Bearer abc", Scope.ADMIN).message())
        .isEqualTo("key shop lacks the scope admin");
  }

  @Test
  void anUnknownKeyOrNoneIsRefused() throws IOException {
    ApiKeys keys = keys("shop rank 10 " + ABC);
    for (String brought : new String[] {null, "", "abc", "Bearer", "Bearer abd", "Basic abc"}) {
      ApiError refusal = refusal(keys, brought, Scope.RANK);
      assertThat(refusal.status()).as("%s", brought).isEqualTo(401);
      assertThat(refusal.headers()).containsEntry("WWW-Authenticate", "Bearer");
    }
    assertThat(admit(keys, null, Scope.OPEN)).isEmpty();
  }

  @Test
  void aKeyMayBeUsedSoOftenASecondAndAgainALittleLater() throws IOException {
    ApiKeys keys = keys("shop rank 3 " + ABC);
    for (int i = 0; i < 3; i++) {
      admit(keys, "Bearer abc", Scope.RANK);
    }
    ApiError refusal = refusal(keys, "Bearer abc", Scope.RANK);
    assertThat(refusal.status()).isEqualTo(429);
    assertThat(refusal.headers()).containsEntry("Retry-After", "1");
    nanos.addAndGet(400_000_000); // 3 calls a second: one more after a third of a second.
    assertThat(admit(keys, "Bearer abc", Scope.RANK)).contains("shop");
    assertThat(refusal(keys, "Bearer abc", Scope.RANK).status()).isEqualTo(429);
  }

  @Test
  void aNewKeyFitsItsLineAndTheLineHoldsNoKey() throws IOException {
    ApiKeys.Made made = ApiKeys.make("ops", "admin", 5);
    assertThat(made.key()).matches("pt_[A-Za-z0-9_-]{43}");
    assertThat(made.line()).startsWith("ops admin 5 ").doesNotContain(made.key());
    assertThat(admit(keys(made.line()), "Bearer " + made.key(), Scope.ADMIN)).contains("ops");
    assertThat(ApiKeys.make("ops", "admin", 5).key()).isNotEqualTo(made.key());
    assertThatThrownBy(() -> ApiKeys.make("o ps", "admin", 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ApiKeys.make("ops", "root", 5))
        .hasMessageContaining("a scope is rank, events or admin, was 'root'");
  }

  @Test
  void aFaultyFileIsRefusedWithItsLine() {
    assertThatThrownBy(() -> keys("", "shop rank 10 c0ffee"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("keys, line 2: a key is name, scopes, calls per second");
    assertThatThrownBy(() -> keys("shop rank 10 " + ABC, "shop rank 10 " + ABC))
        .hasMessage("keys, line 2: there are two keys named shop");
    assertThatThrownBy(() -> keys("# none")).hasMessageStartingWith("keys holds no key");
    assertThatThrownBy(() -> keys("shop rank 0 " + ABC)).isInstanceOf(IOException.class);
  }

  private ApiKeys keys(String... lines) throws IOException {
    return ApiKeys.parse(List.of(lines), "keys", nanos::get);
  }

  private static Optional<String> admit(ApiKeys keys, String brought, Scope scope) {
    return keys.admit(name -> name.equals("Authorization") ? brought : null, scope, name -> {});
  }

  private static ApiError refusal(ApiKeys keys, String brought, Scope scope) {
    return catchThrowableOfType(ApiException.class, () -> admit(keys, brought, scope)).error();
  }
}
