package org.qkdn.controller.northbound;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NetconfUser;

/**
 * Where NETCONF listens and whom it serves.
 *
 * @param port 0 takes a free one
 * @param hostKey PEM, RSA 3072 or EC P-256
 * @param stateDirectory keeps what a confirmed commit (RFC 6241 8.4) goes back to
 */
public record NmsSettings(String host, int port, Path hostKey, List<NmsUser> users, Path stateDirectory) {
    public NmsSettings {
        users = List.copyOf(users);
    }

    NetconfSettings read() throws IOException {
        var known = new ArrayList<NetconfUser>();
        for (var user : users) {
            known.add(user.withKey());
        }
        return new NetconfSettings(host, port, hostKey, known)
                .withCheckpoint(stateDirectory.resolve("confirmed-commit.xml"));
    }
}
