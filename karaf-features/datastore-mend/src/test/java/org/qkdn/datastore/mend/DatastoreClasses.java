package org.qkdn.datastore.mend;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;

/**
 * The datastore's classes and those that play with them, loaded once more: as OpenDaylight built them, or mended. What is called
 * across this border is public.
 */
final class DatastoreClasses extends ClassLoader {
    private static final List<String> OWN = List.of("org.opendaylight.controller.cluster.", "org.qkdn.datastore.mend.");

    private final boolean mended;

    private DatastoreClasses(boolean mended) {
        super(DatastoreClasses.class.getClassLoader());
        this.mended = mended;
    }

    static DatastoreClasses mended() {
        return new DatastoreClasses(true);
    }

    static DatastoreClasses asBuilt() {
        return new DatastoreClasses(false);
    }

    /**
     * Plays a scenario.
     *
     * @return what the member has at the end
     * @throws Exception what the scenario throws
     */
    @SuppressWarnings("unchecked")
    List<String> play(Class<?> player, String scenario, Path folder) throws Exception {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return (List<String>) loadClass(player.getName())
                    .getDeclaredMethod(scenario, Path.class)
                    .invoke(null, folder);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (OWN.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try {
            var bytes = bytesOf(name);
            if (mended && !Redirection.in(name).isEmpty()) {
                bytes = Mending.of(name, bytes);
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    static byte[] bytesOf(String name) throws IOException {
        try (var in = DatastoreClasses.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new IOException("no such class: " + name);
            }
            return in.readAllBytes();
        }
    }
}
