/** Keys of a slow link that become keys of an application of its two nodes as they are: no pad is spent on them. */
package org.qkdn.lkms.direct;
