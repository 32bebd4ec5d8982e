package org.qkdn.emulator.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a run of the network keeps everything. */
public record StateDirectory(Path root) {
    /** Makes it if it is not there, for its owner only. */
    public static StateDirectory open(Path root) throws IOException {
        makeDirectory(root);
        return new StateDirectory(root.toRealPath());
    }

    public Path pki() {
        return root.resolve("pki");
    }

    public Path node(String site) {
        return root.resolve("nodes").resolve(site);
    }

    public Path agentFile(String site) {
        return node(site).resolve("agent.yaml");
    }

    public Path lkmsFile(String site) {
        return node(site).resolve("lkms.yaml");
    }

    public Path forwardingFile(String site) {
        return node(site).resolve("forwarding.yaml");
    }

    /** What the operator tells the controller: inventory and optical layer. */
    public Path controllerData() {
        return root.resolve("network").resolve("controller-data.json");
    }

    /** Addresses and credentials for foreign clients. */
    public Path endpoints() {
        return root.resolve("network").resolve("endpoints.json");
    }

    Path switches() {
        return root.resolve("switches");
    }

    Path opticalSwitch(String name) {
        return switches().resolve(name + ".xml");
    }

    public Path socket() {
        return root.resolve("emulator.sock");
    }

    /** For its owner only. */
    static void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + " is in the way: a folder is needed there, move it");
        }
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new IOException(directory + " cannot be made: choose another --state folder", e);
        }
    }
}
