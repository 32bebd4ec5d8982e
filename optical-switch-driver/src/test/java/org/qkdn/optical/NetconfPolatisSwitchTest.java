package org.qkdn.optical;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The newest revision of the model that is known. */
class NetconfPolatisSwitchTest extends NetconfPolatisSwitchContract {
    NetconfPolatisSwitchTest(@TempDir Path directory) throws Exception {
        super(new PolatisServer(directory, "2018-03-22", "pair"));
    }
}
