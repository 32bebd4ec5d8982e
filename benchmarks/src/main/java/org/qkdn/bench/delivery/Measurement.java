package org.qkdn.bench.delivery;

/**
 * One round.
 *
 * @param p50Micros median time from request to answer
 * @param p99Micros 99th percentile of it
 */
record Measurement(double requestsPerSecond, long p50Micros, long p99Micros) {}
