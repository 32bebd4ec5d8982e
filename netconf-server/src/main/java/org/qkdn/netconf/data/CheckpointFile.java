package org.qkdn.netconf.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What a confirmed commit has changed, kept until it is confirmed or taken back: a server that dies takes it back. */
public final class CheckpointFile {
    private static final String NAMESPACE = "urn:qkdn:netconf:checkpoint";

    private final Path file;
    private final YangModel model;

    public CheckpointFile(Path file, YangModel model) {
        this.file = file;
        this.model = model;
    }

    /**
     * Empty when no confirmed commit is under way.
     *
     * @throws IOException naming file and remedy
     */
    public Optional<Undo> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            final var root = XmlFiles.read(file);
            return Optional.of(new Undo(read(root, "before"), read(root, "after")));
        } catch (SAXException | NetconfError e) {
            throw new IOException(
                    file + " is not a valid checkpoint of a confirmed commit: " + e.getMessage()
                            + "; move it away to keep the configuration as it is",
                    e);
        }
    }

    /** On stable storage when this returns. */
    public void write(Undo undo) throws IOException {
        final var document = XmlUtil.newDocument();
        final var root = Dom.append(document, NAMESPACE, "checkpoint");
        DataXml.append(model.context(), undo.before().body(), Dom.append(root, NAMESPACE, "before"));
        DataXml.append(model.context(), undo.after().body(), Dom.append(root, NAMESPACE, "after"));
        XmlFiles.replace(file, document);
    }

    public void delete() throws IOException {
        XmlFiles.delete(file);
    }

    private ContainerNode read(Element root, String name) throws NetconfError, SAXException {
        final var config = Dom.child(root, NAMESPACE, name);
        if (config.isEmpty()) {
            throw new SAXException("it has no " + name);
        }
        final var edit = new EditReader(model).read(config.orElseThrow(), Operation.MERGE);
        return new ConfigTree(model).edit(ConfigTree.EMPTY, edit::applyTo);
    }
}
