package org.qkdn.lkms.api004.binary;

import java.util.Optional;

/** What a client may ask, by its service byte; an answer's is one more. */
enum Service {
    OPEN_CONNECT(2),
    GET_KEY(4),
    CLOSE(8);

    private final int code;

    Service(int code) {
        this.code = code;
    }

    int answer() {
        return code + 1;
    }

    static Optional<Service> of(int code) {
        for (var service : values()) {
            if (service.code == code) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}
