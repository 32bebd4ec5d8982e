package org.qkdn.emulator.soak;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Whatever bytes come to mind, to the methods of a service that the caller may call and to some that do not exist. A
 * server that answers INTERNAL or UNKNOWN was surprised.
 */
final class GrpcFlood implements Flood {
    private static final int IN_FLIGHT = 32;
    private static final int PATIENCE_SECONDS = 60;
    private static final Set<Status.Code> SURPRISED =
            EnumSet.of(Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.DATA_LOSS, Status.Code.DEADLINE_EXCEEDED);

    private final String name;
    private final Dialling port;
    private final List<MalformedMessages> methods;

    /** How to make a channel. */
    interface Dialling {
        ManagedChannel dial() throws IOException;
    }

    GrpcFlood(String name, Dialling port, List<MalformedMessages> methods) {
        this.name = name;
        this.port = port;
        this.methods = methods;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(long requests, RandomGenerator random, Findings findings) throws IOException {
        var spelling = new Spelling(random);
        var inFlight = new Semaphore(IN_FLIGHT);
        var channel = port.dial();
        try {
            for (long i = 0; i < requests && findings.isClean(); i++) {
                var method = methods.get(spelling.number(methods.size()));
                inFlight.acquireUninterruptibly();
                var known = spelling.number(50) > 0;
                call(
                        channel,
                        known ? method.method() : method.method() + spelling.word(),
                        method.next(spelling),
                        inFlight,
                        findings);
            }
            inFlight.acquireUninterruptibly(IN_FLIGHT);
        } finally {
            channel.shutdownNow();
        }
    }

    private void call(ManagedChannel channel, String method, byte[] message, Semaphore inFlight, Findings findings) {
        var descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .setFullMethodName(method)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        var call =
                channel.newCall(descriptor, CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS));
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] answer) {
                        call.cancel("one answer is enough", null);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        inFlight.release();
                        findings.refused(1);
                        if (SURPRISED.contains(status.getCode())) {
                            findings.fault(name + " " + method + " answers " + status, message);
                        }
                    }
                },
                new Metadata());
        call.request(2);
        call.sendMessage(message);
        call.halfClose();
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
}
