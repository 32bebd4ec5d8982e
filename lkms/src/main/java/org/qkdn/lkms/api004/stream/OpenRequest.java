package org.qkdn.lkms.api004.stream;

import java.util.UUID;

/** OPEN_CONNECT as an SAE asks; an all-zero ID is to be replaced by one that the LKMS draws. */
public record OpenRequest(String source, String destination, Qos qos, UUID keyStreamId) {}
