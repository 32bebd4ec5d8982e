package org.qkdn.controller.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;

class LedgerTest {
    private static KeyAssociationLinkId link(int number) {
        return new KeyAssociationLinkId(new UUID(0, number));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isNeverOvercommittedAndReservesOnAllLinksOrNone(long seed) {
        Random random = new Random(seed);
        Map<KeyAssociationLinkId, SecretKeyRate> capacity = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            capacity.put(link(i), new SecretKeyRate(random.nextInt(1000)));
        }
        Ledger ledger = new Ledger(capacity);
        for (int i = 0; i < 300; i++) {
            List<KeyAssociationLinkId> path = new ArrayList<>();
            for (int hop = random.nextInt(6); hop < 6; hop++) {
                path.add(link(hop));
            }
            SecretKeyRate rate = new SecretKeyRate(random.nextInt(200));
            Map<KeyAssociationLinkId, Long> before = residuals(ledger);
            boolean reserved = ledger.reserve(path.stream().collect(Collectors.toMap(link -> link, link -> rate)));
            assertFalse(reserved && path.contains(link(5)), "link 5 does not exist");
            before.forEach((link, residual) -> {
                long expected = residual - (reserved && path.contains(link) ? rate.bitsPerSecond() : 0);
                assertEquals(expected, ledger.residual(link));
                assertTrue(ledger.residual(link) >= 0);
            });
        }
    }

    private static Map<KeyAssociationLinkId, Long> residuals(Ledger ledger) {
        Map<KeyAssociationLinkId, Long> residuals = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            residuals.put(link(i), ledger.residual(link(i)));
        }
        return residuals;
    }

    @Test
    void relayingCostsNineBitsForEveryEightRoundedUp() {
        assertEquals(new SecretKeyRate(0), RelayOverhead.on(new SecretKeyRate(0)));
        assertEquals(new SecretKeyRate(2), RelayOverhead.on(new SecretKeyRate(1)));
        assertEquals(new SecretKeyRate(1125), RelayOverhead.on(new SecretKeyRate(1000)));
        assertTrue(RelayOverhead.on(new SecretKeyRate(Long.MAX_VALUE)).bitsPerSecond() > 1L << 59);
    }
}
