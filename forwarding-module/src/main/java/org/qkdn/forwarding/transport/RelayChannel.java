package org.qkdn.forwarding.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.qkdn.forwarding.relay.MalformedMessageException;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.MessageCodec;
import org.qkdn.node.tls.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: TLS, then HELLO both ways, then messages. Each message is worked on in a virtual thread, and no more
 * than {@link #MAX_IN_WORK} at a time: beyond that the connection is not read, and so its sender is slowed, and only it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline how its operations end
final class RelayChannel extends SimpleChannelInboundHandler<byte[]> {
    static final int MAX_IN_WORK = 256;

    private static final Logger LOG = LoggerFactory.getLogger(RelayChannel.class);
    private static final int HELLO_SECONDS = 5;

    private final LocalEnd local;
    private final Function<String, Optional<NeighbourLink>> admission;
    private final AtomicInteger inWork = new AtomicInteger();
    private Optional<NeighbourLink> link = Optional.empty();
    private Optional<ConnectedPeer> peer = Optional.empty();
    private String commonName = "";
    private boolean refused;
    private String endReason = "the neighbour closed the connection";

    /** This end of every connection of the node. */
    record LocalEnd(java.util.UUID nodeId, RelayTraffic traffic, Executor work) {}

    /** @param admission which neighbour, if any, may be at the other end, by its certificate's common name */
    RelayChannel(LocalEnd local, Function<String, Optional<NeighbourLink>> admission) {
        this.local = local;
        this.admission = admission;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var unused = context.executor()
                .schedule(
                        () -> {
                            if (peer.isEmpty() && context.channel().isActive()) {
                                refuse(context, "no HELLO within " + HELLO_SECONDS + " s");
                            }
                        },
                        HELLO_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                secured(context);
            } else {
                refuse(context, "TLS: " + rootMessage(handshake.cause()));
            }
        } else if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.WRITER_IDLE) {
                peer.ifPresent(connected -> connected.send(new Message.Ping()));
            } else if (context.channel().config().isAutoRead()) {
                end(context, "the neighbour is silent");
            }
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, byte[] frame) {
        try {
            var message = MessageCodec.decode(frame);
            if (peer.isPresent()) {
                received(context, peer.get(), message);
            } else if (link.isPresent() && message instanceof Message.Hello hello) {
                greeted(context, link.get(), hello);
            } else {
                refuse(context, "the first frame is not a HELLO");
            }
        } catch (MalformedMessageException e) {
            refuse(context, "protocol error: " + e.getMessage());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            peer.ifPresent(local.traffic()::writable);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        link.ifPresent(neighbour -> {
            if (peer.isEmpty()) {
                neighbour.failed(endReason);
            } else if (neighbour.lost(peer.get(), endReason)) {
                local.traffic().lost(peer.get(), endReason);
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedFrameException) {
            refuse(context, "protocol error: " + cause.getMessage());
        } else {
            end(context, rootMessage(cause));
        }
    }

    private void secured(ChannelHandlerContext context) {
        var session = context.pipeline().get(SslHandler.class).engine().getSession();
        var name = TlsIdentity.peerCommonName(session).orElse("");
        commonName = name;
        link = admission.apply(name);
        if (link.isEmpty()) {
            refuse(context, "no neighbour of that name dials this node");
            return;
        }
        context.writeAndFlush(
                ConnectedPeer.frame(new Message.Hello(MessageCodec.VERSION, MessageCodec.VERSION, local.nodeId())));
    }

    private void greeted(ChannelHandlerContext context, NeighbourLink neighbour, Message.Hello hello) {
        if (!hello.nodeId().equals(neighbour.neighbour().id())) {
            refuse(context, "it says to be node " + hello.nodeId());
        } else if (hello.lowestVersion() > MessageCodec.VERSION || hello.highestVersion() < MessageCodec.VERSION) {
            refuse(
                    context,
                    "no common version of the protocol: it speaks " + hello.lowestVersion() + " to "
                            + hello.highestVersion() + ", this node " + MessageCodec.VERSION);
        } else {
            var connected = new ConnectedPeer(context.channel(), hello.nodeId());
            peer = Optional.of(connected);
            neighbour.adopt(connected);
            local.traffic().connected(connected);
        }
    }

    private void received(ChannelHandlerContext context, ConnectedPeer from, Message message) {
        if (message instanceof Message.Hello) {
            refuse(context, "a second HELLO");
            return;
        }
        if (message instanceof Message.Ping) {
            return;
        }
        if (message instanceof Message.Grant grant) {
            local.traffic().granted(from, grant);
            return;
        }
        if (inWork.incrementAndGet() >= MAX_IN_WORK) {
            context.channel().config().setAutoRead(false);
            if (inWork.get() < MAX_IN_WORK / 2) { // all done in the meantime: nobody else would read again
                context.channel().config().setAutoRead(true);
            }
        }
        local.work().execute(() -> {
            try {
                local.traffic().received(from, message);
            } finally {
                if (inWork.decrementAndGet() < MAX_IN_WORK / 2) {
                    context.channel().config().setAutoRead(true);
                }
            }
        });
    }

    /** As {@link #end}, where it is no accident. */
    private void refuse(ChannelHandlerContext context, String why) {
        if (!refused) {
            refused = true;
            var address = String.valueOf(context.channel().remoteAddress());
            LOG.warn("connection of '{}' from {} refused: {}", commonName, address, why);
            local.traffic().refused(commonName, address, why);
        }
        end(context, why);
    }

    private void end(ChannelHandlerContext context, String why) {
        endReason = why;
        if (peer.isEmpty()) {
            link.ifPresent(neighbour -> neighbour.failed(why));
        }
        LOG.debug("connection with {} ends: {}", context.channel().remoteAddress(), why);
        context.close();
    }

    private static String rootMessage(Throwable cause) {
        var root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
