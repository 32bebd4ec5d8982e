package org.qkdn.controller.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A management system, played by ncclient, and an operator with RESTCONF look at the same controller. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class NmsTest {
    private static final String SERVICES = "data/qkdn-key-service:key-services";

    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static TestedController controller;
    private static RestconfClient operator;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(
                run("/usr/bin/python3", "-c", "import ncclient, lxml").status() == 0,
                "needs the Debian package python3-ncclient");
        authority = new TestAuthority(folder.resolve("pki"), "test authority");
        controller = TestedController.start(authority, folder);
        meet();
    }

    @AfterAll
    static void stop() throws Exception {
        if (controller != null) {
            controller.close();
        }
    }

    @BeforeEach
    void removeWhatATestLeft() throws Exception {
        operator.delete(SERVICES);
    }

    private static void meet() throws Exception {
        operator =
                new RestconfClient(controller.restconfPort(), authority.ca(), Optional.of(authority.issue("operator")));
    }

    private static void restart() throws Exception {
        controller.restart();
        meet();
    }

    private record Ended(int status, String said) {}

    private static Ended run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    /** Runs one scene of the script. */
    private void nms(String scene) throws Exception {
        var script = Path.of(getClass().getResource("/python/nms.py").toURI());
        var ended = run(
                "/usr/bin/python3",
                script.toString(),
                Integer.toString(controller.netconfPort()),
                folder.resolve("nms").toString(),
                scene);
        assertEquals(0, ended.status(), ended.said());
    }

    private static String service(String name, String source, String destination) {
        return """
                {"qkdn-key-service:key-service": [{"name": "%s", "source": "%s", "destination": "%s"}]}
                """.formatted(name, source, destination);
    }

    @Test
    void bothSidesSeeWhatTheOtherWrites() throws Exception {
        assertEquals(
                201,
                operator.put(SERVICES + "/key-service=by-restconf", service("by-restconf", "a", "b"))
                        .status());
        nms("sees-restconf-and-adds-one");
        var read = operator.get(SERVICES + "?content=config").body();
        assertTrue(read.contains("by-restconf") && read.contains("by-netconf"), read);
    }

    @Test
    void bothSidesRefuseTheSameAndChangeNothing() throws Exception {
        var refused = operator.put(SERVICES + "/key-service=loop", service("loop", "a", "a"));
        assertEquals(400, refused.status(), refused.body());
        assertTrue(refused.body().contains("name two different SAEs"), refused.body());
        nms("is-refused");
        assertEquals(404, operator.get(SERVICES + "?content=config").status());
    }

    @Test
    void whatANmsCommitsSurvivesARestart() throws Exception {
        nms("commits-a-candidate");
        restart();
        var read = operator.get(SERVICES + "?content=config").body();
        assertTrue(read.contains("by-candidate"), read);
    }

    @Test
    void bothSidesSeeTheStateOfTheNetwork() throws Exception {
        nms("sees-the-topology");
        var read = operator.get("data/ietf-network:networks/network=qkdn").body();
        assertTrue(read.contains("qkdn-topology:qkd-network"), read);
    }

    @Test
    void aNmsDeletesEverything() throws Exception {
        operator.put(SERVICES + "/key-service=last", service("last", "a", "b"));
        nms("deletes-everything");
        assertEquals(404, operator.get(SERVICES + "?content=config").status());
        restart();
        assertEquals(404, operator.get(SERVICES + "?content=config").status());
        assertEquals(
                201,
                operator.put(SERVICES + "/key-service=again", service("again", "a", "b"))
                        .status());
    }
}
