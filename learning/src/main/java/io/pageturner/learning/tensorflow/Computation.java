package io.pageturner.learning.tensorflow;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * A graph with its session: the one owner of a network's native memory.
 *
 * <p>Used by one thread at a time. The session runs in the caller's thread and shares no thread
 * pool with others, so that training does not slow down a neighbour in the same process.
 */
public final class Computation implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session = new Session(graph, options());

  /**
   * Inter-op −1 without a pool of its own runs every operation in the caller's thread, one after
   * the other (measured: with {@code usePerSessionThreads} the work goes to another thread). The
   * graph optimiser costs half a second at the first run of each step and gains nothing here.
   */
  private static ConfigProto options() {
    RewriterConfig asWritten = RewriterConfig.newBuilder().setDisableMetaOptimizer(true).build();
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1)
        .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(asWritten))
        .build();
  }

  /** Where operations are added to the graph. */
  public Ops tf() {
    return tf;
  }

  public Graph graph() {
    return graph;
  }

  public Session session() {
    return session;
  }

  /** A new run of the graph; close it to free its inputs. */
  public Run run() {
    return new Run(session.runner());
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
