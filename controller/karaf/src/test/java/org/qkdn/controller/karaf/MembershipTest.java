package org.qkdn.controller.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which part of a cluster goes on. */
class MembershipTest {
    @Test
    void readsWhatPekkoTells() throws Exception {
        var told = Membership.read(new JsonMapper().readTree("""
                {"members": [
                   {"address": "pekko://c@10.0.0.1:2550", "roles": ["member-1", "dc-default"], "status": "Up"},
                   {"address": "pekko://c@10.0.0.2:2550", "roles": ["member-2", "dc-default"], "status": "Leaving"},
                   {"address": "pekko://c@10.0.0.3:2550", "roles": ["member-3", "dc-default"], "status": "Up"},
                   {"address": "pekko://c@10.0.0.4:2550", "roles": ["member-4", "dc-default"], "status": "Joining"}],
                 "self-address": "pekko://c@10.0.0.1:2550",
                 "unreachable": [
                   {"node": "pekko://c@10.0.0.3:2550", "observed-by": ["pekko://c@10.0.0.1:2550"]},
                   {"node": "pekko://c@10.0.0.4:2550", "observed-by": ["pekko://c@10.0.0.1:2550"]}]}
                """));
        assertEquals(
                new Membership(
                        "pekko://c@10.0.0.1:2550",
                        List.of("pekko://c@10.0.0.1:2550", "pekko://c@10.0.0.2:2550", "pekko://c@10.0.0.3:2550"),
                        Set.of("pekko://c@10.0.0.3:2550")),
                told);
    }

    @Test
    void theGreaterPartGoesOn() {
        assertTrue(of("a", List.of("a", "b", "c"), Set.of()).goesOn());
        assertTrue(of("a", List.of("a", "b", "c"), Set.of("b")).goesOn());
        assertFalse(of("a", List.of("a", "b", "c"), Set.of("b", "c")).goesOn());
    }

    @Test
    void ofTwoHalvesTheOneWithTheLowestAddressGoesOn() {
        assertTrue(of("a", List.of("a", "b"), Set.of("b")).goesOn());
        assertFalse(of("b", List.of("a", "b"), Set.of("a")).goesOn());
    }

    @Test
    void whoIsNotReachedByOneOfTheOthersDoesNotGoOn() {
        assertFalse(of("a", List.of("a", "b", "c"), Set.of("a")).goesOn());
    }

    @Test
    void whoIsNoMemberDoesNotGoOn() {
        assertFalse(of("a", List.of("b", "c", "d"), Set.of()).goesOn());
        assertFalse(of("a", List.of(), Set.of()).goesOn());
    }

    private static Membership of(String self, List<String> members, Set<String> unreachable) {
        return new Membership(self, members, unreachable);
    }
}
