package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Operators who write at some members all the time, each at one. */
record Writers(List<ServiceWriter> writers) implements AutoCloseable {
    /** @param name what the names of their services begin with */
    static Writers at(Collection<Member> members, String name, Doors doors) throws IOException {
        var writers = new ArrayList<ServiceWriter>();
        for (var member : members) {
            writers.add(new ServiceWriter(name + "-" + member.name(), doors.operator(member)));
        }
        return new Writers(writers);
    }

    boolean eachHasWritten(int services) {
        return writers.stream().allMatch(writer -> writer.acknowledged().size() >= services);
    }

    /** How long the slowest write took. */
    Duration longest() {
        return writers.stream()
                .map(ServiceWriter::longest)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    List<String> refused() {
        return writers.stream().flatMap(writer -> writer.refused().stream()).toList();
    }

    TreeSet<String> acknowledged() {
        var all = new TreeSet<String>();
        writers.forEach(writer -> all.addAll(writer.acknowledged()));
        return all;
    }

    /** Ends with the writes that are under way. */
    @Override
    public void close() {
        writers.forEach(ServiceWriter::close);
    }
}
