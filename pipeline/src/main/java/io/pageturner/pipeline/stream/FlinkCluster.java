package io.pageturner.pipeline.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.ClusterClientJobClientAdapter;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster that runs already, by the REST address of its JobManager. Its processes have
 * Pageturner's jars on their class path: none are sent.
 */
final class FlinkCluster {
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

  private final String host;
  private final int port;

  /** The cluster whose JobManager listens at {@code host:port}. */
  FlinkCluster(String address) {
    int colon = address.lastIndexOf(':');
    this.host = address.substring(0, colon);
    this.port = Integer.parseInt(address.substring(colon + 1));
  }

  /** Where a job is built that this cluster is to run. */
  StreamExecutionEnvironment environment(Configuration job) {
    return StreamExecutionEnvironment.createRemoteEnvironment(host, port, job);
  }

  /**
   * The job of this name that has not ended; empty when there is none.
   *
   * @throws IllegalStateException when the cluster does not answer
   */
  Optional<JobClient> find(String job) {
    try (RestClusterClient<StandaloneClusterId> client = client()) {
      return client.listJobs().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS).stream()
          .filter(found -> found.getJobName().equals(job))
          .filter(found -> !found.getJobState().isGloballyTerminalState())
          .map(JobStatusMessage::getJobId)
          .findFirst()
          .map(this::attached);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + this, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no Flink cluster answers at " + this, e);
    }
  }

  private JobClient attached(JobID job) {
    return new ClusterClientJobClientAdapter<>(
        this::client, job, FlinkCluster.class.getClassLoader());
  }

  private RestClusterClient<StandaloneClusterId> client() {
    Configuration address = new Configuration();
    address.set(RestOptions.ADDRESS, host);
    address.set(RestOptions.PORT, port);
    try {
      return new RestClusterClient<>(address, StandaloneClusterId.getInstance());
    } catch (Exception e) {
      throw new IllegalStateException("the Flink cluster at " + this + " cannot be asked", e);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
