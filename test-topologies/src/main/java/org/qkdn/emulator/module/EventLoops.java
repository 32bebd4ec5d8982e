package org.qkdn.emulator.module;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

/** Threads that all modules of the emulated network share. */
final class EventLoops implements AutoCloseable {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            2, Thread.ofPlatform().name("module-io-", 0).daemon().factory(), NioIoHandler.newFactory());

    EventLoopGroup group() {
        return group;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly(2000);
    }
}
