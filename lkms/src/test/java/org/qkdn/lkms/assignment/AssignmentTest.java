package org.qkdn.lkms.assignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyStoreConfiguration;

class AssignmentTest {
    private static Application application(String id, String local, String remote, int priority) {
        return Application.newBuilder()
                .setAppId(id)
                .setLocalSaeId(local)
                .setRemoteSaeId(remote)
                .setPriority(priority)
                .build();
    }

    @Test
    void ofSeveralApplicationsBetweenTwoSaesTheMostUrgentServes() {
        var applications = List.of(
                application("low", "a", "b", 1),
                application("high", "a", "b", 5),
                application("middle", "a", "b", 3),
                application("back", "b", "a", 7));
        var assignment = Assignment.of(KeyStoreConfiguration.newBuilder()
                .addAllApplications(applications)
                .build());
        assertEquals(Optional.of("high"), assignment.between("a", "b").map(Application::getAppId));
        assertEquals(Optional.of("back"), assignment.between("b", "a").map(Application::getAppId));
        assertTrue(assignment.between("a", "c").isEmpty());
    }
}
