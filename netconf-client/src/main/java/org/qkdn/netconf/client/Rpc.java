package org.qkdn.netconf.client;

import org.w3c.dom.Element;

/** The operations of NETCONF that a controller uses (RFC 6241, RFC 5277), ready to be sent once each. */
public final class Rpc {
    public static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";

    private static final String NOTIFICATION = "urn:ietf:params:xml:ns:netconf:notification:1.0";

    private final Element operation;

    private Rpc(Element operation) {
        this.operation = operation;
    }

    /** Configuration and state under one root node. */
    public static Rpc get(String namespace, String rootNode) {
        final var get = Dom.root(BASE, "get");
        filter(get, namespace, rootNode);
        return new Rpc(get);
    }

    public static Rpc getConfig(Store source, String namespace, String rootNode) {
        final var get = Dom.root(BASE, "get-config");
        Dom.add(Dom.add(get, "source"), source.element());
        filter(get, namespace, rootNode);
        return new Rpc(get);
    }

    /**
     * Edits with default operation merge; all of it or nothing where the server can.
     *
     * @param rootNode becomes part of the request
     */
    public static Rpc editConfig(Store target, boolean rollbackOnError, Element rootNode) {
        final var edit = Dom.root(BASE, "edit-config");
        Dom.add(Dom.add(edit, "target"), target.element());
        Dom.leaf(edit, "default-operation", "merge");
        if (rollbackOnError) {
            Dom.leaf(edit, "error-option", "rollback-on-error");
        }
        final var config = Dom.add(edit, "config");
        config.appendChild(edit.getOwnerDocument().importNode(rootNode, true));
        return new Rpc(edit);
    }

    /** Whether the server would take an edit; for servers with :validate:1.1 (RFC 6241 7.2, test-option). */
    public static Rpc testEdit(Store target, Element rootNode) {
        final var edit = Dom.root(BASE, "edit-config");
        Dom.add(Dom.add(edit, "target"), target.element());
        Dom.leaf(edit, "default-operation", "merge");
        Dom.leaf(edit, "test-option", "test-only");
        final var config = Dom.add(edit, "config");
        config.appendChild(edit.getOwnerDocument().importNode(rootNode, true));
        return new Rpc(edit);
    }

    /** An operation of a module of the server's own; {@code operation} becomes the request. */
    public static Rpc of(Element operation) {
        return new Rpc(operation);
    }

    public static Rpc commit() {
        return new Rpc(Dom.root(BASE, "commit"));
    }

    public static Rpc discardChanges() {
        return new Rpc(Dom.root(BASE, "discard-changes"));
    }

    public static Rpc lock(Store target) {
        final var lock = Dom.root(BASE, "lock");
        Dom.add(Dom.add(lock, "target"), target.element());
        return new Rpc(lock);
    }

    public static Rpc unlock(Store target) {
        final var unlock = Dom.root(BASE, "unlock");
        Dom.add(Dom.add(unlock, "target"), target.element());
        return new Rpc(unlock);
    }

    public static Rpc copyRunningToStartup() {
        final var copy = Dom.root(BASE, "copy-config");
        Dom.add(Dom.add(copy, "target"), Store.STARTUP.element());
        Dom.add(Dom.add(copy, "source"), Store.RUNNING.element());
        return new Rpc(copy);
    }

    /** Subscribes to the server's default stream. */
    public static Rpc subscribe() {
        return new Rpc(Dom.root(NOTIFICATION, "create-subscription"));
    }

    public static Rpc subscribe(String stream) {
        final var subscribe = Dom.root(NOTIFICATION, "create-subscription");
        Dom.leaf(subscribe, "stream", stream);
        return new Rpc(subscribe);
    }

    public static Rpc closeSession() {
        return new Rpc(Dom.root(BASE, "close-session"));
    }

    private static void filter(Element get, String namespace, String rootNode) {
        final var filter = Dom.add(get, "filter");
        // servers differ in what a missing type means
        filter.setAttribute("type", "subtree");
        Dom.add(filter, namespace, rootNode);
    }

    String name() {
        return operation.getLocalName();
    }

    Element operation() {
        return operation;
    }
}
