package io.pageturner.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for 127.0.0.1 that is its own authority, and its key, as PEM files.
 *
 * @param certificate what clients trust
 * @param key the server's own
 */
record TlsFiles(Path certificate, Path key) {
  private static final String PASSWORD = "keep-this-store";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /** Makes them with the platform's keytool. */
  static TlsFiles make(Path directory) throws IOException, GeneralSecurityException {
    Path store = directory.resolve("server.p12");
    keytool(store);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new TlsFiles(
        pem(directory, "CERTIFICATE", keys.getCertificate("server").getEncoded()),
        pem(directory, "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
  }

  private static Path pem(Path directory, String kind, byte[] encoded) throws IOException {
    return Files.writeString(
        directory.resolve(kind.replace(' ', '-') + ".pem"),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(kind, LINES.encodeToString(encoded), kind));
  }

  /** Options of a redis-server that speaks TLS on this port and asks for a password. */
  String[] options(int port) {
    return new String[] {
      "--tls-port",
      Integer.toString(port),
      "--tls-cert-file",
      certificate.toString(),
      "--tls-key-file",
      key.toString(),
      "--tls-ca-cert-file",
      certificate.toString(),
      "--tls-auth-clients",
      "no",
      "--requirepass",
      "sesame"
    };
  }

  private static void keytool(Path store) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=redis",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
  }
}
