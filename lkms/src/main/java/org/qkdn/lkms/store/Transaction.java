package org.qkdn.lkms.store;

import java.sql.SQLException;

/**
 * Work on the stores that happens wholly or not at all. It may be run again after a failure of others in its group, so it
 * must have no effect but on the stores.
 */
@FunctionalInterface
public interface Transaction<T> {
    T run(BlockTable blocks) throws SQLException;
}
