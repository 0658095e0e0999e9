package io.pageturner.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pageturner.domain.ActionChoice;
import io.pageturner.domain.ActionSpace;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.State;
import io.pageturner.serving.Deadline;
import io.pageturner.serving.SettableClock;
import io.pageturner.serving.TestClient.Reply;
import io.pageturner.serving.TestNode;
import io.pageturner.serving.model.Lease;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.PolicyModel;
import io.pageturner.serving.model.RecordedStates;
import io.pageturner.serving.model.StateTensors;
import io.pageturner.serving.model.TensorPolicy;
import io.pageturner.serving.model.TestBundles;
import io.pageturner.serving.model.UnreachableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client of TensorFlow Serving's REST API sees. */
class TensorFlowServingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROW =
      "{\"items\":[[0,0],[0,0],[1,2]],\"mask\":[0,0,1],\"dense\":[1,2],\"ids\":[1,0]}";

  @TempDir Path directory;
  private TestNode node;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(directory);
    node.publish(TestBundles.candidate(1, TestBundles.NONE));
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
  }

  @Test
  void theLiveVersionIsAvailable() throws IOException {
    node.publish(TestBundles.candidate(2, TestBundles.NONE));
    JsonNode status = node.client.get("/v1/models/policy").json();
    assertThat(status)
        .isEqualTo(
            JSON.readTree(
                """
                {"model_version_status": [{"version": "2", "state": "AVAILABLE",
                 "status": {"error_code": "OK", "error_message": ""}}]}
                """));
  }

  @Test
  void metadataTellsTheSignature() {
    JsonNode signature =
        node.client
            .get("/v1/models/policy/metadata")
            .json()
            .at("/metadata/signature_def/signature_def/serving_default");
    assertThat(sizes(signature, "/inputs/items")).containsExactly("-1", "3", "2");
    assertThat(sizes(signature, "/inputs/mask")).containsExactly("-1", "3");
    assertThat(sizes(signature, "/inputs/dense")).containsExactly("-1", "2");
    assertThat(sizes(signature, "/inputs/ids")).containsExactly("-1", "2");
    assertThat(signature.at("/inputs/ids/dtype").textValue()).isEqualTo("DT_INT32");
    assertThat(sizes(signature, "/outputs/action")).containsExactly("-1", "1");
  }

  private static List<String> sizes(JsonNode signature, String tensor) {
    return signature.at(tensor + "/tensor_shape/dim").findValuesAsText("size");
  }

  @Test
  void predictAnswersAsRankDoesForTheSameState() throws IOException {
    String user = node.user(TestNode.AGENT, 0);
    node.client.rank(user);
    node.client.click("e1", user, "i1");
    double ranked = node.client.rank(user).json().path("action").get(0).doubleValue();
    List<State> recorded = node.recorded.snapshot();
    StateTensors tensors = tensors(recorded.get(recorded.size() - 1));
    assertThat(tensors.mask()).as("the click is in the state").contains(1);
    String row = JSON.writeValueAsString(asJson(tensors));
    JsonNode byRow = predict("{\"instances\":[" + row + "," + ROW + "]}").json();
    assertThat(byRow.at("/predictions/0/action/0").doubleValue()).isCloseTo(ranked, within(1e-9));
    assertThat(byRow.path("predictions")).hasSize(2);
    JsonNode byColumn =
        predict(
                "{\"signature_name\":\"serving_default\",\"inputs\":"
                    + row.replaceAll("(\"\\w+\":)(\\[\\[.*?\\]\\]|\\[.*?\\])", "$1[$2]")
                    + "}")
            .json();
    assertThat(byColumn.at("/outputs/action/0/0").doubleValue()).isCloseTo(ranked, within(1e-9));
    assertThat(byColumn.at("/outputs/unit_action")).hasSize(1);
  }

  private StateTensors tensors(State state) {
    try (Lease<PolicyModel> lease = node.policies.acquire().orElseThrow()) {
      return ((TensorPolicy) lease.model()).tensors(state);
    }
  }

  private static Map<String, Object> asJson(StateTensors tensors) {
    List<float[]> items = new ArrayList<>();
    for (int from = 0; from < tensors.items().length; from += 2) {
      items.add(Arrays.copyOfRange(tensors.items(), from, from + 2));
    }
    return Map.of(
        "items", items, "mask", tensors.mask(), "dense", tensors.dense(), "ids", tensors.ids());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[0,0,1] | [0,0,0.5] | instances[0].mask",
        "[0,0,1] | [0,1] | instances[0].mask",
        "[1,0] | [1,99] | instances[0].ids[1]",
        "[1,0] | [1,0.5] | instances[0].ids[1]",
        "dense\":[1,2] | dense\":[1,1e39] | instances[0].dense[1]",
        "[[0,0],[0,0],[1,2]] | [[0,0],[0,0]] | instances[0].items",
      })
  void tensorsOfAnotherShapeOrRangeAreRefusedByTheirPath(String right, String wrong, String field) {
    Reply reply = predict("{\"instances\":[" + ROW.replace(right, wrong) + "]}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.error().path("field").textValue()).isEqualTo(field);
  }

  @Test
  void otherModelsSignaturesAndFieldsAreNotThere() {
    assertThat(node.client.get("/v1/models/other").status()).isEqualTo(404);
    assertThat(node.client.get("/v1/models/..%2F..%2Fetc%2Fpasswd").status()).isEqualTo(404);
    assertThat(node.client.get("/v1/models/%2e%2e/policy/metadata").status()).isEqualTo(404);
    assertThat(predict("{\"signature_name\":\"other\",\"instances\":[" + ROW + "]}").status())
        .isEqualTo(422);
    assertThat(predict("{\"instances\":[]}").status()).isEqualTo(400);
    assertThat(predict("{}").error().path("field").textValue()).isEqualTo("inputs");
  }

  @Test
  void beforeTheFirstVersionThereIsNoModel(@TempDir Path empty) throws IOException {
    try (TestNode fresh = TestNode.start(empty)) {
      assertThat(fresh.client.get("/v1/models/policy").status()).isEqualTo(404);
    }
  }

  @Test
  void aPolicyThatIsOutOfReachIsToBeAskedForAgainLater() throws IOException {
    ModelServer<TensorPolicy> away =
        new ModelServer<>(
            "policy",
            bundle -> new OutOfReach(bundle.version()),
            new RecordedStates(1),
            new SettableClock(),
            swap -> {});
    away.serve(node.store.list("policy").get(0)).join();
    Route predict = new TensorFlowServing(new Json(16), "policy", away).routes().get(2);
    byte[] body = ("{\"instances\":[" + ROW + "]}").getBytes(StandardCharsets.UTF_8);
    ApiRequest request = new ApiRequest(Map.of(), body, Deadline.NONE, Optional.empty());
    assertThatThrownBy(() -> predict.endpoint().answer(request))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.error().status()).isEqualTo(503);
              assertThat(refusal.error().code()).isEqualTo("unreachable");
              assertThat(refusal.error().headers()).containsKey("Retry-After");
            });
    away.close();
  }

  private record OutOfReach(ModelVersion version) implements TensorPolicy {
    @Override
    public String name() {
      return "away";
    }

    @Override
    public StateTensors.Shapes shapes() {
      return new StateTensors.Shapes(3, 2, 2, new int[] {10, 10}, 1);
    }

    @Override
    public ActionSpace actions() {
      return ActionSpace.DEFAULT;
    }

    @Override
    public StateTensors tensors(State state) {
      throw new UnreachableException("nobody answers", null);
    }

    @Override
    public double[] unitAction(StateTensors tensors) {
      throw new UnreachableException("nobody answers", null);
    }

    @Override
    public ActionChoice choose(State state, List<Double> noise, RandomGenerator random) {
      throw new UnreachableException("nobody answers", null);
    }

    @Override
    public void warm(List<State> recorded) {
      // It is warmed where it is executed.
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }

  private Reply predict(String body) {
    return node.client.post("/v1/models/policy:predict", body);
  }
}
