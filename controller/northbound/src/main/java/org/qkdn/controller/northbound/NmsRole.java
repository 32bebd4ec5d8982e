package org.qkdn.controller.northbound;

import org.qkdn.netconf.NetconfUser;

/** What a user may do over NETCONF, as long as no configured rule of RFC 8341 says otherwise. */
public enum NmsRole {
    /** Reads, and subscribes. */
    VIEWER(NetconfUser.Access.READ_ONLY),
    /** Reads, writes and invokes operations. */
    OPERATOR(NetconfUser.Access.READ_WRITE),
    /** No rule holds for him: for the day when they lock everybody out. */
    RECOVERY(NetconfUser.Access.RECOVERY);

    private final NetconfUser.Access access;

    NmsRole(NetconfUser.Access access) {
        this.access = access;
    }

    public NetconfUser.Access access() {
        return access;
    }
}
