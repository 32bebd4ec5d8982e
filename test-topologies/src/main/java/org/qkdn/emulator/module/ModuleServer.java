package org.qkdn.emulator.module;

import io.grpc.Server;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.node.tls.CallerPolicy;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.QkdModuleGrpc;

/** A module that is switched on: its server for the agent, and its key delivery. */
final class ModuleServer implements AutoCloseable {
    private final EmulatedModule module;
    private final Server grpc;
    private final AutoCloseable keys;

    ModuleServer(Topology topology, EmulatedModule module, TlsIdentity identity, ModulePorts ports, EventLoops loops)
            throws IOException {
        this.module = module;
        var caller = Set.of("agent-" + module.ref().site());
        keys = keys(module, identity, ports.keys(), loops);
        try {
            grpc = identity.grpcServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.grpc()))
                    .bossEventLoopGroup(loops.group())
                    .workerEventLoopGroup(loops.group())
                    .channelType(NioServerSocketChannel.class)
                    .intercept(new CallerPolicy(Map.of(QkdModuleGrpc.SERVICE_NAME, caller)))
                    .addService(new ModuleService(topology, module))
                    .build()
                    .start();
        } catch (IOException e) {
            closeKeys();
            throw new IOException(
                    "port " + ports.grpc() + " is in use: stop what uses it, or choose another --port-base", e);
        }
        module.power(true);
    }

    private static AutoCloseable keys(EmulatedModule module, TlsIdentity identity, int port, EventLoops loops)
            throws IOException {
        return switch (module.placement().type().delivery()) {
            case ETSI014 ->
                new KmeServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        identity,
                        new KeyDeliveryApi(module),
                        loops);
            case PUSH -> new KeyPusher(module, identity, port);
        };
    }

    private void closeKeys() {
        try {
            keys.close();
        } catch (Exception e) {
            throw new IllegalStateException("the key delivery of " + module.ref() + " does not stop", e);
        }
    }

    @Override
    public void close() {
        module.power(false);
        grpc.shutdownNow();
        closeKeys();
        try {
            if (!grpc.awaitTermination(2, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server of " + module.ref() + " does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
