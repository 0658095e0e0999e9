package io.pageturner.learning.tensorflow;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/**
 * A graph with its session: the one owner of a network's native memory.
 *
 * <p>Used by one thread at a time. The session runs in the caller's thread and shares no thread
 * pool with others, so that training does not slow down a neighbour in the same process.
 */
public final class Computation implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session = new Session(graph, inCallersThread());

  /** Session options: inter-op −1 runs in the caller's thread, intra-op 1 keeps it the only one. */
  public static ConfigProto inCallersThread() {
    return ConfigProto.newBuilder()
        .setUsePerSessionThreads(true)
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1)
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
