package org.qkdn.lkms;

/**
 * Where a running LKMS listens; 0 where something is not served.
 *
 * @param grpc for its agent and its forwarding module
 * @param etsi004 the binary form; that in JSON is on the port of ETSI GS QKD 014
 * @param skip SKIP clients with certificates
 * @param skipPsk SKIP clients with pre-shared keys
 * @param peering the LKMSs of other nodes
 * @param push modules that push their keys
 */
public record Ports(int etsi014, int grpc, int etsi004, int skip, int skipPsk, int peering, int push, int metrics) {}
