package org.qkdn.controller.embedded.store;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.codec.binfmt.DataTreeCandidateInputOutput;
import org.opendaylight.yangtools.yang.data.codec.binfmt.NormalizedNodeDataInput;
import org.opendaylight.yangtools.yang.data.codec.binfmt.NormalizedNodeStreamVersion;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;

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

    static byte[] encode(DataTreeCandidate change) throws IOException {
        var out = ByteStreams.newDataOutput();
        try (var writer = NormalizedNodeStreamVersion.current().newDataOutput(out)) {
            DataTreeCandidateInputOutput.writeDataTreeCandidate(writer, change);
        }
        return out.toByteArray();
    }

    static DataTreeCandidate decodeChange(byte[] bytes) throws IOException {
        return DataTreeCandidateInputOutput.readDataTreeCandidate(
                NormalizedNodeDataInput.newDataInput(ByteStreams.newDataInput(bytes)));
    }
}
