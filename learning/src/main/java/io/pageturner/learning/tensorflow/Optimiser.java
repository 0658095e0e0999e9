package io.pageturner.learning.tensorflow;

/** How an objective's parameters descend its gradients. */
public sealed interface Optimiser permits AdamSettings, FtrlSettings, SgdSettings {
  /** The step size, where no other is fed. */
  double learningRate();

  /** The gradients of one objective are scaled down to this global norm; infinite for none. */
  double clipNorm();
}
