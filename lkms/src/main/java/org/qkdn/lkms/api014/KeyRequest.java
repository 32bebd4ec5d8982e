package org.qkdn.lkms.api014;

import java.util.List;

/**
 * A well-formed request for new keys (ETSI GS QKD 014 6.2).
 *
 * @param sizeBits size of each key
 * @param moreSlaves SAEs that are to get the same keys as the one in the path
 * @param needed what the keys must be
 * @param preferred what they should be
 */
record KeyRequest(int number, int sizeBits, List<String> moreSlaves, KeyQuality needed, KeyQuality preferred) {}
