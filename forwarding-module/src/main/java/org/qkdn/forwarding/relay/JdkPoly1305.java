package org.qkdn.forwarding.relay;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The Poly1305 inside the JDK's ChaCha20-Poly1305, for which the JIT compiler has vector instructions: several times as
 * fast as {@link Poly1305}. The JDK hands it to nobody, so it is there only where the launcher says {@code --add-opens
 * java.base/com.sun.crypto.provider=ALL-UNNAMED --add-opens java.base/sun.security.util.math=ALL-UNNAMED}, the second so that
 * its key can be wiped: see docs/decisions/relay-tag-speed.md.
 */
final class JdkPoly1305 implements OneTimeHash {
    private static final int TRIES = 20_000;
    private static final String ENGINE = "com.sun.crypto.provider.Poly1305";
    private static final String NUMBER = "sun.security.util.math.IntegerModuloP";

    private static final MethodHandle CREATE = found(
            methodType(Object.class, boolean.class),
            (inside, engine) -> inside.findConstructor(engine, methodType(void.class, boolean.class)));
    private static final MethodHandle INIT =
            method("engineInit", methodType(void.class, Key.class, AlgorithmParameterSpec.class));
    private static final MethodHandle UPDATE =
            method("engineUpdate", methodType(void.class, byte[].class, int.class, int.class));
    private static final MethodHandle FINISH = method("engineDoFinal", methodType(byte[].class));
    private static final MethodHandle R = limbs("r");
    private static final MethodHandle S = limbs("s");
    private static final boolean OPEN = knowsTheExample();

    private final byte[] key;
    private final Object engine;

    private interface Search {
        MethodHandle in(MethodHandles.Lookup inside, Class<?> engine) throws ReflectiveOperationException;
    }

    JdkPoly1305(byte[] key, int from) {
        this.key = Arrays.copyOfRange(key, from, from + Tag.KEY_LENGTH);
        try {
            engine = (Object) CREATE.invokeExact(false);
            INIT.invokeExact(engine, (Key) new GivenKey(this.key), (AlgorithmParameterSpec) null);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Whether this JVM lets us in. */
    static boolean isOpen() {
        return OPEN;
    }

    @Override
    public void update(byte[] text, int from, int length) {
        try {
            UPDATE.invokeExact(engine, text, from, length);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    @Override
    public byte[] tag() {
        try {
            return (byte[]) FINISH.invokeExact(engine);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
        try {
            Arrays.fill((long[]) R.invokeExact(engine), 0L);
            Arrays.fill((long[]) S.invokeExact(engine), 0L);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static MethodHandle method(String name, MethodType type) {
        return found(
                type.insertParameterTypes(0, Object.class), (inside, engine) -> inside.findVirtual(engine, name, type));
    }

    /** The live array of a number in the engine. */
    private static MethodHandle limbs(String field) {
        return found(methodType(long[].class, Object.class), (inside, engine) -> {
            var number = Class.forName(NUMBER);
            return MethodHandles.filterReturnValue(
                    inside.findGetter(engine, field, number),
                    MethodHandles.privateLookupIn(number, MethodHandles.lookup())
                            .findVirtual(number, "getLimbs", methodType(long[].class)));
        });
    }

    /** A handle that throws, where the JVM does not let us in or has no such method. */
    private static MethodHandle found(MethodType type, Search search) {
        try {
            var engine = Class.forName(ENGINE);
            return search.in(MethodHandles.privateLookupIn(engine, MethodHandles.lookup()), engine)
                    .asType(type);
        } catch (ReflectiveOperationException e) {
            var failing = MethodHandles.throwException(type.returnType(), ReflectiveOperationException.class);
            return MethodHandles.dropArguments(failing.bindTo(e), 0, type.parameterList());
        }
    }

    /**
     * RFC 8439 2.5.2, so often that the JIT compiler takes it up: until it has put its instructions in, the JDK's is the
     * slower one.
     */
    private static boolean knowsTheExample() {
        var hex = HexFormat.of();
        var key = hex.parseHex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b");
        var text = "Cryptographic Forum Research Group".getBytes(StandardCharsets.US_ASCII);
        var expected = hex.parseHex("a8061dc1305136c6c22b8baf0c0127a9");
        boolean right = true;
        for (int i = 0; i < TRIES && right; i++) {
            try (var hash = new JdkPoly1305(key, 0)) {
                hash.update(text, 0, text.length);
                right = Arrays.equals(hash.tag(), expected);
            } catch (IllegalStateException e) {
                right = false;
            }
        }
        return right;
    }

    private static IllegalStateException broken(Throwable cause) {
        return new IllegalStateException("the JDK's Poly1305 does not work as it should", cause);
    }

    /** Hands out the array itself, which the engine keeps and we wipe. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record GivenKey(byte[] bytes) implements Key {
        @Override
        public String getAlgorithm() {
            return "Poly1305";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return bytes;
        }

        @Override
        public String toString() {
            return "GivenKey";
        }
    }
}
