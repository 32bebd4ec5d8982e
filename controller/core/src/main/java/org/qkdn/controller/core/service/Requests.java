package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;

/** Services that policy provisions because an SAE asked for keys and the operator configured none. */
public final class Requests {
    private static final int MAX_HOPS = 16;

    private Requests() {}

    /** Best effort: nobody told what the SAEs need. */
    public static KeyService service(SaeId server, SaeId client) {
        return new KeyService(
                Identities.requestName(server, client),
                KeyService.Origin.REQUEST,
                server.value(),
                client.value(),
                SecretKeyRate.ZERO,
                Optional.empty(),
                0,
                Optional.empty(),
                PathRules.of(MAX_HOPS, Set.of()),
                KeyMix.SINGLE);
    }

    /** Whether the service can be, and none of the {@code others} joins the same SAEs, in either direction. */
    public static boolean isDue(KeyService service, Collection<KeyService> others, Inventory inventory) {
        return EndPoints.of(service, inventory) instanceof EndPoints.Known ends
                && !pairs(others, inventory).contains(ends.pair());
    }

    /** The pairs of SAEs that the services join. */
    static Set<Set<SaeId>> pairs(Collection<KeyService> services, Inventory inventory) {
        return services.stream()
                .map(service -> EndPoints.of(service, inventory))
                .filter(EndPoints.Known.class::isInstance)
                .map(ends -> ((EndPoints.Known) ends).pair())
                .collect(Collectors.toUnmodifiableSet());
    }
}
