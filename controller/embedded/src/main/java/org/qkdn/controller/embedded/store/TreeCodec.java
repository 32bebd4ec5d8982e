package org.qkdn.controller.embedded.store;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.codec.binfmt.NormalizedNodeDataInput;
import org.opendaylight.yangtools.yang.data.codec.binfmt.NormalizedNodeStreamVersion;

/** Trees and changes of trees as bytes, in the binary form of yangtools, which its own cluster journal uses too. */
final class TreeCodec {
    private TreeCodec() {}

    static byte[] encode(NormalizedNode tree) throws IOException {
        var out = ByteStreams.newDataOutput();
        try (var writer = NormalizedNodeStreamVersion.current().newDataOutput(out)) {
            writer.writeNormalizedNode(tree);
        }
        return out.toByteArray();
    }

    static NormalizedNode decodeTree(byte[] bytes) throws IOException {
        return NormalizedNodeDataInput.newDataInput(ByteStreams.newDataInput(bytes))
                .readNormalizedNode();
    }

    static byte[] encode(TreeChange change) throws IOException {
        var out = ByteStreams.newDataOutput();
        try (var writer = NormalizedNodeStreamVersion.current().newDataOutput(out)) {
            writer.writeInt(change.edits().size());
            for (var edit : change.edits()) {
                writer.writeYangInstanceIdentifier(edit.path());
                writer.writeBoolean(edit.data().isPresent());
                if (edit.data().isPresent()) {
                    writer.writeNormalizedNode(edit.data().orElseThrow());
                }
            }
        }
        return out.toByteArray();
    }

    static TreeChange decodeChange(byte[] bytes) throws IOException {
        var in = NormalizedNodeDataInput.newDataInput(ByteStreams.newDataInput(bytes));
        var edits = new ArrayList<TreeChange.Edit>();
        for (int left = in.readInt(); left > 0; left--) {
            var path = in.readYangInstanceIdentifier();
            edits.add(new TreeChange.Edit(
                    path, in.readBoolean() ? Optional.of(in.readNormalizedNode()) : Optional.empty()));
        }
        return new TreeChange(edits);
    }
}
