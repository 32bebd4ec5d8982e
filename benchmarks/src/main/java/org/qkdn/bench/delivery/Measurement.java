package org.qkdn.bench.delivery;

/**
 * One round.
 *
 * @param cpuMicros processor time of this process for each request: of the server, of the clients and of collecting garbage
 * @param p50Micros median time from request to answer
 * @param p99Micros 99th percentile of it
 */
record Measurement(double requestsPerSecond, double cpuMicros, long p50Micros, long p99Micros) {}
