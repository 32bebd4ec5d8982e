package org.qkdn.lkms.skip;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qkdn.lkms.LkmsConfiguration.Endpoint;
import org.qkdn.lkms.psk.PskClient;

/**
 * How this node is a SKIP key provider (draft-singh-skip-00).
 *
 * @param localSystemId this key provider's ID
 * @param remoteSystems other key providers, the first that fits is taken
 * @param certificates where SAEs with certificates are served
 * @param psk where SAEs with pre-shared keys are served
 */
public record SkipConfiguration(
        String localSystemId,
        List<RemoteSystem> remoteSystems,
        Optional<Endpoint> certificates,
        Optional<Endpoint> psk,
        List<PskClient> clients) {
    public SkipConfiguration {
        if (localSystemId == null || localSystemId.isEmpty()) {
            throw new IllegalArgumentException("'skip.localSystemId' is missing: give this key provider's ID");
        }
        remoteSystems = remoteSystems == null ? List.of() : List.copyOf(remoteSystems);
        certificates = certificates == null ? Optional.empty() : certificates;
        psk = psk == null ? Optional.empty() : psk;
        clients = clients == null ? List.of() : List.copyOf(clients);
        if (psk.isPresent() == clients.isEmpty()) {
            throw new IllegalArgumentException("'skip.psk' and 'skip.clients' need each other: give both or none");
        }
        var seen = new HashSet<String>();
        for (var client : clients) {
            if (!seen.add(client.identity())) {
                throw new IllegalArgumentException("skip.clients names identity " + client.identity() + " twice");
            }
        }
    }

    /** Throws where a client is no SAE of the node. */
    public void requireSaesOf(Set<String> saes) {
        for (var client : clients) {
            if (!saes.contains(client.sae())) {
                throw new IllegalArgumentException("skip.clients: sae " + client.sae() + " of identity "
                        + client.identity() + " is not one of 'saes': add it there or name another");
            }
        }
    }

    /** Relative paths are relative to the directory. */
    public SkipConfiguration relativeTo(Path directory) {
        var resolved =
                clients.stream().map(client -> client.relativeTo(directory)).toList();
        return new SkipConfiguration(localSystemId, remoteSystems, certificates, psk, resolved);
    }
}
