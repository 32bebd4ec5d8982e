package org.qkdn.controller.southbound;

import java.io.IOException;

/** Holds for as many requests as a test says, at first for all. */
final class LimitedMandate implements Mandate {
    private int left = Integer.MAX_VALUE;

    synchronized void holdsFor(int requests) {
        left = requests;
    }

    @Override
    public synchronized void require() throws IOException {
        if (left == 0) {
            throw new IOException("the mandate is over");
        }
        left--;
    }
}
