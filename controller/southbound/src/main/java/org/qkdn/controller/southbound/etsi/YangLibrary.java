package org.qkdn.controller.southbound.etsi;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.qkdn.netconf.client.Dom;
import org.w3c.dom.Element;

/**
 * What a server's ietf-yang-library, of RFC 8525 or RFC 7895, says of the modules of ETSI GS QKD 015.
 *
 * @param revision of the module of nodes
 * @param types how the module of types is there, whose identities only work where it is implemented
 * @param extension whether our own module is implemented
 */
public record YangLibrary(Optional<String> revision, Types types, boolean extension) {
    public static final String NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-yang-library";

    /** Of RFC 8525, then of RFC 7895. */
    public static final List<String> ROOTS = List.of("yang-library", "modules-state");

    public static final YangLibrary UNKNOWN = new YangLibrary(Optional.empty(), Types.UNKNOWN, false);

    /** Whether a module's identities can be used. */
    public enum Types {
        IMPLEMENTED,
        ONLY_IMPORTED,
        UNKNOWN
    }

    /** {@code root}: either of the roots. */
    public static YangLibrary of(Element root) {
        final var implemented =
                modules(root, "module").filter(YangLibrary::isImplemented).toList();
        final var types = implemented.stream().anyMatch(module -> isNamed(module, "etsi-qkd-node-types"))
                ? Types.IMPLEMENTED
                : Stream.concat(modules(root, "module"), modules(root, "import-only-module"))
                                .anyMatch(module -> isNamed(module, "etsi-qkd-node-types"))
                        ? Types.ONLY_IMPORTED
                        : Types.UNKNOWN;
        return new YangLibrary(
                implemented.stream()
                        .filter(module -> isNamed(module, "etsi-qkd-sdn-node"))
                        .flatMap(module -> Dom.text(module, "revision").stream())
                        .findFirst(),
                types,
                implemented.stream().anyMatch(module -> isNamed(module, "qkdn-node-extension")));
    }

    private static Stream<Element> modules(Element root, String name) {
        return Stream.concat(
                Dom.children(root, name).stream(),
                Dom.children(root, "module-set").stream().flatMap(set -> Dom.children(set, name).stream()));
    }

    private static boolean isImplemented(Element module) {
        return !Dom.text(module, "conformance-type").equals(Optional.of("import"));
    }

    private static boolean isNamed(Element module, String name) {
        return Dom.text(module, "name").equals(Optional.of(name));
    }
}
