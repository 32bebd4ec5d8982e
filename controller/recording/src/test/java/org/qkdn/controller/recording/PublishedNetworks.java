package org.qkdn.controller.recording;

/**
 * Networks as their papers have them: who is joined to whom, and at which secret key rate (bit/s). What a paper leaves open is
 * assumed, and marked.
 */
final class PublishedNetworks {
    private PublishedNetworks() {}

    /**
     * SECOQC, Vienna 2008: M. Peev et al., New J. Phys. 11 (2009) 075001. Of STP-BRT, BRT-GUD and SIE-GUD no rate is
     * known to us, nor for certain the end points of SIE-GUD: assumed is 1 kbit/s, the least of the others.
     */
    static Town secoqc() {
        return Town.of("STP", "BRT", "SIE", "ERD", "FOR", "GUD")
                .link("STP", "BRT", 1000)
                .link("SIE", "BRT", 3100)
                .link("SIE", "ERD", 2500)
                .link("ERD", "FOR", 17_000)
                .link("ERD", "GUD", 8000)
                .link("ERD", "BRT", 1000)
                .link("SIE", "GUD", 1000)
                .link("BRT", "GUD", 1000);
    }

    /** Tokyo 2010: M. Sasaki et al., Opt. Express 19 (2011) 10387. Of K3-K2 no rate is known to us: assumed is 1 kbit/s. */
    static Town tokyo() {
        return Town.of("K1", "K2", "K3", "O1", "O2", "HONGO")
                .link("K1", "O1", 81_700)
                .link("K1", "K2", 2100)
                .link("O1", "O2", 2000)
                .link("K3", "K2", 1000)
                .link("K2", "O2", 304_000)
                .link("O2", "HONGO", 400);
    }

    /** Cambridge 2019: J. F. Dynes et al., npj Quantum Information 5 (2019) 101. */
    static Town cambridge() {
        return Town.of("CAPE", "TREL", "ENGI")
                .link("CAPE", "TREL", 2_580_000)
                .link("TREL", "ENGI", 2_400_000)
                .link("ENGI", "CAPE", 2_220_000);
    }
}
