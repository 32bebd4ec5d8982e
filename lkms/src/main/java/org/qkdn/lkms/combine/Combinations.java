package org.qkdn.lkms.combine;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.qkdn.lkms.combine.HkdfMix.Hash;
import org.qkdn.node.v1.Application;

/** The combinations this LKMS can make, by their names. */
public final class Combinations {
    static final Combination SINGLE = new Whole("single", 1);
    static final Combination SPLIT = new Whole("split", Integer.MAX_VALUE);

    private static final Map<String, Combination> BY_NAME = byName(Stream.of(
            SINGLE,
            SPLIT,
            new XorMix(Optional.empty()),
            new HkdfMix(Hash.SHA256, Optional.empty()),
            new HkdfMix(Hash.SHA384, Optional.empty()),
            new HkdfMix(Hash.SHA384, Optional.of(MlKem.ML_KEM_768)),
            new HkdfMix(Hash.SHA384, Optional.of(MlKem.ML_KEM_1024)),
            new XorMix(Optional.of(MlKem.ML_KEM_768)),
            new XorMix(Optional.of(MlKem.ML_KEM_1024))));

    private Combinations() {}

    private static Map<String, Combination> byName(Stream<Combination> all) {
        var byName = new LinkedHashMap<String, Combination>();
        all.forEach(one -> byName.put(one.name(), one));
        return Collections.unmodifiableMap(byName);
    }

    public static Collection<String> names() {
        return BY_NAME.keySet();
    }

    /** Empty where no combination of this name is known; the empty name is that of a single link. */
    public static Optional<Combination> named(String name) {
        return name.isEmpty() ? Optional.of(SINGLE) : Optional.ofNullable(BY_NAME.get(name));
    }

    /** True where what is relayed for the application are keys, not shares of them. */
    public static boolean comeWhole(Application application) {
        return named(application.getCombination())
                .filter(Whole.class::isInstance)
                .isPresent();
    }
}
