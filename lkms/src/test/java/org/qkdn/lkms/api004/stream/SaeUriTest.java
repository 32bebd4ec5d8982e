package org.qkdn.lkms.api004.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SaeUriTest {
    @Test
    void wholeTextThenUserThenHostThenWhatFollowsTheScheme() {
        assertEquals(List.of("sae-a"), SaeUri.names("sae-a"));
        assertEquals(
                List.of("qkd://sae-a@kms.example:1234/vpn?x", "sae-a", "kms.example"),
                SaeUri.names("qkd://sae-a@kms.example:1234/vpn?x"));
        assertEquals(List.of("qkd://sae_a/vpn", "sae_a"), SaeUri.names("qkd://sae_a/vpn"));
        assertEquals(List.of("sae:sae-a", "sae-a"), SaeUri.names("sae:sae-a"));
        assertEquals(List.of("urn:sae:a b", "sae:a b"), SaeUri.names("urn:sae:a b"));
    }

    @Test
    void whatCanBeNoSaeIdNamesNone() {
        for (var absurd : List.of("", " ", "a\u0000b", "x".repeat(256))) {
            assertEquals(List.of(), SaeUri.names(absurd));
        }
        assertEquals(
                List.of("://", ":", "qkd://"),
                List.of("://", ":", "qkd://").stream()
                        .flatMap(text -> SaeUri.names(text).stream())
                        .toList());
    }
}
