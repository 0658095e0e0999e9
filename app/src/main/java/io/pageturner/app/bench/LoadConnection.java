package io.pageturner.app.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection of the load: sends a request that is ready to be sent, and reads the
 * answer. It makes next to nothing anew, so that the load leaves the cores to the server.
 */
final class LoadConnection implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 20;
  private static final String LENGTH = "content-length:";

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer answer = ByteBuffer.allocate(MOST_BYTES);
  private ByteBuffer request = ByteBuffer.allocate(0);
  private int page;

  /** Connects, waiting. */
  LoadConnection(InetSocketAddress server, Selector selector) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Which page is asked for. */
  int page() {
    return page;
  }

  /** Sends a request; the one before has been answered. */
  void send(ByteBuffer whole, int asked) throws IOException {
    request = whole;
    page = asked;
    answer.clear();
    write();
  }

  /**
   * Goes on where the socket is ready.
   *
   * @return whether the answer has arrived whole
   * @throws IOException when the connection broke
   */
  boolean proceed() throws IOException {
    if (request.hasRemaining()) {
      write();
    }
    if (channel.read(answer) < 0) {
      throw new EOFException("the server closed the connection");
    }
    return arrived();
  }

  private void write() throws IOException {
    channel.write(request);
    int write = request.hasRemaining() ? SelectionKey.OP_WRITE : 0;
    if (key.interestOps() != (SelectionKey.OP_READ | write)) {
      key.interestOps(SelectionKey.OP_READ | write);
    }
  }

  private boolean arrived() throws IOException {
    int body = bodyStart();
    return body > 0 && answer.position() >= body + length(body);
  }

  /** Where the body begins; 0 while the headers are not there. */
  private int bodyStart() {
    byte[] bytes = answer.array();
    for (int i = 3; i < answer.position(); i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  private int length(int body) throws IOException {
    String headers =
        new String(answer.array(), 0, body, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    int at = headers.indexOf(LENGTH);
    if (at < 0) {
      throw new IOException("an answer without Content-Length: " + headers);
    }
    return Integer.parseInt(
        headers.substring(at + LENGTH.length(), headers.indexOf('\r', at)).strip());
  }

  /** The status of the answer that has arrived. */
  int status() {
    byte[] bytes = answer.array(); // HTTP/1.1 200 OK
    return 100 * (bytes[9] - '0') + 10 * (bytes[10] - '0') + (bytes[11] - '0');
  }

  /** Whether the answer holds these bytes. */
  boolean holds(byte[] wanted) {
    byte[] bytes = answer.array();
    for (int i = 0; i + wanted.length <= answer.position(); i++) {
      int k = 0;
      while (k < wanted.length && bytes[i + k] == wanted[k]) {
        k++;
      }
      if (k == wanted.length) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
