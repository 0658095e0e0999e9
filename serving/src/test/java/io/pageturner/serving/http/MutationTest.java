package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pageturner.serving.TestClient;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** However a good request is spoiled, the answer is never an error of the server. */
class MutationTest {
  private static final List<String> SPOILERS =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1.5",
          "1e999",
          "-1e999",
          "1e300",
          "123456789012345678901234567890",
          "\"\"",
          "\" \"",
          "\"NaN\"",
          "\"\\u0000\"",
          "\"9999-12-31T23:59:59Z\"",
          "[]",
          "{}",
          "[[[]]]",
          "{\"a\":{\"b\":1}}",
          "\"" + "x".repeat(300) + "\"",
          "9223372036854775807");
  private static final List<String> NAMES =
      List.of("id", "user", "type", "time", "limit", "scores", "features", "zzz", "");

  private static TestNode node;

  @BeforeContainer
  static void start() throws IOException {
    node = TestNode.start(Files.createTempDirectory("mutations"));
  }

  @AfterContainer
  static void stop() throws IOException {
    node.close();
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void spoiledTreesAreNeverAnErrorOfTheServer(@ForAll Random random) {
    String page = spoiled(TestClient.page("u1"), random);
    requireNoServerError(node.client.post("/v1/rank", page), page);
    String event = TestClient.event("click", "e" + random.nextInt(), "u1", "i1");
    String events = spoiled("{\"events\":[" + event + "," + dwell() + "]}", random);
    requireNoServerError(node.client.post("/v1/events", events), events);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void spoiledTextsAreNeverAnErrorOfTheServer(@ForAll Random random) {
    StringBuilder text = new StringBuilder(TestClient.page("u1"));
    for (int i = random.nextInt(3); i >= 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, (char) random.nextInt(0x3000));
        default -> text.setLength(at + 1);
      }
    }
    requireNoServerError(node.client.post("/v1/rank", text.toString()), text.toString());
  }

  private static String dwell() {
    return "{\"id\":\"d1\",\"type\":\"dwell\",\"user\":\"u1\",\"session\":\"s1\",\"item\":\"i1\","
        + "\"dwellMillis\":12}";
  }

  private static void requireNoServerError(Reply reply, String request) {
    assertThat(reply.status()).as(request + "\n→ " + reply.text()).isLessThan(500);
    if (reply.status() >= 400) {
      assertThat(reply.error().path("message").textValue()).as(request).isNotBlank();
    }
  }

  /** The text with one to three of its values replaced, removed, doubled or renamed. */
  private static String spoiled(String json, Random random) {
    JsonNode root = Trees.read(json);
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<JsonNode> containers = new ArrayList<>();
      collect(root, containers);
      spoil(containers.get(random.nextInt(containers.size())), random);
    }
    return root.toString();
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private static void spoil(JsonNode container, Random random) {
    JsonNode spoiler = Trees.read(SPOILERS.get(random.nextInt(SPOILERS.size())));
    if (container instanceof ArrayNode array) {
      int at = random.nextInt(array.size() + 1);
      if (random.nextBoolean() && at < array.size()) {
        array.set(at, random.nextBoolean() ? spoiler : array.get(0).deepCopy());
      } else {
        array.insert(at, spoiler);
      }
      return;
    }
    ObjectNode object = (ObjectNode) container;
    List<String> names = new ArrayList<>(NAMES);
    object.fieldNames().forEachRemaining(names::add);
    String name = names.get(random.nextInt(names.size()));
    if (random.nextInt(4) == 0) {
      object.remove(name);
    } else {
      object.set(name, spoiler);
    }
  }
}
