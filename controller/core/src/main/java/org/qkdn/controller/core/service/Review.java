package org.qkdn.controller.core.service;

import java.util.Set;

/**
 * That services are to be moved for gain where there is some.
 *
 * @param gainPercent least by which a service must take less of the network, at least 1
 * @param held services that are not to be moved now
 * @param turn how many reviews there were; each begins with another of the services that have no path
 */
public record Review(int gainPercent, Set<String> held, int turn) {
    public Review {
        held = Set.copyOf(held);
    }
}
