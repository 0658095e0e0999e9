package io.pageturner.lifecycle;

import static io.pageturner.lifecycle.Candidates.NAME;
import static io.pageturner.lifecycle.Candidates.candidate;
import static io.pageturner.lifecycle.Candidates.mark;
import static io.pageturner.lifecycle.Candidates.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleStoreTest {
  @TempDir Path root;
  private BundleStore store;

  @BeforeEach
  void open() {
    store = new BundleStore(root);
  }

  @Test
  void anAddedBundleIsFoundWithItsFilesAndLineage() throws IOException {
    Bundle added = store.add(candidate(3));
    Bundle found = store.find(NAME, version(1)).orElseThrow();
    assertThat(found).isEqualTo(added);
    assertThat(found.directory()).isEqualTo(root.resolve("policy/1"));
    assertThat(found.lineage()).isEqualTo(candidate(3).lineage());
    assertThat(found.manifest().sha256())
        .containsOnlyKeys("saved_model.pb", "assets.extra/pageturner/weights.safetensors");
    // printf graph | sha256sum
    assertThat(found.manifest().sha256().get("saved_model.pb"))
        .isEqualTo("eef93e1d14482804277fca0172464032d1a4fdbcc338524059fa1e861454ad4d");
    assertThat(mark(found)).isEqualTo(3);
    assertThatCode(() -> store.verify(found)).doesNotThrowAnyException();
  }

  @Test
  void versionsCountUpPerNameAndAreListedOldestFirst() throws IOException {
    for (int i = 1; i <= 11; i++) {
      assertThat(store.add(candidate(i)).version()).isEqualTo(version(i));
    }
    assertThat(store.list(NAME)).extracting(Bundle::version).endsWith(version(10), version(11));
    assertThat(store.list("ranker")).isEmpty();
    assertThat(store.find(NAME, version(12))).isEmpty();
  }

  @Test
  void aNumberIsNeverGivenTwiceEvenWhenItsBundleIsGone() throws IOException {
    store.add(candidate(1));
    store.add(candidate(2));
    store.prune(NAME, 0, Set.of());
    assertThat(new BundleStore(root).add(candidate(3)).version()).isEqualTo(version(3));
  }

  @Test
  void aBundleWhoseContentFailsLeavesNothingButASkippedNumber() throws IOException {
    Candidate failing =
        new Candidate(
            NAME,
            Candidates.lineage(Map.of()),
            directory -> {
              Files.writeString(directory.resolve("half"), "written");
              throw new IOException("disk full");
            });
    assertThatThrownBy(() -> store.add(failing)).hasMessage("disk full");
    assertThat(entries(root.resolve(NAME))).containsExactly("last-version");
    assertThat(store.add(candidate(1)).version()).isEqualTo(version(2));
  }

  @Test
  void leftoversOfACrashAreIgnoredAndCleanedUp() throws IOException {
    store.add(candidate(1));
    Path leftover = Files.createDirectories(root.resolve("policy/.staged-2/variables"));
    Files.writeString(leftover.resolve("half"), "written");
    Files.createDirectories(root.resolve("policy/.deleted-7"));

    BundleStore restarted = new BundleStore(root);
    assertThat(restarted.list(NAME)).hasSize(1);
    restarted.add(candidate(2));
    assertThat(entries(root.resolve(NAME))).containsExactly("1", "2", "last-version");
  }

  @Test
  void aTruncatedManifestIsAClearErrorAndLeftOutOfTheList() throws IOException {
    store.add(candidate(1));
    Bundle broken = store.add(candidate(2));
    Path manifest = broken.pageturnerFile("manifest.json");
    String json = Files.readString(manifest);
    Files.writeString(manifest, json.substring(0, json.length() / 2));
    assertThatThrownBy(() -> store.find(NAME, version(2)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(manifest + " is not JSON");
    assertThat(store.list(NAME)).extracting(Bundle::version).containsExactly(version(1));
  }

  @Test
  void aBundleUnderAnotherNumberIsRefused() throws IOException {
    store.add(candidate(1));
    Files.move(root.resolve("policy/1"), root.resolve("policy/5"));
    assertThatThrownBy(() -> store.find(NAME, version(5)))
        .hasMessageContaining("holds bundle policy/1");
  }

  @Test
  void changedMissingAndForeignFilesAreFoundByTheirHashes() throws IOException {
    Bundle bundle = store.add(candidate(1));
    Files.writeString(bundle.file("saved_model.pb"), "other");
    Files.delete(bundle.pageturnerFile("weights.safetensors"));
    Files.writeString(bundle.file("foreign"), "file");
    assertThatThrownBy(() -> store.verify(bundle))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("saved_model.pb was changed")
        .hasMessageContaining("weights.safetensors is missing")
        .hasMessageContaining("foreign does not belong to it");
  }

  @Test
  void pruningKeepsTheNewestAndTheProtected() throws IOException {
    for (int i = 1; i <= 6; i++) {
      store.add(candidate(i));
    }
    assertThat(store.prune(NAME, 2, Set.of(version(2))))
        .containsExactly(version(4), version(3), version(1));
    assertThat(store.list(NAME))
        .extracting(Bundle::version)
        .containsExactly(version(2), version(5), version(6));
    assertThat(entries(root.resolve(NAME))).containsExactly("2", "5", "6", "last-version");
  }

  @Test
  void aCandidateCannotBringItsOwnManifestOrALink() {
    Candidate forged =
        new Candidate(
            NAME,
            Candidates.lineage(Map.of()),
            directory -> {
              Path home = directory.resolve(Bundle.PAGETURNER_DIRECTORY);
              Files.writeString(Files.createDirectories(home).resolve("manifest.json"), "{}");
            });
    assertThatThrownBy(() -> store.add(forged)).hasMessageContaining("written by the store");
    Candidate link =
        new Candidate(
            NAME,
            Candidates.lineage(Map.of()),
            directory -> Files.createSymbolicLink(directory.resolve("secret"), root));
    assertThatThrownBy(() -> store.add(link)).hasMessageContaining("must be a regular file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../2/saved_model.pb", "/etc/passwd", "..", "", ".", "a/../../x", "\0"})
  void aPathOutOfTheBundleIsRefused(String path) throws IOException {
    Bundle bundle = store.add(candidate(1));
    assertThatThrownBy(() -> bundle.file(path)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bundle.pageturnerFile(path))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pageturnersOwnFilesAreBelowTheExtraAssets() throws IOException {
    Bundle bundle = store.add(candidate(1));
    assertThat(bundle.pageturnerFile("policy.json"))
        .isEqualTo(root.resolve("policy/1/assets.extra/pageturner/policy.json"));
    assertThatThrownBy(() -> bundle.pageturnerFile("../../saved_model.pb"))
        .hasMessageContaining("points out of");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "Policy", "1", "a b", ".policy"})
  void aNameThatIsNoDirectorysNameIsRefused(String name) {
    assertThatThrownBy(() -> store.find(name, version(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a model's name is");
  }

  private static List<String> entries(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }
}
