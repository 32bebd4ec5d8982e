/**
 * Keys mixed from several shares: each relayed over a link of its own, and perhaps one agreed by a post-quantum key
 * encapsulation between the two LKMSs. {@code docs/key-combination.md} says what each way of mixing gives.
 */
package org.qkdn.lkms.combine;
