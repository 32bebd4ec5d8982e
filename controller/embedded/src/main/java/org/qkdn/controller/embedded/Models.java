package org.qkdn.controller.embedded;

import java.io.IOException;
import java.util.Optional;
import java.util.ServiceLoader;
import org.opendaylight.yangtools.binding.data.codec.impl.BindingCodecContext;
import org.opendaylight.yangtools.binding.generator.impl.DefaultBindingRuntimeGenerator;
import org.opendaylight.yangtools.binding.meta.YangFeatureProvider;
import org.opendaylight.yangtools.binding.runtime.api.DefaultBindingRuntimeContext;
import org.opendaylight.yangtools.binding.runtime.api.ModuleInfoSnapshot;
import org.opendaylight.yangtools.binding.runtime.spi.BindingRuntimeHelpers;
import org.opendaylight.yangtools.binding.runtime.spi.ModuleInfoSnapshotBuilder;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.source.SourceIdentifier;
import org.opendaylight.yangtools.yang.model.repo.api.MissingSchemaSourceException;
import org.opendaylight.yangtools.yang.parser.api.YangParserException;
import org.opendaylight.yangtools.yang.parser.impl.DefaultYangParserFactory;
import org.opendaylight.yangtools.yang.xpath.impl.AntlrXPathParserFactory;

/** The YANG modules of the class path, parsed, with their bindings. Costs seconds to make; immutable; share it. */
public final class Models {
    private final ModuleInfoSnapshot snapshot;
    private final BindingCodecContext codec;

    private Models(ModuleInfoSnapshot snapshot, BindingCodecContext codec) {
        this.snapshot = snapshot;
        this.codec = codec;
    }

    /** Every module whose generated bindings are on the class path. */
    public static Models fromClassPath() {
        var builder = new ModuleInfoSnapshotBuilder(new DefaultYangParserFactory(new AntlrXPathParserFactory()))
                .add(BindingRuntimeHelpers.loadModuleInfos());
        addFeatures(builder);
        try {
            var snapshot = builder.build();
            var types = new DefaultBindingRuntimeGenerator().generateTypeMapping(snapshot.modelContext());
            return new Models(snapshot, new BindingCodecContext(new DefaultBindingRuntimeContext(types, snapshot)));
        } catch (YangParserException e) {
            throw new IllegalStateException("the YANG modules on the class path do not fit together", e);
        }
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // a service file cannot tell which module a provider is for
    private static void addFeatures(ModuleInfoSnapshotBuilder builder) {
        for (YangFeatureProvider provider : ServiceLoader.load(YangFeatureProvider.class)) {
            builder.addModuleFeatures(provider.boundModule(), provider.supportedFeatures());
        }
    }

    public EffectiveModelContext context() {
        return snapshot.modelContext();
    }

    /** Between generated classes and data trees. */
    public BindingCodecContext codec() {
        return codec;
    }

    /** The YANG text of a module, as {@code get-schema} and the RESTCONF modules resource serve it. */
    public Optional<String> yangText(SourceIdentifier source) {
        try {
            return Optional.of(snapshot.getYangTextSource(source).read());
        } catch (MissingSchemaSourceException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a module of the class path cannot be read: " + source, e);
        }
    }

    ModuleInfoSnapshot snapshot() {
        return snapshot;
    }
}
