package io.pageturner.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pageturner.app.cli.BalanceCommand;
import io.pageturner.app.cli.BrokerCommand;
import io.pageturner.app.cli.ServeCommand;
import io.pageturner.app.cli.SimulateCommand;
import io.pageturner.app.config.PageturnerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

/** What the files of {@code deploy/} name exists: settings, commands, options, services, ports. */
class DeployFilesTest {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Pattern ADDRESS = Pattern.compile("\\b([a-z][a-z-]*):(\\d{4,5})\\b");

  @TempDir private Path directory;

  @Test
  void everySettingOfTheClustersIsOne() throws IOException {
    for (String kind : List.of("conf", "cluster/conf")) {
      try (Stream<Path> files = Files.list(DEPLOY.resolve(kind))) {
        for (Path file : files.toList()) {
          Path copy = directory.resolve(file.getFileName());
          Files.writeString(copy, Files.readString(file).replaceAll("@[a-z_]+@", "19100"));
        }
      }
      PageturnerConfig all = load("pageturner.conf");
      assertThat(all.models().follow()).isFalse();
      assertThat(all.stream().jobManager()).isNotEmpty();
      assertThat(load("serve.conf").models().follow()).isTrue();
      assertThat(load("serve.conf").log()).isEqualTo(all.log());
    }
  }

  private PageturnerConfig load(String file) {
    return PageturnerConfig.load(
        Optional.of(directory.resolve(file)), Map.of("roles", List.of("serve")), Optional.empty());
  }

  @Test
  void everyProcessOfTheContainersIsACommandOrAClassThatThereIs() throws IOException {
    List<List<String>> processes = new ArrayList<>();
    processes(compose(), processes);
    manifests().forEach(manifest -> processes(manifest, processes));

    assertThat(processes).hasSizeGreaterThan(10);
    for (List<String> process : processes) {
      if (process.get(0).equals("io.pageturner.app.Main")) {
        assertThat(process.get(1)).isEqualTo("serve");
        new CommandLine(new ServeCommand())
            .parseArgs(process.subList(2, process.size()).toArray(String[]::new));
      } else if (process.get(0).startsWith("org.apache.flink.")) {
        assertThat(process.get(0)).satisfies(DeployFilesTest::isAClass);
      }
    }
  }

