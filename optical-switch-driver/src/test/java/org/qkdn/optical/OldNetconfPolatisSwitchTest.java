package org.qkdn.optical;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A switch whose model is older than 2017-08-04. */
class OldNetconfPolatisSwitchTest extends NetconfPolatisSwitchContract {
    OldNetconfPolatisSwitchTest(@TempDir Path directory) throws Exception {
        super(new PolatisServer(directory, "2016-09-21", "pairs"));
    }
}
