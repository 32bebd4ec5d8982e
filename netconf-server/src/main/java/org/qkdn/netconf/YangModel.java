package org.qkdn.netconf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.opendaylight.netconf.databind.DatabindContext;
import org.opendaylight.yangtools.binding.meta.YangModuleInfo;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.ModuleLike;
import org.opendaylight.yangtools.yang.model.api.source.SourceIdentifier;
import org.opendaylight.yangtools.yang.model.spi.source.StringYangTextSource;
import org.opendaylight.yangtools.yang.parser.api.YangParserConfiguration;
import org.opendaylight.yangtools.yang.parser.api.YangParserException;
import org.opendaylight.yangtools.yang.parser.impl.DefaultYangParserFactory;

/**
 * A set of YANG modules, parsed once, with their texts for get-schema. Immutable; costly to make (some 100 ms) and cheap
 * to share between all servers of a JVM.
 */
public final class YangModel {
    private static final List<String> PROTOCOL = List.of(
            "ietf-yang-types@2013-07-15",
            "ietf-inet-types@2013-07-15",
            "ietf-netconf@2011-06-01",
            "ietf-netconf-acm@2018-02-14",
            "ietf-netconf-monitoring@2010-10-04",
            "ietf-datastores@2018-02-14",
            "ietf-yang-library@2019-01-04",
            "notifications@2008-07-14",
            "nc-notifications@2008-07-14");

    private final DatabindContext databind;
    private final Function<SourceIdentifier, Optional<String>> texts;

    private YangModel(EffectiveModelContext context, Function<SourceIdentifier, Optional<String>> texts) {
        databind = DatabindContext.ofModel(context);
        this.texts = texts;
    }

    /**
     * From YANG files on the class path, for instance {@code "etsi-qkd-sdn-node@2022-01-30"}: looked for as
     * {@code META-INF/yang/NAME.yang} (where ODL's jars and yang-models have them), then {@code yang/NAME.yang}. All imports
     * must be named; the protocol's own modules, ietf-yang-types and ietf-inet-types come of themselves.
     */
    public static YangModel ofClasspath(String... modules) {
        final var texts = new LinkedHashMap<SourceIdentifier, String>();
        Stream.concat(PROTOCOL.stream(), Arrays.stream(modules))
                .forEach(name -> texts.put(SourceIdentifier.ofYangFileName(name + ".yang"), resource(name)));
        return parse(texts);
    }

    /** From generated bindings, with all they import: {@code YangModuleInfoImpl.getInstance()} of each module. */
    public static YangModel ofBindings(YangModuleInfo... modules) {
        final var texts = new LinkedHashMap<SourceIdentifier, String>();
        PROTOCOL.forEach(name -> texts.put(SourceIdentifier.ofYangFileName(name + ".yang"), resource(name)));
        for (var module : modules) {
            collect(module, texts);
        }
        return parse(texts);
    }

    /**
     * Around a context that exists already, such as a controller's.
     *
     * @param texts YANG text of a module or submodule, for get-schema
     */
    public static YangModel of(EffectiveModelContext context, Function<SourceIdentifier, Optional<String>> texts) {
        return new YangModel(context, texts);
    }

    public EffectiveModelContext context() {
        return databind.modelContext();
    }

    /** The context with its XML and JSON codecs. */
    public DatabindContext databind() {
        return databind;
    }

    public Optional<String> text(SourceIdentifier source) {
        return texts.apply(source);
    }

    /** All modules and submodules. */
    public List<SourceIdentifier> sources() {
        return context().getModules().stream()
                .flatMap(module -> Stream.concat(Stream.of(module), module.getSubmodules().stream()))
                .map(YangModel::sourceOf)
                .toList();
    }

    public static SourceIdentifier sourceOf(ModuleLike module) {
        return module.getRevision()
                .map(revision -> new SourceIdentifier(module.getName(), revision.toString()))
                .orElseGet(() -> new SourceIdentifier(module.getName()));
    }

    private static YangModel parse(Map<SourceIdentifier, String> texts) {
        final var parser = new DefaultYangParserFactory().createParser(YangParserConfiguration.DEFAULT);
        try {
            for (var entry : texts.entrySet()) {
                parser.addSource(new StringYangTextSource(entry.getKey(), entry.getValue()));
            }
            final var known = Map.copyOf(texts);
            return new YangModel(parser.buildEffectiveModel(), id -> textOf(known, id));
        } catch (IOException | YangParserException e) {
            throw new IllegalArgumentException("YANG modules do not compile: " + e.getMessage(), e);
        }
    }

    private static Optional<String> textOf(Map<SourceIdentifier, String> known, SourceIdentifier id) {
        // a file name may carry no revision
        return Optional.ofNullable(known.get(id))
                .or(() -> Optional.ofNullable(known.get(new SourceIdentifier(id.name()))));
    }

    private static void collect(YangModuleInfo module, Map<SourceIdentifier, String> texts) {
        final var id = SourceIdentifier.ofQName(module.getName());
        if (!texts.containsKey(id)) {
            try {
                texts.put(id, module.getYangTextCharSource().read());
            } catch (IOException e) {
                throw new UncheckedIOException("no YANG text for " + id, e);
            }
        }
        module.getImportedModules().forEach(imported -> collect(imported, texts));
    }

    private static String resource(String name) {
        for (var folder : List.of("META-INF/yang/", "yang/")) {
            try (var in = YangModel.class.getClassLoader().getResourceAsStream(folder + name + ".yang")) {
                if (in != null) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalArgumentException(
                "no YANG file " + name + ".yang on the class path under META-INF/yang or yang");
    }
}
