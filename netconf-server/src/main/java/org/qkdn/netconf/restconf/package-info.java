/**
 * RESTCONF (RFC 8040) beside a NETCONF server, on the same data. The paths, query parameters and writers are OpenDaylight's, codecs and
 * data trees those of YANG Tools; HTTP/1.1 is Netty's.
 */
package org.qkdn.netconf.restconf;
