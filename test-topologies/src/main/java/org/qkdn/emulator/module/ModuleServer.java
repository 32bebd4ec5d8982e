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

/** A module that is switched on: its two servers. */
final class ModuleServer implements AutoCloseable {
    private final EmulatedModule module;
    private final Server grpc;
    private final KmeServer kme;

    ModuleServer(Topology topology, EmulatedModule module, TlsIdentity identity, ModulePorts ports, EventLoops loops)
            throws IOException {
        this.module = module;
        var caller = Set.of("agent-" + module.ref().site());
        kme = new KmeServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.kme()),
                identity,
                new KeyDeliveryApi(module),
                loops);
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
            kme.close();
            throw new IOException(
                    "port " + ports.grpc() + " is in use: stop what uses it, or choose another --port-base", e);
        }
        module.power(true);
    }

    @Override
    public void close() {
        module.power(false);
        grpc.shutdownNow();
        kme.close();
        try {
            if (!grpc.awaitTermination(2, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server of " + module.ref() + " does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
