package io.pageturner.serving.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may reach the HTTP API, and how.
 *
 * @param keys that requests need
 * @param tls certificate and key; empty for plain HTTP
 */
public record Access(ApiKeys keys, Optional<PemKeyCertOptions> tls) {
  /** Everybody on this machine, in plain HTTP. */
  public static final Access LOCAL = new Access(ApiKeys.NONE, Optional.empty());

  /**
   * Reads a certificate and its key.
   *
   * @param certificate PEM, with the chain after it
   * @param key PEM, PKCS#8
   * @throws IOException that names the file that cannot be read
   */
  public static PemKeyCertOptions tls(Path certificate, Path key) throws IOException {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(read("certificate", certificate)))
        .addKeyValue(Buffer.buffer(read("key", key)));
  }

  private static byte[] read(String what, Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException("the TLS " + what + " cannot be read: " + file, e);
    }
  }

  /** Other machines are let in only with keys. */
  void requireFit(String host) throws IOException {
    if (!keys.asked() && !InetAddress.getByName(host).isLoopbackAddress()) {
      throw new IOException(
          "http.host is "
              + host
              + ", which other machines reach, and http.keys-file is empty: make keys with"
              + " 'pageturner keys new', or listen on 127.0.0.1");
    }
  }
}
