package org.qkdn.lkms.assignment;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.LinkStore;

/** The key stores this node is to keep, as its agent ordered them. */
public final class Assignment {
    public static final Assignment EMPTY = new Assignment(KeyStoreConfiguration.getDefaultInstance());

    private final KeyStoreConfiguration configuration;
    private final Map<String, LinkStore> links;
    private final Map<String, Application> applications;
    /** Of several between the same two, the most urgent. */
    private final Map<Ends, Application> byEnds = new HashMap<>();

    private record Ends(String localSae, String remoteSae) {}

    private Assignment(KeyStoreConfiguration configuration) {
        this.configuration = configuration;
        this.links = unique(configuration.getLinksList(), LinkStore::getLinkId, "link");
        this.applications = unique(configuration.getApplicationsList(), Application::getAppId, "application");
        for (var application : applications.values()) {
            if (application.getLocalSaeId().isEmpty()
                    || application.getRemoteSaeId().isEmpty()) {
                throw new IllegalArgumentException("application " + application.getAppId() + " lacks an SAE");
            }
            byEnds.merge(
                    new Ends(application.getLocalSaeId(), application.getRemoteSaeId()),
                    application,
                    BinaryOperator.maxBy(Comparator.comparingInt(Application::getPriority)));
        }
    }

    /** Throws {@link IllegalArgumentException} for an order that contradicts itself. */
    public static Assignment of(KeyStoreConfiguration configuration) {
        return new Assignment(configuration);
    }

    public KeyStoreConfiguration configuration() {
        return configuration;
    }

    public Optional<LinkStore> link(String id) {
        return Optional.ofNullable(links.get(id));
    }

    public Optional<Application> application(String id) {
        return Optional.ofNullable(applications.get(id));
    }

    public List<LinkStore> links() {
        return List.copyOf(links.values());
    }

    public List<Application> applications() {
        return List.copyOf(applications.values());
    }

    /** How a block that one link brought came to be. */
    public Origin originOver(String linkId) {
        return new Origin(links.containsKey(linkId), 1, "");
    }

    /** How a block that all of an application's links had a share in came to be. */
    public Origin originOf(Application application) {
        var backing = application.getBackingLinkIdsList();
        return new Origin(links.keySet().containsAll(backing), backing.size(), application.getCombination());
    }

    /** All stores this order names. */
    public Set<StoreId> stores() {
        return storesKeptFrom(this);
    }

    /** The application whose own blocks serve keys from the local to the remote SAE. */
    public Optional<Application> between(String localSae, String remoteSae) {
        return Optional.ofNullable(byEnds.get(new Ends(localSae, remoteSae)));
    }

    /**
     * Stores whose content may stay when this order takes the place of the one before: those that both name, for the same
     * two ends.
     */
    public Set<StoreId> storesKeptFrom(Assignment before) {
        var kept = links.values().stream()
                .filter(link -> before.link(link.getLinkId())
                        .map(old -> old.getRemoteNodeId().equals(link.getRemoteNodeId()))
                        .orElse(true))
                .map(link -> StoreId.link(link.getLinkId()));
        var keptApplications = applications.values().stream()
                .filter(application -> before.application(application.getAppId())
                        .map(old -> old.getLocalSaeId().equals(application.getLocalSaeId())
                                && old.getRemoteSaeId().equals(application.getRemoteSaeId()))
                        .orElse(true))
                .map(application -> StoreId.application(application.getAppId()));
        return Stream.concat(kept, keptApplications).collect(Collectors.toUnmodifiableSet());
    }

    private static <T> Map<String, T> unique(List<T> all, java.util.function.Function<T, String> id, String what) {
        var byId = new LinkedHashMap<String, T>();
        for (var one : all) {
            if (id.apply(one).isEmpty()) {
                throw new IllegalArgumentException("a " + what + " has no id");
            }
            if (byId.put(id.apply(one), one) != null) {
                throw new IllegalArgumentException(what + " " + id.apply(one) + " is named twice");
            }
        }
        return byId;
    }
}
