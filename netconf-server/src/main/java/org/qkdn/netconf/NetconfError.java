package org.qkdn.netconf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;

/**
 * An rpc-error (RFC 6241 4.3). Thrown by whoever refuses a request; the server turns it into the reply. Immutable: each
 * {@code with...} returns a new one.
 */
public final class NetconfError extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorType type;
    private final ErrorTag tag;
    private final transient Optional<String> appTag;
    private final transient Optional<YangInstanceIdentifier> path;
    private final transient Map<String, String> info;
    private final transient List<NetconfError> others;

    private NetconfError(
            ErrorType type,
            ErrorTag tag,
            String message,
            Optional<String> appTag,
            Optional<YangInstanceIdentifier> path,
            Map<String, String> info,
            List<NetconfError> others) {
        // an expected outcome that travels to the client: no stack trace
        super(message, null, false, false);
        this.type = type;
        this.tag = tag;
        this.appTag = appTag;
        this.path = path;
        this.info = info;
        this.others = others;
    }

    /** An error of the data: error-type application. */
    public static NetconfError application(ErrorTag tag, String message) {
        return new NetconfError(
                ErrorType.APPLICATION, tag, message, Optional.empty(), Optional.empty(), Map.of(), List.of());
    }

    /** An error in how the operation was asked for: error-type protocol. */
    public static NetconfError protocol(ErrorTag tag, String message) {
        return new NetconfError(
                ErrorType.PROTOCOL, tag, message, Optional.empty(), Optional.empty(), Map.of(), List.of());
    }

    /** An error in the envelope of the request: error-type rpc. */
    public static NetconfError rpc(ErrorTag tag, String message) {
        return new NetconfError(ErrorType.RPC, tag, message, Optional.empty(), Optional.empty(), Map.of(), List.of());
    }

    public NetconfError withAppTag(String newAppTag) {
        return new NetconfError(type, tag, getMessage(), Optional.of(newAppTag), path, info, others);
    }

    /** Sent as error-path; predicates and all. */
    public NetconfError withPath(YangInstanceIdentifier newPath) {
        return new NetconfError(type, tag, getMessage(), appTag, Optional.of(newPath), info, others);
    }

    /** An element of error-info, such as {@code bad-element} or {@code session-id}. */
    public NetconfError withInfo(String name, String value) {
        final var more = new LinkedHashMap<>(info);
        more.put(name, value);
        return new NetconfError(type, tag, getMessage(), appTag, path, Map.copyOf(more), others);
    }

    /** All of them in one reply, the first of them first; of one or more. */
    public static NetconfError all(List<NetconfError> errors) {
        final var first = errors.getFirst();
        return new NetconfError(
                first.type,
                first.tag,
                first.getMessage(),
                first.appTag,
                first.path,
                first.info,
                List.copyOf(errors.subList(1, errors.size())));
    }

    public ErrorType type() {
        return type;
    }

    public ErrorTag tag() {
        return tag;
    }

    public Optional<String> appTag() {
        return appTag;
    }

    public Optional<YangInstanceIdentifier> path() {
        return path;
    }

    public Map<String, String> info() {
        return info;
    }

    /** Further errors of the same request. */
    public List<NetconfError> others() {
        return others;
    }
}
