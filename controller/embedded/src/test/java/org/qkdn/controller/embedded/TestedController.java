package org.qkdn.controller.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.qkdn.controller.northbound.NmsRole;
import org.qkdn.controller.northbound.NmsUser;
import org.qkdn.controller.northbound.restconf.Operator;
import org.qkdn.controller.northbound.restconf.Role;

/**
 * The controller whose northbound interfaces are tested: in this JVM or, where the system property {@code qkdn.distribution}
 * names the folder of the Karaf distribution's archive, a process of that. What is asked of both is the same.
 */
interface TestedController extends AutoCloseable {
    List<Operator> OPERATORS = List.of(new Operator("operator", Role.OPERATOR), new Operator("viewer", Role.VIEWER));

    /** In a folder of its own, on free ports, with an authority of its own; the NMS's SSH key is in the file {@code nms}. */
    static TestedController start(TestAuthority authority, Path folder) throws Exception {
        TestSshKey.write(folder.resolve("nms"));
        TestSshKey.write(folder.resolve("host"));
        var distribution = Optional.ofNullable(System.getProperty("qkdn.distribution"));
        return distribution.isPresent()
                ? KarafUnderTest.start(Path.of(distribution.orElseThrow()), authority, folder)
                : EmbeddedUnderTest.start(authority, folder);
    }

    static NmsUser nms(Path folder) {
        return new NmsUser("nms", folder.resolve("nms.pub"), NmsRole.OPERATOR);
    }

    int restconfPort();

    int netconfPort();

    /** Ends it and starts it again on the same state. */
    void restart() throws Exception;

    @Override
    void close() throws IOException;
}
