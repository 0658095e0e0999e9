package io.pageturner.learning.ddpg;

import io.pageturner.learning.replay.TransitionBatch;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** What every learner's graph is fed with and tells of its updates. */
interface LearnerGraph {
  /** Where a batch is fed. */
  TransitionBatch.Inputs inputs();

  /** The figures of an update. */
  GraphFigures figures();

  /** y − V(s), or what stands for V, of a batch's rows [batch]. */
  Operand<TFloat32> errors();
}
