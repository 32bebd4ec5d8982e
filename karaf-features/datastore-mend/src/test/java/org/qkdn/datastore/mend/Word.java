package org.qkdn.datastore.mend;

import java.io.Serial;
import java.io.Serializable;
import org.opendaylight.controller.cluster.raft.spi.AbstractStateCommand;

/** One change of a {@link Replica}'s state. */
public final class Word extends AbstractStateCommand {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String text;

    Word(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    @Override
    public int size() {
        return text.length();
    }

    @Override
    public int serializedSize() {
        return text.length() + 50;
    }

    @Override
    protected Object writeReplace() {
        return new Form(text);
    }

    @Override
    public String toString() {
        return text;
    }

    private record Form(String text) implements Serializable {
        private Object readResolve() {
            return new Word(text);
        }
    }
}
