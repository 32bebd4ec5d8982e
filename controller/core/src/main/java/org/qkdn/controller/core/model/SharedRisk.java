package org.qkdn.controller.core.model;

import java.util.Locale;

/** Something that fails, or betrays keys, as one: all links that have it fail, or are overheard, together. */
public record SharedRisk(Kind kind, String name) {
    /** What sort of thing is shared. */
    public enum Kind {
        /** A building that the light crosses, with a QKD node or an optical switch or just fibre in it. */
        SITE,
        /** A fibre span. */
        SPAN,
        /** What several spans lie in. */
        DUCT,
        /** Maker of the modules. */
        VENDOR,
        /** qkdi_model of the modules (ETSI GS QKD 015), which names maker and type. */
        MODEL,
        /** qkdi_type of the modules. */
        TECHNOLOGY
    }

    /**
     * The maker that a model names: ETSI GS QKD 015 has one leaf for maker and model, so its first word stands for the maker.
     * Two makers that begin with the same word are taken for one, which errs on the safe side.
     */
    public static SharedRisk vendorOf(String model) {
        return new SharedRisk(Kind.VENDOR, model.strip().split("[\\s/]", 2)[0].toLowerCase(Locale.ROOT));
    }
}
