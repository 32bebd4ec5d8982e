package org.qkdn.netconf.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;
import org.xml.sax.SAXException;

/** A configuration as {@code <config>} in one file, which is whole at any moment: written beside, synced, renamed. */
public final class ConfigFile {
    private final Path file;
    private final YangModel model;

    public ConfigFile(Path file, YangModel model) {
        this.file = file;
        this.model = model;
    }

    /**
     * Empty when there is no such file.
     *
     * @throws IOException naming file and remedy
     */
    public Optional<ContainerNode> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            final var config = XmlFiles.read(file);
            if (!Dom.isNamed(config, Dom.BASE, "config")) {
                throw corrupt("its root is not <config xmlns=\"" + Dom.BASE + "\">");
            }
            final var edit = new EditReader(model).read(config, Operation.MERGE);
            return Optional.of(new ConfigTree(model)
                    .change(ConfigTree.EMPTY, "file", edit::applyTo)
                    .after());
        } catch (SAXException e) {
            throw corrupt(e.getMessage());
        } catch (NetconfError e) {
            throw corrupt(e.getMessage() + e.path().map(path -> " at " + path).orElse(""));
        }
    }

    private IOException corrupt(String why) {
        return new IOException(file + " is not a valid configuration: " + why
                + "; mend it, or move it away to start from the initial configuration");
    }

    /** On stable storage when this returns. */
    public void write(ContainerNode root) throws IOException {
        final var document = XmlUtil.newDocument();
        DataXml.append(model.context(), root.body(), Dom.append(document, Dom.BASE, "config"));
        XmlFiles.replace(file, document);
    }
}
