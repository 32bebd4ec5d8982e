/** A RESTCONF client (RFC 8040) for devices that are known by their certificate. */
package org.qkdn.restconf.client;
