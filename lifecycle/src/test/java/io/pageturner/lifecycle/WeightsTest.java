package io.pageturner.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsTest {

  @Test
  void aTensorHoldsAsManyValuesAsItsShapeSays() {
    assertThat(new Tensor(new int[] {2, 3}, new float[6]).size()).isEqualTo(6);
    assertThat(new Tensor(new int[0], new float[1]).size()).isEqualTo(1);
    assertThat(new Tensor(new int[] {4, 0}, new float[0]).size()).isZero();
    assertThatThrownBy(() -> new Tensor(new int[] {2, 3}, new float[5]))
        .hasMessage("a tensor of shape [2, 3] has 6 values, got 5");
    assertThatThrownBy(() -> new Tensor(new int[] {2, -3}, new float[6]))
        .hasMessageContaining("shape[1] must be 0 or more, was -3");
    assertThatThrownBy(() -> new Tensor(new int[] {1 << 20, 1 << 20}, new float[0]))
        .hasMessageContaining("more values than fit");
  }

  @Test
  void aTensorCannotBeChangedFromOutside() {
    float[] values = {1, 2};
    Tensor tensor = new Tensor(new int[] {2}, values);
    values[0] = 9;
    tensor.values()[1] = 9;
    tensor.shape()[0] = 9;
    assertThat(tensor).isEqualTo(new Tensor(new int[] {2}, new float[] {1, 2}));
    assertThat(tensor).hasSameHashCodeAs(new Tensor(new int[] {2}, new float[] {1, 2}));
  }

  @Test
  void tensorsOfOtherShapeOrBitsDiffer() {
    Tensor tensor = new Tensor(new int[] {2, 1}, new float[] {0, Float.NaN});
    assertThat(tensor).isEqualTo(new Tensor(new int[] {2, 1}, new float[] {0, Float.NaN}));
    assertThat(tensor).isNotEqualTo(new Tensor(new int[] {1, 2}, new float[] {0, Float.NaN}));
    assertThat(tensor).isNotEqualTo(new Tensor(new int[] {2, 1}, new float[] {-0f, Float.NaN}));
  }

  @Test
  void weightsKeepTheirOrderAndCountTheirParameters() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("z", new Tensor(new int[] {2, 3}, new float[6]));
    tensors.put("a", new Tensor(new int[] {3}, new float[3]));
    Weights weights = Weights.of(tensors);
    tensors.clear();
    assertThat(weights.names()).containsExactly("z", "a");
    assertThat(weights.parameterCount()).isEqualTo(9);
    assertThat(weights.firstNonFinite()).isEmpty();
  }

  @Test
  void aMissingTensorIsNamedWithThoseThatThereAre() {
    assertThatThrownBy(() -> Candidates.weights(1).tensor("actor_out_kernal"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no tensor named actor_out_kernal among these weights:"
                + " [actor_out_kernel, actor_out_bias]");
  }

  @Test
  void theFirstValueThatIsNotFiniteIsFound() {
    assertThat(Candidates.weights(1, Float.NEGATIVE_INFINITY, Float.NaN).firstNonFinite())
        .contains("actor_out_kernel[1] of 3 is -Infinity");
  }
}
