package org.qkdn.controller.southbound.foreign;

/** How an agent may differ from what the standard and its protocols would lead one to expect. */
enum Quirk {
    /** The published conditions on qkdl_type, which are never true: the six leaves are refused as libyang does. */
    PUBLISHED_WHEN,

    /** The same, in other words: unknown-element with the leaf's name (RFC 7950 8.3.1). */
    UNKNOWN_ELEMENT,

    /** The module of types is imported, not implemented: all identity values are refused. */
    TYPES_ONLY_IMPORTED,

    /** No yang-library that would tell of it. */
    NO_YANG_LIBRARY,

    /** Neither :candidate nor :rollback-on-error; over RESTCONF no YANG Patch. */
    ONLY_RUNNING,

    /** :validate:1.1, so that it can be asked. */
    TESTS_EDITS,

    NO_NOTIFICATIONS,

    /** Notifications need a session of their own. */
    NO_INTERLEAVE,

    /** Notifications are promised and never come. */
    LOSES_NOTIFICATIONS,

    NO_STATUS,
    NO_PERFORMANCE,
    ZERO_RATES,

    /** Gives them back in upper case. */
    UPPER_CASE_UUIDS,

    /** Identities in JSON without a module, and with whatever prefix in XML. */
    BARE_IDENTITIES,

    /** JSON without the module's name at the top, and nothing about the API's root. */
    BARE_JSON,

    /** Lists are only shown where they are asked for by name. */
    LISTS_APART,

    /** Numbers and booleans as strings. */
    STRINGS_FOR_ALL,

    /** Holds two links that another controller made, one for each direction, with all nodes downstream as next hops. */
    TERAFLOW_LINKS,

    /** Forgets virt_bandwidth, which it shows as 0, and shows all nodes downstream. */
    TERAFLOW_HOPS,

    /** No PATCH at all. */
    NO_PATCH,

    /** Says with status 200 that something failed. */
    SUCCESS_FALSE,

    /** A startup store that is not written by itself. */
    STARTUP,

    /** Announces modules that nobody knows. */
    STRANGE_MODULES,

    /** Takes its time for each answer. */
    SLOW
}
