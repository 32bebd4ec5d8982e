package org.qkdn.emulator.topology;

/** Which module: its site and its interface number (qkdi_id) there. */
public record ModuleRef(String site, int interfaceId) implements Comparable<ModuleRef> {
    private static final java.util.Comparator<ModuleRef> ORDER =
            java.util.Comparator.comparing(ModuleRef::site).thenComparingInt(ModuleRef::interfaceId);

    /** Common name of its certificate, and its KME ID. */
    public String commonName() {
        return "module-" + site + "-" + interfaceId;
    }

    @Override
    public int compareTo(ModuleRef other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return site + "/" + interfaceId;
    }
}
