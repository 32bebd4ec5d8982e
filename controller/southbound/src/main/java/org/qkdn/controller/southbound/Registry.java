package org.qkdn.controller.southbound;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** All devices that are to have a session, by name. */
public record Registry(SortedMap<String, ManagedDevice> nodes, SortedMap<String, ManagedDevice> switches) {
    public static final Registry EMPTY = new Registry(new TreeMap<>(), new TreeMap<>());

    public Registry {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        switches = Collections.unmodifiableSortedMap(new TreeMap<>(switches));
    }

    public static Registry of(Collection<ManagedDevice> nodes, Collection<ManagedDevice> switches) {
        return new Registry(byName(nodes), byName(switches));
    }

    private static SortedMap<String, ManagedDevice> byName(Collection<ManagedDevice> devices) {
        final var map = new TreeMap<String, ManagedDevice>();
        devices.forEach(device -> map.put(device.name(), device));
        return map;
    }
}
