package org.qkdn.restconf.client;

/**
 * Something to be changed.
 *
 * @param method DELETE, PATCH, POST or PUT
 * @param resource relative to the API's root ({@code {+restconf}}), percent-encoded where needed
 * @param mediaType of the body
 * @param body empty: none
 */
public record Request(String method, String resource, String mediaType, String body) {
    public static final String JSON = "application/yang-data+json";
    public static final String YANG_PATCH = "application/yang-patch+json";

    public static Request delete(String resource) {
        return new Request("DELETE", resource, "", "");
    }

    public static Request json(String method, String resource, String body) {
        return new Request(method, resource, JSON, body);
    }

    /** For messages: without what is written. */
    @Override
    public String toString() {
        return method + " of " + resource;
    }
}
