package org.qkdn.controller.plane.paths;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.controller.core.exposure.Crossing;
import org.qkdn.controller.core.exposure.PathChange;
import org.qkdn.controller.core.exposure.PathHistory;
import org.qkdn.controller.core.exposure.UsedPath;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SaeId;

/** Entries of the record of paths, as bytes: one letter each for its kind, then what {@link DataOutputStream} makes of it. */
final class PathRecordCodec {
    /** All before is forgotten, and the record begins then. */
    private static final char SINCE = 'S';

    private static final char CROSSING = 'C';
    private static final char BEGAN = 'B';
    private static final char ENDED = 'E';

    private PathRecordCodec() {}

    static byte[] encode(List<PathChange> changes) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (var change : changes) {
            out.writeByte(
                    switch (change) {
                        case PathChange.Began began -> BEGAN;
                        case PathChange.Ended ended -> ENDED;
                    });
            write(out, change.path());
            write(out, change.at());
        }
        return bytes.toByteArray();
    }

    static byte[] encode(PathHistory history) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(SINCE);
        write(out, history.since());
        for (var crossing : history.crossings()) {
            out.writeByte(CROSSING);
            write(out, crossing.path());
            write(out, crossing.from());
            out.writeBoolean(crossing.until().isPresent());
            if (crossing.until().isPresent()) {
                write(out, crossing.until().get());
            }
        }
        return bytes.toByteArray();
    }

    /** The history with what the record says. */
    static PathHistory replay(byte[] payload, PathHistory before) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(payload));
        var history = before;
        while (in.available() > 0) {
            char kind = (char) in.readUnsignedByte();
            switch (kind) {
                case SINCE -> history = new PathHistory(instant(in));
                case CROSSING ->
                    history.add(new Crossing(
                            path(in), instant(in), in.readBoolean() ? Optional.of(instant(in)) : Optional.empty()));
                case BEGAN -> history.add(new PathChange.Began(path(in), instant(in)));
                case ENDED -> history.add(new PathChange.Ended(path(in), instant(in)));
                default -> throw new IOException("an entry of unknown kind: " + kind);
            }
        }
        return history;
    }

    private static void write(DataOutputStream out, UsedPath path) throws IOException {
        out.writeUTF(path.service());
        write(out, path.application().value());
        out.writeUTF(path.source().map(SaeId::value).orElse(""));
        out.writeUTF(path.destination().map(SaeId::value).orElse(""));
        write(out, path.link().value());
        out.writeByte(path.nodes().size());
        for (var node : path.nodes()) {
            out.writeUTF(node.value());
        }
    }

    private static UsedPath path(DataInputStream in) throws IOException {
        var service = in.readUTF();
        var application = new ApplicationId(uuid(in));
        var source = sae(in.readUTF());
        var destination = sae(in.readUTF());
        var link = new KeyAssociationLinkId(uuid(in));
        var nodes = new ArrayList<NodeName>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            nodes.add(new NodeName(in.readUTF()));
        }
        return new UsedPath(service, application, source, destination, link, nodes);
    }

    private static Optional<SaeId> sae(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new SaeId(text));
    }

    private static void write(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    private static void write(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
