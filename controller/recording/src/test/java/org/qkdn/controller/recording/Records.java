package org.qkdn.controller.recording;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Records made by naming components; those not named are as their defaults say, so that new ones break no test. */
final class Records {
    private Records() {}

    static <T> T of(Class<T> type, Object... namesAndValues) {
        Map<String, Object> components = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] instanceof Optional<?> optional) {
                String name = (String) namesAndValues[i];
                optional.ifPresent(value -> components.put(name, value));
            } else {
                components.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        try {
            return RecordReader.read(type, RecordWriter.write(components));
        } catch (MalformedRecordingException e) {
            throw new AssertionError(type + " cannot be made of " + components, e);
        }
    }
}
