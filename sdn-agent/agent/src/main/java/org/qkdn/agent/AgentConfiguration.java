package org.qkdn.agent;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.qkdn.netconf.CallHome;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.node.tls.TlsFiles;

/**
 * What an agent must know before it can be told anything: {@code agent.yaml}.
 *
 * @param stateDirectory where the configuration lives that a controller gave
 * @param saes SAE ids that live at this node
 * @param restconf where the same is served over RESTCONF; may be left out
 */
public record AgentConfiguration(
        Node node,
        Netconf netconf,
        List<User> users,
        TlsFiles tls,
        Path stateDirectory,
        Endpoint lkms,
        Endpoint forwarding,
        List<Module> modules,
        Set<String> saes,
        Restconf restconf) {

    /** Who the node is; {@code id} is its qkdn_id; version and location may be left empty. */
    public record Node(String name, String id, String version, String location) {
        private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

        public Node {
            require(name, "node/name", "the site's name, such as QUINTO");
            require(id, "node/id", "the node's qkdn_id");
            if (!id.matches(UUID)) {
                throw new IllegalArgumentException("node/id '" + id + "' is no UUID in lower case");
            }
            version = version == null ? "" : version;
            location = location == null ? "" : location;
        }
    }

    /**
     * Where controllers connect. Port 0 takes any free one.
     *
     * @param port NETCONF over SSH
     * @param tlsPort NETCONF over TLS, with the agent's certificate; may be left out
     * @param callHome controllers to connect to; may be left out
     */
    public record Netconf(String host, int port, Path hostKey, Integer tlsPort, List<Home> callHome) {
        public Netconf {
            require(host, "netconf/host", "an address to bind, such as 127.0.0.1");
            require(hostKey, "netconf/hostKey", "a PEM file with an RSA or EC private key");
            requirePort(port, "netconf/port", 0);
            if (tlsPort != null) {
                requirePort(tlsPort, "netconf/tlsPort", 0);
            }
            callHome = callHome == null ? List.of() : List.copyOf(callHome);
        }
    }

    /** Where controllers connect over RESTCONF, with the agent's certificate. Port 0 takes any free one. */
    public record Restconf(String host, int port) {
        public Restconf {
            require(host, "restconf/host", "an address to bind, such as 127.0.0.1");
            requirePort(port, "restconf/port", 0);
        }
    }

    /** A controller that the agent connects to by itself (RFC 8071); {@code protocol} is ssh or tls. */
    public record Home(String host, int port, String protocol) {
        public Home {
            require(host, "netconf/callHome/host", "the controller's address");
            requirePort(port, "netconf/callHome/port", 1);
            if (CallHome.Protocol.named(String.valueOf(protocol)).isEmpty()) {
                throw new IllegalArgumentException("netconf/callHome/protocol '" + protocol + "': give ssh or tls");
            }
        }
    }

    /**
     * A user: over SSH with a key, over TLS with a certificate whose common name is his.
     *
     * @param publicKey OpenSSH's .pub file; may be left out for who does not come over SSH
     * @param access read-write, read-only or recovery; may be left out for the first
     */
    public record User(String name, Path publicKey, String access) {
        public User {
            access = access == null ? NetconfUser.Access.READ_WRITE.group() : access;
            if (NetconfUser.Access.named(access).isEmpty()) {
                throw new IllegalArgumentException(
                        "users/access '" + access + "': give read-write, read-only or recovery");
            }
            require(name, "users/name", "a user's name");
            if (!name.matches("[A-Za-z0-9._-]+")) {
                throw new IllegalArgumentException("users/name '" + name + "': use letters, digits, '.', '_', '-'");
            }
        }

        User relativeTo(Path directory) {
            return publicKey == null ? this : new User(name, directory.resolve(publicKey), access);
        }
    }

    /** A gRPC server inside the node. */
    public record Endpoint(String host, int port) {
        public Endpoint {
            require(host, "host", "its address");
            requirePort(port, "port", 1);
        }
    }

    /** A QKD module's gRPC server. */
    public record Module(int interfaceId, String host, int port) {
        public Module {
            require(host, "modules/host", "its address");
            requirePort(port, "modules/port", 1);
            if (interfaceId < 0) {
                throw new IllegalArgumentException("modules/interfaceId " + interfaceId + " is negative");
            }
        }
    }

    public AgentConfiguration {
        require(node, "node", "name and id");
        require(netconf, "netconf", "host, port and hostKey");
        require(tls, "tls", "certificate, key and ca");
        require(stateDirectory, "stateDirectory", "a directory of the agent's own");
        require(lkms, "lkms", "host and port");
        require(forwarding, "forwarding", "host and port");
        require(users, "users", "at least one name");
        if (users.isEmpty()) {
            throw new IllegalArgumentException("'users' is empty: name at least one, or nobody can log in");
        }
        users = List.copyOf(users);
        modules = modules == null ? List.of() : List.copyOf(modules);
        saes = saes == null ? Set.of() : Set.copyOf(saes);
        var ids = new HashSet<Integer>();
        for (var module : modules) {
            if (!ids.add(module.interfaceId())) {
                throw new IllegalArgumentException(
                        "modules/interfaceId " + module.interfaceId() + " is there twice: give each module its own");
            }
        }
    }

    public List<Integer> interfaceIds() {
        return modules.stream().map(Module::interfaceId).toList();
    }

    /** Relative paths in a configuration file are relative to that file. */
    public AgentConfiguration relativeTo(Path directory) {
        return new AgentConfiguration(
                node,
                new Netconf(
                        netconf.host,
                        netconf.port,
                        directory.resolve(netconf.hostKey),
                        netconf.tlsPort,
                        netconf.callHome),
                users.stream().map(user -> user.relativeTo(directory)).toList(),
                tls.relativeTo(directory),
                directory.resolve(stateDirectory),
                lkms,
                forwarding,
                modules,
                saes,
                restconf);
    }

    private static void require(Object value, String name, String remedy) {
        if (value == null || value.equals("")) {
            throw new IllegalArgumentException("'" + name + "' is missing: give " + remedy);
        }
    }

    private static void requirePort(int port, String name, int least) {
        if (port < least || port > 65535) {
            throw new IllegalArgumentException(
                    "'" + name + "' " + port + " is no port: give one from " + least + " to 65535");
        }
    }
}
