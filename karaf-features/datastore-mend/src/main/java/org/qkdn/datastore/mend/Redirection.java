package org.qkdn.datastore.mend;

import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A call in one method of one class of the datastore, which goes to {@link JournalPositions} instead. */
enum Redirection {
    /** It took the last applied entry, and left on disk what is stored after it. */
    LAST("SnapshotManager", "applyFromLeader", "ReplicatedLog", "lastAppliedJournalIndex", "()J", "last"),
    /** It left the position as it was before the snapshot. */
    RESET(
            "SnapshotManager",
            "commit",
            "ReplicatedLog",
            "resetToSnapshot",
            "(Lorg/opendaylight/controller/cluster/raft/persisted/Snapshot;)V",
            "reset"),
    /** The same, where the snapshot was installed and the member ended before the journal was cut. */
    DISCARD("JournalRecovery", "doRecover", "spi/EntryJournal", "discardHead", "(J)V", "discardHead") {
        @Override
        void redirect(MethodVisitor method) {
            method.visitVarInsn(Opcodes.ALOAD, 0);
            method.visitFieldInsn(Opcodes.GETFIELD, owner(), "recoveryLog", reference("RecoveryLog"));
            call(method, "(" + receiver() + "J" + reference("ReplicatedLog") + ")V");
        }
    };

    private static final String RAFT = "org/opendaylight/controller/cluster/raft/";
    private static final String OURS = JournalPositions.class.getName().replace('.', '/');

    private final String owner;
    private final String method;
    private final String target;
    private final String name;
    private final String descriptor;
    private final String ours;

    Redirection(String owner, String method, String target, String name, String descriptor, String ours) {
        this.owner = owner;
        this.method = method;
        this.target = target;
        this.name = name;
        this.descriptor = descriptor;
        this.ours = ours;
    }

    /** Those in a class; none for most. */
    static List<Redirection> in(String className) {
        return List.of(values()).stream()
                .filter(each -> each.owner().replace('/', '.').equals(className))
                .toList();
    }

    String owner() {
        return RAFT + owner;
    }

    String receiver() {
        return reference(target);
    }

    boolean isMadeIn(String methodName) {
        return method.equals(methodName);
    }

    boolean isOf(String callOwner, String callName, String callDescriptor) {
        return callOwner.equals(RAFT + target) && callName.equals(name) && callDescriptor.equals(descriptor);
    }

    /** The receiver becomes the first argument. */
    void redirect(MethodVisitor visitor) {
        call(visitor, "(" + receiver() + descriptor.substring(1));
    }

    void call(MethodVisitor visitor, String ourDescriptor) {
        visitor.visitMethodInsn(Opcodes.INVOKESTATIC, OURS, ours, ourDescriptor, false);
    }

    static String reference(String type) {
        return "L" + RAFT + type + ";";
    }

    @Override
    public String toString() {
        return "call of " + name + " in " + owner + "." + method;
    }
}
