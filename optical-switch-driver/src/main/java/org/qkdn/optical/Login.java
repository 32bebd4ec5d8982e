package org.qkdn.optical;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A user name and its password. A user without a name logs in nowhere. */
public record Login(String user, String password) {
    public static final Login NONE = new Login("", "");

    /** What HTTP's header Authorization says (RFC 7617). */
    Optional<String> basic() {
        return user.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user.isEmpty() ? "nobody" : user;
    }
}
