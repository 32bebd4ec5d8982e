package org.qkdn.lkms.entropy;

import java.util.Optional;

/**
 * The continuous health tests of NIST SP 800-90B 4.4 on octets, for a source that is claimed to hold at least six bits of
 * min-entropy in each, with a false alarm once in 2^40 octets. They find a device that is stuck, dead or badly biased; a
 * device that lies is beyond them, which is why its output is never used alone. Their state goes on from block to block.
 */
final class HealthTests {
    private static final double ENTROPY = 6;
    private static final double FALSE_ALARM_EXPONENT = 40;

    /** 4.4.1: so many equal octets in a row. */
    static final int REPETITIONS = 1 + (int) Math.ceil(FALSE_ALARM_EXPONENT / ENTROPY);

    /** 4.4.2, for samples that are not binary. */
    static final int WINDOW = 512;

    /** 4.4.2: so often the first octet of a window in it. */
    static final int PROPORTION = proportion();

    private byte last;
    private int repeated;
    private byte first;
    private int inWindow;
    private int equalToFirst;

    /** What is wrong with the source, as this block shows it; empty where nothing is. */
    Optional<String> fault(byte[] block) {
        for (var octet : block) {
            repeated = octet == last ? repeated + 1 : 1;
            last = octet;
            if (repeated >= REPETITIONS) {
                return failed("the same octet " + REPETITIONS + " times in a row (NIST SP 800-90B 4.4.1)");
            }
            if (inWindow == 0) {
                first = octet;
                equalToFirst = 0;
            }
            equalToFirst += octet == first ? 1 : 0;
            inWindow = (inWindow + 1) % WINDOW;
            if (equalToFirst >= PROPORTION) {
                return failed("an octet " + PROPORTION + " times in " + WINDOW + " or fewer (NIST SP 800-90B 4.4.2)");
            }
        }
        return Optional.empty();
    }

    private Optional<String> failed(String why) {
        repeated = 0;
        inWindow = 0;
        return Optional.of(why);
    }

    /** 1 + the smallest c with P(more than c of the window) below the false alarm rate; summed from its small end. */
    private static int proportion() {
        double p = Math.pow(2, -ENTROPY);
        var probabilities = new double[WINDOW + 1];
        probabilities[0] = Math.pow(1 - p, WINDOW);
        for (int k = 1; k <= WINDOW; k++) {
            probabilities[k] = probabilities[k - 1] * (WINDOW - k + 1) / k * p / (1 - p);
        }
        int c = WINDOW;
        double more = 0;
        while (more + probabilities[c] <= Math.pow(2, -FALSE_ALARM_EXPONENT)) {
            more += probabilities[c];
            c--;
        }
        return 1 + c;
    }
}
