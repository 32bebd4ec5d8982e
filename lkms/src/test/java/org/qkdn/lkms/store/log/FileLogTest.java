package org.qkdn.lkms.store.log;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileLogTest extends SegmentLogContract {
    @TempDir
    Path directory;

    @Override
    SegmentLog open() throws Exception {
        return new FileLog(directory);
    }
}
