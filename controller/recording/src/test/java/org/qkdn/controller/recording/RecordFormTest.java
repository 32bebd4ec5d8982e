package org.qkdn.controller.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.DomainPolicy;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.Policy;

/** Records as JSON, and back. */
class RecordFormTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static <T> T read(Class<T> type, String json) throws Exception {
        return RecordReader.read(type, JSON.readTree(json));
    }

    private static String refusal(String json) {
        return assertThrows(MalformedRecordingException.class, () -> read(Event.class, json))
                .getMessage();
    }

    @Test
    void whatIsNotSaidIsAsTheConstantOfItsTypeHasIt() throws Exception {
        assertEquals(Policy.DEFAULT, read(Policy.class, "{}"));
        Policy zero = read(Policy.class, "{\"holdDown\":\"PT0S\"}");
        assertEquals(Duration.ZERO, zero.holdDown());
        assertEquals("{\"holdDown\":\"PT0S\"}", RecordWriter.write(zero).toString());
        assertEquals("{}", RecordWriter.write(Policy.DEFAULT).toString());
    }

    @Test
    void oneCaseOfSeveralIsNamed() throws Exception {
        DomainPolicy only = new DomainPolicy.Only(Set.of("b", "a"));
        assertEquals(
                "{\"only\":{\"domains\":[\"a\",\"b\"]}}",
                RecordWriter.write(only).toString());
        assertEquals(only, read(DomainPolicy.class, RecordWriter.write(only).toString()));
    }

    /** A part and a whole, as a component that is added later may have it. */
    record Grown(String name, Weight weight) {
        public Grown(String name) {
            this(name, new Weight(name.length()));
        }
    }

    record Weight(int grams) {}

    @Test
    void aComponentThatAShorterConstructorLeavesOutNeedNotBeSaid() throws Exception {
        assertEquals(new Grown("four"), read(Grown.class, "{\"name\":\"four\"}"));
        assertEquals(
                "{\"name\":\"four\"}", RecordWriter.write(new Grown("four")).toString());
        Grown heavy = new Grown("four", new Weight(1000));
        assertEquals(heavy, read(Grown.class, RecordWriter.write(heavy).toString()));
    }

    @Test
    void anUnknownFieldIsRefusedWithItsPlace() {
        assertEquals(
                "nodeUnreachable: unknown field 'nodes'; there is node, reason",
                refusal("{\"nodeUnreachable\":{\"nodes\":\"A\",\"reason\":\"\"}}"));
    }

    @Test
    void anUnknownEventIsRefusedWithThoseThereAre() {
        String refusal = refusal("{\"nodeLost\":{\"node\":\"A\"}}");
        assertTrue(refusal.startsWith("there is no 'nodeLost'; there is inventoryChanged, "), refusal);
    }

    @Test
    void aValueThatDoesNotFitIsRefusedWithItsPlace() {
        assertEquals(
                "linkPerformed.skr.bitsPerSecond: \"fast\" is not a whole number",
                refusal("{\"linkPerformed\":{\"node\":\"A\",\"link\":\"572bf276-0cbf-5420-bf22-f6a75bb75cac\","
                        + "\"skr\":{\"bitsPerSecond\":\"fast\"}}}"));
        assertEquals(
                "linkPerformed.skr: rate is negative: -1",
                refusal("{\"linkPerformed\":{\"node\":\"A\",\"link\":\"572bf276-0cbf-5420-bf22-f6a75bb75cac\","
                        + "\"skr\":{\"bitsPerSecond\":-1}}}"));
        assertEquals(
                "linkPerformed.link: '572' is no UUID",
                refusal("{\"linkPerformed\":{\"node\":\"A\",\"link\":\"572\"}}"));
        assertEquals("nodeUnreachable.node: is missing", refusal("{\"nodeUnreachable\":{\"reason\":\"\"}}"));
    }

    @Test
    void aServiceComesBackWhole() throws Exception {
        KeyService service = Records.of(
                KeyService.class,
                "name",
                "s",
                "source",
                "a",
                "destination",
                "b",
                "maxRate",
                Map.of("bitsPerSecond", 5),
                "priority",
                3,
                "ttlSeconds",
                60,
                "rules",
                Map.of(
                        "maxHops",
                        4,
                        "links",
                        Map.of("maxQberPpm", 40_000, "onlyVendors", List.of("x")),
                        "relays",
                        Map.of("avoid", List.of("A"), "domains", Map.of("ofEnds", Map.of())),
                        "objective",
                        "WIDEST"),
                "mix",
                Map.of("combination", "XOR", "paths", 2, "apart", List.of("DUCT")));
        assertEquals(Set.of(new NodeName("A")), service.rules().relays().avoid());
        assertEquals(Optional.of(60L), service.ttlSeconds());
        assertEquals(service, read(KeyService.class, RecordWriter.write(service).toString()));
    }

    /** So a recording cannot hold key material: nothing that an event is made of could. */
    @Test
    void noEventHasRoomForBytes() {
        Set<Class<?>> seen = new HashSet<>();
        Components.cases(Event.class).forEach(event -> collect(event, seen));
        assertTrue(seen.size() > 40, seen::toString);
        assertFalse(
                seen.stream().anyMatch(type -> type.isArray() || type.getName().contains("Buffer")), seen::toString);
        assertThrows(IllegalArgumentException.class, () -> RecordWriter.write(new byte[1]));
    }

    private static void collect(Type type, Set<Class<?>> seen) {
        if (type instanceof ParameterizedType generic) {
            collect(generic.getRawType(), seen);
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, seen);
            }
        } else if (type instanceof Class<?> kind && seen.add(kind)) {
            if (kind.isRecord()) {
                for (RecordComponent component : Components.of(kind)) {
                    collect(component.getGenericType(), seen);
                }
            } else if (kind.isSealed()) {
                Components.cases(kind).forEach(each -> collect(each, seen));
            }
        }
    }
}
