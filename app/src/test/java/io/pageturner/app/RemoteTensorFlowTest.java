package io.pageturner.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.ServerCalls;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.pageturner.domain.State;
import io.pageturner.features.ItemLookup;
import io.pageturner.lifecycle.Bundle;
import io.pageturner.lifecycle.BundleStore;
import io.pageturner.serving.model.PolicyLoader;
import io.pageturner.serving.model.ServedPolicy;
import io.pageturner.serving.model.UnreachableException;
import io.pageturner.serving.remote.RemoteRuntime;
import io.pageturner.serving.remote.RemoteSettings;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Policies executed over gRPC by a server of grpc-java that runs the bundle's SavedModel in
 * TensorFlow, as TensorFlow Serving does.
 */
class RemoteTensorFlowTest {
  private static final MethodDescriptor<byte[], byte[]> PREDICT =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("tensorflow.serving.PredictionService/Predict")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  @TempDir Path directory;
  private final AtomicInteger unavailable = new AtomicInteger();
  private Bundle bundle;
  private SavedModelBundle model;
  private Server server;
  private RemoteRuntime runtime;

  @BeforeEach
  void start() throws IOException {
    bundle = new BundleStore(directory).add(TensorFlowPolicy.candidate());
    model = SavedModelBundle.load(bundle.directory().toString(), "serve");
    server = serve(InsecureServerCredentials.create());
    runtime = runtime("grpc", server, Optional.empty());
  }

  private Server serve(ServerCredentials credentials) throws IOException {
    return Grpc.newServerBuilderForPort(0, credentials)
        .addService(
            ServerServiceDefinition.builder("tensorflow.serving.PredictionService")
                .addMethod(
                    PREDICT,
                    ServerCalls.asyncUnaryCall(
                        (request, answer) -> {
                          try {
                            answer.onNext(predict(request));
                            answer.onCompleted();
                          } catch (RuntimeException e) {
                            answer.onError(
                                Status.NOT_FOUND.withDescription(e.getMessage()).asException());
                          }
                        }))
                .build())
        .build()
        .start();
  }

  private static RemoteRuntime runtime(String scheme, Server server, Optional<Path> trusted) {
    return runtime(scheme, server, trusted, Duration.ofMinutes(2));
  }

  private static RemoteRuntime runtime(
      String scheme, Server server, Optional<Path> trusted, Duration loadTimeout) {
    return new RemoteRuntime(
        new RemoteSettings(
            URI.create(scheme + "://127.0.0.1:" + server.getPort()),
            trusted,
            Duration.ofSeconds(20),
            loadTimeout));
  }

  @AfterEach
  void stop() {
    runtime.close();
    server.shutdownNow();
    model.close();
  }

  @Test
  void aPageIsAnsweredAsThisProcessWould() throws IOException {
    ServedPolicy here =
        new PolicyLoader(ItemLookup.always(TensorFlowPolicy.EMBEDDINGS)).load(bundle);
    ServedPolicy there = remote(runtime);
    for (State state : TensorFlowPolicy.STATES) {
      assertThat(there.unitAction(state)).containsExactly(here.unitAction(state), within(1e-5));
    }
  }

  @Test
  void overTlsAServerWhoseCertificateIsTrustedIsAsked() throws Exception {
    X509Bundle self =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=tensorflow")
            .addSanIpAddress("127.0.0.1")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    File certificate = self.toTempCertChainPem();
    Server secure = serve(TlsServerCredentials.create(certificate, self.toTempPrivateKeyPem()));
    try (RemoteRuntime trusting = runtime("grpcs", secure, Optional.of(certificate.toPath()))) {
      assertThat(remote(trusting).unitAction(State.EMPTY))
          .containsExactly(remote(runtime).unitAction(State.EMPTY), within(1e-9));
      try (RemoteRuntime strict =
          runtime("grpcs", secure, Optional.empty(), Duration.ofMillis(1))) {
        assertThatThrownBy(() -> remote(strict))
            .as("nobody signed for it that Java trusts")
            .isInstanceOf(IOException.class)
            .hasStackTraceContaining("unable to find valid certification path");
      }
    } finally {
      secure.shutdownNow();
    }
  }

  @Test
  void aVersionThatIsStillLoadingIsWaitedFor() throws IOException {
    unavailable.set(2);
    assertThat(remote(runtime).unitAction(State.EMPTY)).hasSize(1);
    assertThat(unavailable).hasValue(0);
  }

  @Test
  void aVersionThatTheServerLostFailsAlone() throws IOException {
    ServedPolicy there = remote(runtime);
    unavailable.set(1);
    assertThatThrownBy(() -> there.unitAction(State.EMPTY))
        .isNotInstanceOf(UnreachableException.class)
        .hasMessageContaining("does not answer as policy/1")
        .hasMessageContaining("gRPC status 5");
    assertThat(there.unitAction(State.EMPTY)).as("the server is asked on").hasSize(1);
  }

  @Test
  void aServerThatStoppedIsOutOfReach() throws IOException {
    ServedPolicy there = remote(runtime);
    server.shutdownNow();
    assertThatThrownBy(() -> there.unitAction(State.EMPTY))
        .isInstanceOf(UnreachableException.class);
    assertThatThrownBy(() -> there.unitAction(State.EMPTY))
        .as("it is left in peace for a while")
        .isInstanceOf(UnreachableException.class);
  }

  private ServedPolicy remote(RemoteRuntime runtime) throws IOException {
    return new PolicyLoader(ItemLookup.always(TensorFlowPolicy.EMBEDDINGS), runtime).load(bundle);
  }

  /** By protobuf's own parser, and TensorFlow's own messages. */
  private byte[] predict(byte[] bytes) {
    if (unavailable.get() > 0) {
      unavailable.decrementAndGet();
      throw new IllegalStateException("Servable not found for request");
    }
    try {
      UnknownFieldSet request = UnknownFieldSet.parseFrom(bytes);
      UnknownFieldSet spec = TensorFlowPolicy.only(request, 1);
      assertThat(TensorFlowPolicy.text(spec, 1)).isEqualTo("policy");
      assertThat(TensorFlowPolicy.only(spec, 2).getField(1).getVarintList()).containsExactly(1L);
      float unit = TensorFlowPolicy.call(model, TensorFlowPolicy.inputs(request));
      return response("action", 7)
          .mergeFrom(response("unit_action", unit).build())
          .build()
          .toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A PredictResponse (outputs = 1) with one output, its number as TensorFlow Serving sends it. */
  private static UnknownFieldSet.Builder response(String name, float value) {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(
                TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(1))
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(1)))
            .addFloatVal(value)
            .build();
    UnknownFieldSet entry =
        UnknownFieldSet.newBuilder()
            .addField(1, bytes(ByteString.copyFromUtf8(name)))
            .addField(2, bytes(tensor.toByteString()))
            .build();
    return UnknownFieldSet.newBuilder().addField(1, bytes(entry.toByteString()));
  }

  private static UnknownFieldSet.Field bytes(ByteString value) {
    return UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build();
  }

  /** Messages as they are on the wire. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
