package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.util.List;

/** How a member that lives gets out of touch with the others, and back. */
sealed interface Absence {
    /**
     * Brings it back.
     *
     * @throws IOException where it did what it must not meanwhile
     */
    void end() throws IOException, InterruptedException;

    /** Its process stands still: its connections stay, and it does not know how much time passes. */
    record Frozen(Member member) implements Absence {
        static Frozen begin(Member member) throws IOException, InterruptedException {
            member.freeze();
            return new Frozen(member);
        }

        @Override
        public void end() throws IOException, InterruptedException {
            member.thaw();
        }
    }

    /** The others do not reach it, nor it them; agents and operators do. An operator writes there: in vain, for it is alone. */
    record CutOff(Member member, Cluster cluster, Writers writers) implements Absence {
        static CutOff begin(Member member, Cluster cluster, Doors doors) throws IOException {
            cluster.cut(member);
            return new CutOff(member, cluster, Writers.at(List.of(member), "by-a-minority", doors));
        }

        @Override
        public void end() throws IOException {
            writers.close();
            cluster.mend(member);
            if (!writers.acknowledged().isEmpty()) {
                throw new IOException(member.name() + " acknowledged without a majority: " + writers.acknowledged());
            }
            if (writers.refused().isEmpty()) {
                throw new IOException(member.name() + " was asked for no write");
            }
        }
    }
}
