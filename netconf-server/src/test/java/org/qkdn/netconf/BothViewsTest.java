package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Random edits over both protocols in turn, against a model of a few lines: both show what it says, at any time. */
class BothViewsTest {
    private static final int EDITS = 80;
    private static final List<String> IDS = List.of("a", "b/c", "d e", "é,=", "%2F");
    private static final String LINKS = "/restconf/data/test-node:node/links";

    private static final List<Kind> KINDS = List.of(Kind.values());

    private enum Kind {
        CREATE,
        REPLACE,
        MERGE,
        DELETE
    }

    private record Edit(Kind kind, String id, SortedSet<String> tags) {
        static Edit random(Random random) {
            final var tags = new TreeSet<String>();
            for (var tag : List.of("x", "y", "z")) {
                if (random.nextBoolean()) {
                    tags.add(tag);
                }
            }
            return new Edit(KINDS.get(random.nextInt(KINDS.size())), IDS.get(random.nextInt(IDS.size())), tags);
        }

        /** Whether it is accepted; a merge over RESTCONF wants something to merge into. */
        boolean applyTo(SortedMap<String, SortedSet<String>> links, boolean restconf) {
            final boolean there = links.containsKey(id);
            switch (kind) {
                case CREATE -> {
                    if (there) {
                        return false;
                    }
                    links.put(id, tags);
                }
                case REPLACE -> links.put(id, tags);
                case MERGE -> {
                    if (restconf && !there) {
                        return false;
                    }
                    links.merge(id, tags, (old, added) -> {
                        final var all = new TreeSet<>(old);
                        all.addAll(added);
                        return all;
                    });
                }
                case DELETE -> {
                    return links.remove(id) != null;
                }
            }
            return true;
        }

        boolean overNetconf(TestClient client) throws IOException {
            final var content =
                    tags.stream().map(tag -> "<tag>" + tag + "</tag>").collect(Collectors.joining());
            return client.edit(
                            "running",
                            "<node xmlns=\"urn:test:node\"><links><link xmlns:nc=\"" + Dom.BASE + "\" nc:operation=\""
                                    + kind.name().toLowerCase(java.util.Locale.ROOT) + "\"><id>" + id + "</id>"
                                    + content + "</link></links></node>")
                    .contains("<ok/>");
        }

        boolean overRestconf(RestconfClient client) throws IOException {
            final var path = LINKS + "/link="
                    + java.net.URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
            final var body = "{\"test-node:link\": [{\"id\": \"" + id + "\", \"tag\": ["
                    + tags.stream().map(tag -> '"' + tag + '"').collect(Collectors.joining(", ")) + "]}]}";
            final var answer =
                    switch (kind) {
                        case CREATE -> client.json("POST", LINKS, body);
                        case REPLACE -> client.json("PUT", path, body);
                        case MERGE -> client.json("PATCH", path, body);
                        case DELETE -> client.delete(path);
                    };
            return answer.statusCode() < 300;
        }
    }

    @Test
    void randomEditsOverBothAreReadTheSameOverBoth(@TempDir Path folder) throws Exception {
        final long seed = System.nanoTime();
        System.out.println("seed " + seed);
        final var random = new Random(seed);
        final var links = new TreeMap<String, SortedSet<String>>();
        try (var server = RestconfUnderTest.start(folder);
                var netconf = server.netconf().connect();
                var restconf = server.connect("operator")) {
            netconf.edit("running", "<node xmlns=\"urn:test:node\"><id>n</id></node>");
            for (int i = 0; i < EDITS; i++) {
                final var edit = Edit.random(random);
                final boolean overRestconf = random.nextBoolean();
                final var what = "seed " + seed + ", edit " + i + (overRestconf ? " over RESTCONF: " : ": ") + edit;
                assertEquals(
                        edit.applyTo(links, overRestconf),
                        overRestconf ? edit.overRestconf(restconf) : edit.overNetconf(netconf),
                        what);
                assertEquals(links, read(netconf.getConfig("running")), what);
                assertEquals(
                        links,
                        read(restconf.get("/restconf/data?content=config", "Accept", RestconfClient.XML)
                                .body()),
                        what);
            }
            assertEquals(links, read(server.netconf().configFile()), "on disk, seed " + seed);
        }
    }

    private static Map<String, SortedSet<String>> read(String xml) throws IOException, SAXException {
        final var document = XmlUtil.readXmlToDocument(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        final var found = document.getElementsByTagNameNS("urn:test:node", "link");
        final var links = new TreeMap<String, SortedSet<String>>();
        for (int i = 0; i < found.getLength(); i++) {
            final var tags = new TreeSet<String>();
            String id = "";
            for (var child : Dom.children((Element) found.item(i))) {
                switch (child.getLocalName()) {
                    case "id" -> id = child.getTextContent();
                    case "tag" -> tags.add(child.getTextContent());
                    default -> throw new AssertionError(child.getLocalName());
                }
            }
            links.put(id, tags);
        }
        return links;
    }
}
