package org.qkdn.lkms.entropy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A body of at most so many bytes, in one array and nowhere else. */
final class LimitedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final byte[] bytes;
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private int length;

    LimitedBody(int most) {
        bytes = new byte[most];
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            if (buffer.remaining() > bytes.length - length) {
                subscription.cancel();
                onError(new IOException("the answer is longer than " + bytes.length + " bytes"));
                return;
            }
            int more = buffer.remaining();
            buffer.get(bytes, length, more);
            length += more;
        }
    }

    @Override
    public void onError(Throwable failure) {
        Arrays.fill(bytes, (byte) 0);
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        var body = Arrays.copyOf(bytes, length);
        Arrays.fill(bytes, (byte) 0);
        done.complete(body);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return done;
    }
}
