package org.qkdn.netconf.session;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import org.opendaylight.yangtools.yang.common.Revision;
import org.opendaylight.yangtools.yang.model.api.Module;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Element;

/** RFC 8525, and the tree of RFC 7895 that libyang insists on. Only the newest revision of a module is implemented. */
final class YangLibrary {
    private static final String NS = ServerState.YANG_LIBRARY;
    private static final String DATASTORES = "urn:ietf:params:xml:ns:yang:ietf-datastores";

    private final List<Module> modules;
    private final Map<String, Module> newest = new HashMap<>();
    private final String contentId;

    YangLibrary(YangModel model) {
        modules = model.context().getModules().stream()
                .<Module>map(module -> module)
                .sorted(Comparator.comparing(Module::getName))
                .toList();
        for (var module : modules) {
            newest.merge(
                    module.getName(),
                    module,
                    (a, b) -> Revision.compare(a.getRevision(), b.getRevision()) >= 0 ? a : b);
        }
        final var hasher = Hashing.sha256().newHasher();
        model.sources().stream().map(Object::toString).sorted().forEach(source -> {
            hasher.putString(source, StandardCharsets.UTF_8);
        });
        model.sources().stream()
                .sorted(Comparator.comparing(Object::toString))
                .forEach(source -> hasher.putString(model.text(source).orElse(""), StandardCharsets.UTF_8));
        contentId = hasher.hash().toString().substring(0, 16);
    }

    String contentId() {
        return contentId;
    }

    void writeLibrary(Element library) {
        final var set = Dom.append(library, NS, "module-set");
        Dom.append(set, NS, "name", "all");
        for (var module : modules) {
            if (isImplemented(module)) {
                final var entry = Dom.append(set, NS, "module");
                writeModule(entry, module, module.getRevision().map(Revision::toString));
                writeSubmodules(entry, module);
                writeFeatures(entry, module);
            }
        }
        for (var module : modules) {
            if (!isImplemented(module)) {
                final var entry = Dom.append(set, NS, "import-only-module");
                writeModule(
                        entry,
                        module,
                        Optional.of(module.getRevision().map(Revision::toString).orElse("")));
                writeSubmodules(entry, module);
            }
        }
        final var schema = Dom.append(library, NS, "schema");
        Dom.append(schema, NS, "name", "all");
        Dom.append(schema, NS, "module-set", "all");
        for (var name : List.of("running", "candidate", "operational")) {
            final var datastore = Dom.append(library, NS, "datastore");
            final var leaf = Dom.append(datastore, NS, "name", "ds:" + name);
            leaf.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:ds", DATASTORES);
            Dom.append(datastore, NS, "schema", "all");
        }
        Dom.append(library, NS, "content-id", contentId);
    }

    void writeModulesState(Element state) {
        Dom.append(state, NS, "module-set-id", contentId);
        for (var module : modules) {
            final var entry = Dom.append(state, NS, "module");
            writeModule(
                    entry,
                    module,
                    Optional.of(module.getRevision().map(Revision::toString).orElse("")));
            writeFeatures(entry, module);
            Dom.append(entry, NS, "conformance-type", isImplemented(module) ? "implement" : "import");
            for (var submodule : module.getSubmodules()) {
                final var below = Dom.append(entry, NS, "submodule");
                Dom.append(below, NS, "name", submodule.getName());
                Dom.append(
                        below,
                        NS,
                        "revision",
                        submodule.getRevision().map(Revision::toString).orElse(""));
            }
        }
    }

    private boolean isImplemented(Module module) {
        return newest.get(module.getName()) == module;
    }

    private static void writeModule(Element entry, Module module, Optional<String> revision) {
        Dom.append(entry, NS, "name", module.getName());
        revision.ifPresent(date -> Dom.append(entry, NS, "revision", date));
        Dom.append(entry, NS, "namespace", module.getNamespace().toString());
    }

    private static void writeSubmodules(Element entry, Module module) {
        for (var submodule : module.getSubmodules()) {
            final var below = Dom.append(entry, NS, "submodule");
            Dom.append(below, NS, "name", submodule.getName());
            submodule.getRevision().ifPresent(date -> Dom.append(below, NS, "revision", date.toString()));
        }
    }

    private static void writeFeatures(Element entry, Module module) {
        Features.of(module).forEach(feature -> Dom.append(entry, NS, "feature", feature));
    }
}
