package org.qkdn.emulator.module;

/**
 * A request to the key delivery API.
 *
 * @param caller common name of the client's certificate
 * @param uri path and query as sent
 */
record KeyDeliveryCall(String caller, String method, String uri, String body) {
    @Override
    public String toString() {
        return method + " " + uri + " by " + caller;
    }
}
