package org.qkdn.lkms;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.qkdn.lkms.api004.binary.BinaryServer;
import org.qkdn.lkms.api004.json.Etsi004Api;
import org.qkdn.lkms.api004.stream.KeyStreams;
import org.qkdn.lkms.api004.stream.Refill;
import org.qkdn.lkms.api004.stream.StreamLimits;
import org.qkdn.lkms.api014.Etsi014Api;
import org.qkdn.lkms.api014.KeyDelivery;
import org.qkdn.lkms.api014.Limits;
import org.qkdn.lkms.app.BlockFiller;
import org.qkdn.lkms.app.DrawnKeys;
import org.qkdn.lkms.http.HttpsServer;
import org.qkdn.lkms.http.SaeRegistry;
import org.qkdn.lkms.share.KeySharing;
import org.qkdn.lkms.skip.SkipConfiguration;
import org.qkdn.lkms.skip.SkipKeys;
import org.qkdn.lkms.skip.SkipServers;
import org.qkdn.node.v1.Application;

/** What the node's SAEs are served: ETSI GS QKD 014 and 004, and SKIP. */
final class SaeSide {
    private static final int KEYS_PER_BLOCK = 15;

    private final Foundation base;
    private final ApplicationSide applications;
    private final Parts parts;
    private final DrawnKeys drawn;
    private final KeyStreams streams;

    SaeSide(Foundation base, ApplicationSide applications, Parts parts) {
        this.base = base;
        this.applications = applications;
        this.parts = parts;
        this.drawn = new DrawnKeys(base.database());
        this.streams = parts.add(new KeyStreams(
                base.nodeId(),
                base.database(),
                base.assignment(),
                applications.keys(),
                base.peers(),
                applications.requested(),
                refill(applications.filler()),
                StreamLimits.DEFAULT,
                InstantSource.system(),
                base.meters()));
    }

    /** The ports. */
    record Served(int etsi014, int etsi004, int skip, int skipPsk) {}

    Served serve() throws IOException {
        int etsi004 = serveStreams();
        int etsi014 = serveKeys();
        var skip = base.configuration().skip();
        if (skip.isEmpty()) {
            return new Served(etsi014, etsi004, 0, 0);
        }
        var servers = serveSkip(skip.get());
        return new Served(etsi014, etsi004, servers.certificatesPort(), servers.pskPort());
    }

    DrawnKeys drawn() {
        return drawn;
    }

    KeyStreams streams() {
        return streams;
    }

    private int serveStreams() throws IOException {
        var at = base.configuration().etsi004();
        return at.isEmpty()
                ? 0
                : parts.add(BinaryServer.start(
                                at.get().address(),
                                base.identity().nettyServer(),
                                saes(),
                                streams,
                                base.audit()::append,
                                BinaryServer.Patience.USUAL))
                        .port();
    }

    private int serveKeys() throws IOException {
        var configuration = base.configuration();
        var store = configuration.store();
        var limits = Limits.of(
                store.maxKeyPerRequest(),
                (store.targetBlocks() + 16) * KEYS_PER_BLOCK,
                configuration.peering().isPresent() ? store.maxSaeIdCount() : 0);
        var delivery = new KeyDelivery(
                configuration.kmeId(),
                configuration::kmeOf,
                Set.copyOf(configuration.saes()),
                limits,
                base.assignment(),
                applications.keys(),
                parts.add(new KeySharing(base.peers(), drawn)),
                applications.filler(),
                base.random(),
                applications.requested());
        return parts.add(HttpsServer.start(
                        "etsi014",
                        configuration.etsi014().address(),
                        base.identity().nettyServer(),
                        saes(),
                        base.audit()::append,
                        List.of(new Etsi004Api(streams), new Etsi014Api(delivery, base.meters()))))
                .port();
    }

    private SkipServers serveSkip(SkipConfiguration skip) throws IOException {
        var keys = new SkipKeys(
                skip,
                base.assignment(),
                applications.keys(),
                applications.filler(),
                applications.requested(),
                base.entropy());
        return parts.add(SkipServers.start(
                skip, base.identity().nettyServer(), saes(), keys, base.audit()::append, base.meters()));
    }

    private SaeRegistry saes() throws ConfigurationException {
        var configuration = base.configuration();
        try {
            return new SaeRegistry(configuration.saeIdentity(), configuration.saes(), base.audit()::append);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    private static Refill refill(BlockFiller filler) {
        return new Refill() {
            @Override
            public void used() {
                filler.wake();
            }

            @Override
            public void lacking(Application association, int bytes) {
                filler.demandBytes(association, bytes);
            }
        };
    }
}
