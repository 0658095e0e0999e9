package io.pageturner.serving.rank;

import io.pageturner.domain.BucketName;
import io.pageturner.domain.ModelVersion;
import io.pageturner.domain.UserId;
import io.pageturner.serving.experiment.Buckets;
import io.pageturner.serving.model.Lease;
import io.pageturner.serving.model.ModelServer;
import io.pageturner.serving.model.PolicyModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Versions on trial: which users of an agent meet them instead of the live version, and who is told
 * how versions fare.
 *
 * <p>A user stays on the same side for as long as the salt does, whatever is on trial.
 */
public final class Trials {
  private static final BucketName CANARY = new BucketName("canary");

  /** No version is ever on trial, and nobody is told. */
  public static final Trials NONE = new Trials(Map.of(), 0, "", (bucket, version, failed) -> {});

  private final Map<BucketName, ModelServer<PolicyModel>> servers;
  private final Buckets cut;
  private final Listener listener;

  /** Told on requests' threads of each page that a model version was asked for. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param failed whether the team's ranking had to stand in
     */
    void asked(BucketName bucket, ModelVersion version, boolean failed);
  }

  /**
   * @param servers of versions on trial, by the bucket whose agent they are of; empty servers while
   *     nothing is on trial
   * @param share of each agent's users that meet the version on trial, from 0 on and below 1
   * @param salt of the buckets; users on trial are cut independently of those
   */
  public Trials(
      Map<BucketName, ModelServer<PolicyModel>> servers,
      double share,
      String salt,
      Listener listener) {
    this.servers = Map.copyOf(servers);
    Map<BucketName, Double> shares = new LinkedHashMap<>();
    shares.put(BucketName.BASELINE, 1 - share);
    shares.put(CANARY, share);
    this.cut = new Buckets(salt + "/canary", shares);
    this.listener = listener;
  }

  /** The version on trial, when there is one and this user is to meet it. */
  Optional<Lease<PolicyModel>> acquire(BucketName bucket, UserId user) {
    ModelServer<PolicyModel> server = servers.get(bucket);
    return server != null && server.version().isPresent() && cut.of(user).equals(CANARY)
        ? server.acquire()
        : Optional.empty();
  }

  Listener listener() {
    return listener;
  }
}
