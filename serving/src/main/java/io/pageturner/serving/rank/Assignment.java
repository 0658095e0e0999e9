package io.pageturner.serving.rank;

import io.pageturner.domain.BucketName;
import io.pageturner.serving.experiment.Buckets;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.PolicyModel;
import java.util.Map;

/**
 * Who is served by whom at one moment; a page is decided by one of them as a whole. Immutable.
 *
 * @param buckets which users each bucket has
 * @param agents the model server of each bucket that an agent serves; every other bucket gets the
 *     baseline
 * @param trials versions on trial, and who is told how versions fare
 */
public record Assignment(
    Buckets buckets, Map<BucketName, ModelServer<PolicyModel>> agents, Trials trials) {
  public Assignment {
    agents = Map.copyOf(agents);
  }
}
