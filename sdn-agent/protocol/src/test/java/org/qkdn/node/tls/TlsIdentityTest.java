package org.qkdn.node.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.node.v1.DescribeModule;
import org.qkdn.node.v1.ModuleDescription;
import org.qkdn.node.v1.QkdModuleGrpc;

class TlsIdentityTest {
    @TempDir
    Path directory;

    private KeyPair authority;

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = keys();
        Files.writeString(directory.resolve("ca.pem"), certificate("test CA", authority, authority));
    }

    @Test
    void callerNamedByThePolicyIsServedAndAnyOtherIsRefused() throws Exception {
        var server = identity("module-A-1")
                .grpcServer(new InetSocketAddress("127.0.0.1", 0))
                .addService(new Module())
                .intercept(new CallerPolicy(Map.of(QkdModuleGrpc.SERVICE_NAME, Set.of("agent-A"))))
                .build()
                .start();
        try {
            assertEquals("emulated", describe(identity("agent-A"), server.getPort(), "module-A-1"));
            var refused = assertThrows(
                    StatusRuntimeException.class, () -> describe(identity("agent-B"), server.getPort(), "module-A-1"));
            assertEquals(Status.Code.PERMISSION_DENIED, refused.getStatus().getCode());
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void bytesThatAreNoMessageAreTheCallersFault() throws Exception {
        var server = identity("module-A-1")
                .grpcServer(new InetSocketAddress("127.0.0.1", 0))
                .addService(ReadableRequests.of(new Module()))
                .build()
                .start();
        var channel = identity("agent-A").grpcChannel("127.0.0.1", server.getPort(), "module-A-1");
        try {
            assertEquals("emulated", describe(identity("agent-A"), server.getPort(), "module-A-1"));
            var method = QkdModuleGrpc.getDescribeMethod().toBuilder(new Bytes(), new Bytes())
                    .build();
            var refused = assertThrows(
                    StatusRuntimeException.class,
                    () -> ClientCalls.blockingUnaryCall(
                            channel, method, CallOptions.DEFAULT, new byte[] {(byte) 0xFE, 1, 2}));
            assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    @Test
    void whoSaysNothingIsLetGoSoon() throws Exception {
        var server = identity("module-A-1")
                .grpcServer(new InetSocketAddress("127.0.0.1", 0))
                .addService(new Module())
                .build()
                .start();
        var loopback = java.net.InetAddress.getLoopbackAddress();
        try (var withoutTls = new Socket(loopback, server.getPort());
                var withTls = identity("agent-A")
                        .jdkClient("module-A-1")
                        .getSocketFactory()
                        .createSocket(loopback, server.getPort())) {
            withTls.getOutputStream().write("PRI * HTTP/2".getBytes(StandardCharsets.US_ASCII));
            for (var silent : List.of(withoutTls, withTls)) {
                // a limit for the test only: gRPC's own would be minutes
                silent.setSoTimeout(60_000);
                silent.getInputStream().readAllBytes();
            }
        } finally {
            server.shutdownNow();
        }
    }

    /** As they are. */
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

    @Test
    void serverWithAnotherNameIsNotTrusted() throws Exception {
        var server = identity("module-B-1")
                .grpcServer(new InetSocketAddress("127.0.0.1", 0))
                .addService(new Module())
                .build()
                .start();
        try {
            var failed = assertThrows(
                    StatusRuntimeException.class, () -> describe(identity("agent-A"), server.getPort(), "module-A-1"));
            assertEquals(Status.Code.UNAVAILABLE, failed.getStatus().getCode());
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void missingKeyFileIsNamed() {
        var files =
                new TlsFiles(directory.resolve("ca.pem"), directory.resolve("none.key"), directory.resolve("ca.pem"));
        var failure = assertThrows(IOException.class, () -> TlsIdentity.load(files));
        assertTrue(failure.getMessage().contains("none.key"), failure.getMessage());
    }

    private static String describe(TlsIdentity client, int port, String expected) throws Exception {
        var channel = client.grpcChannel("127.0.0.1", port, expected);
        try {
            return QkdModuleGrpc.newBlockingStub(channel)
                    .describe(DescribeModule.getDefaultInstance())
                    .getModel();
        } finally {
            channel.shutdownNow();
        }
    }

    private TlsIdentity identity(String name) throws Exception {
        var keys = keys();
        var certificate = directory.resolve(name + ".pem");
        var key = directory.resolve(name + ".key");
        Files.writeString(certificate, certificate(name, keys, authority));
        Files.writeString(key, pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
        return TlsIdentity.load(new TlsFiles(certificate, key, directory.resolve("ca.pem")));
    }

    private static String certificate(String name, KeyPair subject, KeyPair issuer) throws Exception {
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                        new X500Name("CN=test CA"),
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(now.minusSeconds(60)),
                        Date.from(now.plusSeconds(3600)),
                        new X500Name("CN=" + name),
                        subject.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(subject == issuer));
        return pem(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private static KeyPair keys() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static final class Module extends QkdModuleGrpc.QkdModuleImplBase {
        @Override
        public void describe(DescribeModule request, StreamObserver<ModuleDescription> answer) {
            answer.onNext(ModuleDescription.newBuilder().setModel("emulated").build());
            answer.onCompleted();
        }
    }
}
