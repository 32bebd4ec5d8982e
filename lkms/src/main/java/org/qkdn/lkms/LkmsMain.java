package org.qkdn.lkms;

import java.io.IOException;
import java.nio.file.Path;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.node.program.NodeProgram;

/**
 * The LKMS as a process of its own: {@code LkmsMain lkms.yaml}. With {@code --rotate-kek} before the file it changes the
 * key-encrypting key of a stopped LKMS instead.
 */
public final class LkmsMain {
    private static final String ROTATE = "--rotate-kek";
    private static final NodeProgram PROGRAM = new NodeProgram(
            LkmsMain.class,
            "qkdn-lkms",
            "The local key management system of a QKD node (ETSI GS QKD 014, 004, SKIP). docs/etsi-014.md explains the file.",
            "With --rotate-kek before FILE it changes the key-encrypting key of a stopped LKMS, says so and ends.\n");

    private LkmsMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 2 && arguments[0].equals(ROTATE)) {
            var configuration = PROGRAM.read(Path.of(arguments[1]), ConfigurationFile::read);
            rotate(configuration);
        } else {
            PROGRAM.run(arguments, ConfigurationFile::read, Lkms::start);
        }
    }

    private static void rotate(LkmsConfiguration configuration) {
        try {
            System.out.println(KeyDatabase.rotateKey(configuration.keyStore()));
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(NodeProgram.CANNOT_START);
        }
    }
}
