package org.qkdn.lkms.api004.binary;

import java.util.UUID;
import org.qkdn.lkms.api004.stream.OpenRequest;

/** A message of a client. */
sealed interface Request {
    /** As the client sent it: answered in kind. */
    int version();

    /** {@code fixedMimetype}: it writes Metadata_mimetype as 256 bytes, not up to its NUL; answered in kind. */
    record Open(int version, OpenRequest request, boolean fixedMimetype) implements Request {}

    record Get(int version, UUID keyStreamId, long index, long metadataSize) implements Request {}

    record Close(int version, UUID keyStreamId) implements Request {}
}
