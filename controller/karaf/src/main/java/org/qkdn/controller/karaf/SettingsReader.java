package org.qkdn.controller.karaf;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.northbound.NmsRole;
import org.qkdn.controller.northbound.NmsSettings;
import org.qkdn.controller.northbound.NmsUser;
import org.qkdn.controller.northbound.restconf.Operator;
import org.qkdn.controller.northbound.restconf.RestconfSettings;
import org.qkdn.controller.northbound.restconf.Role;
import org.qkdn.controller.northbound.tls.TlsFiles;
import org.qkdn.controller.plane.DeviceCredentials;
import org.qkdn.netconf.client.TlsKeys;

/** Entries of a {@code .cfg} file into {@link Settings}. Lists are separated by commas, what belongs together by blanks. */
final class SettingsReader {
    private static final String FILE = "etc/org.qkdn.controller.cfg: ";
    /** What the framework's own entries begin with. */
    private static final Set<String> FOREIGN = Set.of("service", "component", "felix", "osgi");

    private final Map<String, ?> properties;
    private final Set<String> read = new HashSet<>();

    SettingsReader(Map<String, ?> properties) {
        this.properties = properties;
    }

    Settings read() {
        var tls = new TlsFiles(file("tls.certificate"), file("tls.key"), file("tls.ca"));
        var state = file("state.folder");
        var settings = new Settings(
                new RestconfSettings(text("restconf.host"), port("restconf.port"), tls, operators()),
                new NmsSettings(text("netconf.host"), port("netconf.port"), file("netconf.host-key"), users(), state),
                new DeviceCredentials(
                        files("ssh.credentials"), files("passwords"), new TlsKeys(tls.certificate(), tls.key())),
                new Settings.CallHome(text("call-home.host"), port("call-home.ssh-port"), port("call-home.tls-port")),
                state,
                optional("recording.folder").map(Path::of));
        refuseUnknown();
        return settings;
    }

    private void refuseUnknown() {
        properties.keySet().stream()
                .filter(name -> !read.contains(name) && !FOREIGN.contains(name.split("\\.", 2)[0]))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(FILE + name + ": there is no such entry; remove it");
                });
    }

    private Optional<String> optional(String name) {
        read.add(name);
        return Optional.ofNullable(properties.get(name))
                .map(value -> value.toString().strip())
                .filter(value -> !value.isEmpty());
    }

    private String text(String name) {
        return optional(name).orElseThrow(() -> wrong(name, "this entry is missing"));
    }

    private Path file(String name) {
        return Path.of(text(name));
    }

    private int port(String name) {
        var value = text(name);
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw (IllegalArgumentException) notAPort(name, value).initCause(e);
        }
        throw notAPort(name, value);
    }

    private static IllegalArgumentException notAPort(String name, String value) {
        return wrong(name, "'" + value + "' is no port; give a number from 0 to 65535");
    }

    private List<Operator> operators() {
        var name = "operators";
        var all = entries(name, 2, "COMMON-NAME ROLE");
        var names = all.stream().map(List::getFirst).toList();
        names.stream()
                .filter(each -> names.indexOf(each) != names.lastIndexOf(each))
                .findFirst()
                .ifPresent(twice -> {
                    throw wrong(name, "'" + twice + "' is given more than once; give it once");
                });
        return all.stream()
                .map(each -> new Operator(each.getFirst(), one(Role.class, name, each.get(1))))
                .toList();
    }

    private List<NmsUser> users() {
        return entries("netconf.users", 3, "NAME ROLE PUBLIC-KEY-FILE").stream()
                .map(each -> new NmsUser(
                        each.getFirst(), Path.of(each.get(2)), one(NmsRole.class, "netconf.users", each.get(1))))
                .toList();
    }

    private Map<String, Path> files(String name) {
        return entries(name, 2, "NAME FILE").stream()
                .collect(Collectors.toMap(
                        List::getFirst,
                        each -> Path.of(each.get(1)),
                        (one, other) -> {
                            throw wrong(name, "the same name for " + one + " and " + other + "; give each its own");
                        },
                        LinkedHashMap::new));
    }

    private List<List<String>> entries(String name, int words, String form) {
        return optional(name).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> {
                    var parts = List.of(entry.split("\\s+", -1));
                    if (parts.size() != words) {
                        throw wrong(name, "'" + entry + "' is not of the form " + form);
                    }
                    return parts;
                })
                .toList();
    }

    private static <E extends Enum<E>> E one(Class<E> type, String name, String value) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> wrong(
                        name,
                        "'" + value + "' is no role; use one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    private static IllegalArgumentException wrong(String name, String fault) {
        return new IllegalArgumentException(FILE + name + ": " + fault);
    }
}
