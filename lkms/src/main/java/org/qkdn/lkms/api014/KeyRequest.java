package org.qkdn.lkms.api014;

/**
 * A well-formed request for new keys (ETSI GS QKD 014 6.2).
 *
 * @param sizeBits size of each key
 */
record KeyRequest(int number, int sizeBits) {}
