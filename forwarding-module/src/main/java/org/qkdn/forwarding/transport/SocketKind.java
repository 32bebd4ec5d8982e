package org.qkdn.forwarding.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** Which sockets Netty uses: Linux's epoll where its library is there, else those of the JDK. */
public enum SocketKind {
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class),
    JDK(NioServerSocketChannel.class, NioSocketChannel.class);

    private final Class<? extends ServerSocketChannel> server;
    private final Class<? extends SocketChannel> client;

    SocketKind(Class<? extends ServerSocketChannel> server, Class<? extends SocketChannel> client) {
        this.server = server;
        this.client = client;
    }

    /** The faster one of those this machine has. */
    public static SocketKind best() {
        return Epoll.isAvailable() ? EPOLL : JDK;
    }

    public Class<? extends ServerSocketChannel> server() {
        return server;
    }

    public Class<? extends SocketChannel> client() {
        return client;
    }

    public IoHandlerFactory ioHandler() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case JDK -> NioIoHandler.newFactory();
        };
    }
}
