package io.pageturner.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker and its controller inside of this process, reachable from this machine only.
 *
 * <p>It keeps its data in one directory and continues from it, also after the process was killed;
 * ports may differ from start to start.
 */
public final class EmbeddedKafka implements AutoCloseable {
  /** The longest timeout that this broker grants a transaction. */
  public static final Duration MAX_TRANSACTION_TIMEOUT = Duration.ofDays(7);

  private static final String HOST = "127.0.0.1";
  private static final int NODE = 1;

  /** Name of the listener that clients connect to. */
  static final String CLIENTS = "CLIENTS";

  private final KafkaRaftServer server;
  private final KafkaAccess access;

  private EmbeddedKafka(KafkaRaftServer server, KafkaAccess access) {
    this.server = server;
    this.access = access;
  }

  /**
   * Starts a broker on {@code dataDirectory}, which is made and formatted when it is new.
   *
   * @param port where clients connect; 0 for a free port
   * @throws IllegalStateException when it does not start, naming the directory
   */
  public static EmbeddedKafka start(Path dataDirectory, int port) {
    return start(dataDirectory, port, Map.of());
  }

  /** Starts a broker with other settings, such as one that asks its {@link #CLIENTS} for TLS. */
  static EmbeddedKafka start(Path dataDirectory, int port, Map<String, String> others) {
    List<Integer> free = freePorts(2);
    int brokerPort = port == 0 ? free.get(0) : port;
    Properties properties = properties(dataDirectory, brokerPort, free.get(1));
    properties.putAll(others);
    format(dataDirectory);
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw new IllegalStateException("Kafka does not start on " + dataDirectory, e);
    }
    return new EmbeddedKafka(server, KafkaAccess.open(HOST + ":" + brokerPort));
  }

  /** What clients connect with. */
  public KafkaAccess access() {
    return access;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static void format(Path directory) {
    try {
      Files.createDirectories(directory);
      if (Files.exists(directory.resolve("meta.properties"))) {
        return;
      }
      new Formatter()
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setControllerListenerName("CONTROLLER")
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("Kafka's directory " + directory + " cannot be made", e);
    }
  }

  private static Properties properties(Path directory, int brokerPort, int controllerPort) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            Integer.toString(NODE),
            "controller.quorum.voters",
            NODE + "@" + HOST + ":" + controllerPort,
            "controller.listener.names",
            "CONTROLLER",
            "listeners",
            CLIENTS
                + "://"
                + HOST
                + ":"
                + brokerPort
                + ",CONTROLLER://"
                + HOST
                + ":"
                + controllerPort,
            "advertised.listeners",
            CLIENTS + "://" + HOST + ":" + brokerPort,
            "listener.security.protocol.map",
            CLIENTS + ":PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name",
            CLIENTS,
            "log.dirs",
            directory.toString()));
    properties.putAll(ONE_NODE);
    return properties;
  }

  /** One copy of everything, few partitions and small buffers: it is a broker for one machine. */
  private static final Map<String, String> ONE_NODE =
      Map.ofEntries(
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
          // A stream job that was down for days must still find its prepared transactions.
          Map.entry(
              "transaction.max.timeout.ms", Long.toString(MAX_TRANSACTION_TIMEOUT.toMillis())),
          // After a crash the controller refuses the broker until its former session has run out:
          // short, so that it is back soon, and the patience at the start outlasts it.
          Map.entry("broker.session.timeout.ms", "9000"),
          Map.entry("initial.broker.registration.timeout.ms", "120000"),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"));

  /** Distinct ports that were free a moment ago. */
  private static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    } finally {
      for (ServerSocket socket : sockets) {
        giveBack(socket);
      }
    }
  }

  private static void giveBack(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a probed port cannot be given back", e);
    }
  }
}
