package org.qkdn.netconf.restconf;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.stream.Stream;

/** If-Match and the like of one request (RFC 8040 3.5.1, RFC 9110 13). */
record Preconditions(Versions versions, Call call) {
    /**
     * Before a change.
     *
     * @param exists whether the target does
     */
    void require(Versions.Version version, boolean exists) throws Refusal {
        final var match = call.header(HttpHeaderNames.IF_MATCH);
        if (match.isPresent() && !(isAny(match.orElseThrow()) ? exists : names(match.orElseThrow(), version))) {
            throw Refusal.outdated("the configuration is no longer the one of If-Match " + match.orElseThrow()
                    + "; it is " + version.tag());
        }
        final var noneMatch = call.header(HttpHeaderNames.IF_NONE_MATCH);
        if (noneMatch.isPresent()
                && (isAny(noneMatch.orElseThrow()) ? exists : names(noneMatch.orElseThrow(), version))) {
            throw Refusal.outdated("If-None-Match " + noneMatch.orElseThrow() + " matches what is there");
        }
        final var unmodified = call.header(HttpHeaderNames.IF_UNMODIFIED_SINCE).flatMap(Versions::time);
        if (match.isEmpty() && unmodified.isPresent() && !version.isUnchangedSince(unmodified.orElseThrow())) {
            throw Refusal.outdated("the configuration was changed at " + version.lastModified());
        }
    }

    /** Whether a client that reads has it already. */
    boolean isKnown(Versions.Version version) {
        final var noneMatch = call.header(HttpHeaderNames.IF_NONE_MATCH);
        if (noneMatch.isPresent()) {
            return isAny(noneMatch.orElseThrow()) || names(noneMatch.orElseThrow(), version);
        }
        return call.header(HttpHeaderNames.IF_MODIFIED_SINCE)
                .flatMap(Versions::time)
                .map(version::isUnchangedSince)
                .orElse(false);
    }

    private static boolean isAny(String tags) {
        return tags.strip().equals("*");
    }

    private static boolean names(String tags, Versions.Version version) {
        return Stream.of(tags.split(",", -1)).map(String::strip).anyMatch(version.tag()::equals);
    }
}