  /** The commands of all containers: lists of texts below {@code command} and {@code args}. */
  private static void processes(Object yaml, List<List<String>> found) {
    if (yaml instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (Set.of("command", "args").contains(key) && value instanceof List<?> list) {
              found.add(list.stream().map(String::valueOf).toList());
            }
            processes(value, found);
          });
    } else if (yaml instanceof List<?> list) {
      list.forEach(element -> processes(element, found));
    }
  }

  private static void isAClass(String name) {
    assertThat(
            DeployFilesTest.class.getClassLoader().getResource(name.replace('.', '/') + ".class"))
        .as(name)
        .isNotNull();
  }

  @Test
  void theClustersScriptGivesCommandsOptionsThatTheyHave() throws IOException {
    String script = Files.readString(DEPLOY.resolve("cluster/cluster.sh")).replace("\\\n", " ");
    Map<String, Object> commands =
        Map.of(
            "serve", new ServeCommand(),
            "simulate", new SimulateCommand(),
            "balance", new BalanceCommand(),
            "broker", new BrokerCommand());
    Matcher calls =
        Pattern.compile(
                "(?m)^.*?\\b(?:role|pageturner) .*?\\b(serve|simulate|balance|broker) (--.*)$")
            .matcher(script);
    int found = 0;
    while (calls.find()) {
      Set<String> options =
          new CommandLine(commands.get(calls.group(1))).getCommandSpec().optionsMap().keySet();
      Matcher given = Pattern.compile(" (--[a-z-]+)").matcher(" " + calls.group(2));
      while (given.find()) {
        assertThat(options).as(calls.group()).contains(given.group(1));
        found++;
      }
    }
    assertThat(found).isGreaterThan(15);
  }

  @Test
  void everyAddressOfTheContainersIsAServiceThatListensThere() throws IOException {
    Map<?, ?> composed = (Map<?, ?>) compose().get("services");
    Map<String, Set<Integer>> services = services();
    for (String file : List.of("pageturner.conf", "core-site.xml", "config.yaml")) {
      Matcher addresses = ADDRESS.matcher(Files.readString(DEPLOY.resolve("conf").resolve(file)));
      while (addresses.find()) {
        assertThat(composed.containsKey(addresses.group(1))).as(addresses.group()).isTrue();
        assertThat(services.getOrDefault(addresses.group(1), Set.of()))
            .as(addresses.group() + " in " + file)
            .contains(Integer.parseInt(addresses.group(2)));
      }
    }
    assertThat(services).containsKeys("kafka", "redis", "namenode", "jobmanager", "serve", "train");
  }

  /** The ports of Kubernetes' services by name. */
  private static Map<String, Set<Integer>> services() {
    return manifests().stream()
        .filter(manifest -> manifest.get("kind").equals("Service"))
        .collect(
            Collectors.toMap(
                service -> (String) at(service, "metadata", "name"),
                service ->
                    ((List<?>) at(service, "spec", "ports"))
                        .stream()
                            .map(port -> (Integer) at(port, "port"))
                            .collect(Collectors.toSet())));
  }

  @Test
  void everyVolumeThatIsMountedIsThere() throws IOException {
    Map<?, ?> composed = compose();
    Map<?, ?> volumes = (Map<?, ?>) composed.get("volumes");
    Map<?, ?> secrets = (Map<?, ?>) composed.get("secrets");
    ((Map<?, ?>) composed.get("services"))
        .forEach(
            (name, service) -> {
              texts(service, "volumes")
                  .map(volume -> volume.split(":")[0])
                  .filter(volume -> !volume.startsWith("."))
                  .forEach(volume -> assertThat(volumes.containsKey(volume)).as(volume).isTrue());
              texts(service, "secrets")
                  .forEach(secret -> assertThat(secrets.containsKey(secret)).as(secret).isTrue());
            });
    for (Map<?, ?> manifest : manifests()) {
      if (at(manifest, "spec", "template") instanceof Map<?, ?>) {
        Set<Object> named =
            Stream.concat(
                    names(at(manifest, "spec", "template", "spec", "volumes")),
                    names(at(manifest, "spec", "volumeClaimTemplates")))
                .collect(Collectors.toSet());
        mounts(manifest).forEach(mount -> assertThat(named).as("" + manifest).contains(mount));
        assertThat(at(manifest, "spec", "selector", "matchLabels"))
            .isEqualTo(at(manifest, "spec", "template", "metadata", "labels"));
      }
    }
  }

  private static Stream<Object> names(Object list) {
    return list instanceof List<?> all
        ? all.stream()
            .map(
                one ->
                    Optional.ofNullable(at(one, "name"))
                        .orElseGet(() -> at(one, "metadata", "name")))
        : Stream.empty();
  }

  private static Stream<Object> mounts(Map<?, ?> manifest) {
    return ((List<?>) at(manifest, "spec", "template", "spec", "containers"))
        .stream()
            .flatMap(container -> ((List<?>) at(container, "volumeMounts")).stream())
            .map(mount -> at(mount, "name"));
  }

  private static Stream<String> texts(Object service, String key) {
    return at(service, key) instanceof List<?> list
        ? list.stream().map(String::valueOf)
        : Stream.empty();
  }

  private static Object at(Object yaml, String... path) {
    Object found = yaml;
    for (String key : path) {
      found = found instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return found;
  }

  /** Compose's file, its anchors merged as YAML 1.1 does. */
  private static Map<?, ?> compose() throws IOException {
    return (Map<?, ?>)
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(DEPLOY.resolve("compose.yaml")));
  }

  private static List<Map<?, ?>> manifests() {
    try (Stream<Path> files = Files.list(DEPLOY.resolve("kubernetes"))) {
      List<Map<?, ?>> all = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        new Load(LoadSettings.builder().build())
            .loadAllFromString(Files.readString(file))
            .forEach(manifest -> all.add((Map<?, ?>) manifest));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
