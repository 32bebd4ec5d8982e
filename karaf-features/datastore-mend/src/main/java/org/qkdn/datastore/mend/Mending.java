package org.qkdn.datastore.mend;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Redirects calls in a class, and counts them: another class than the one it was written for must not get by. */
final class Mending extends ClassVisitor {
    private final List<Redirection> wanted;
    private final Map<Redirection, Integer> found = new EnumMap<>(Redirection.class);

    private Mending(ClassVisitor next, List<Redirection> wanted) {
        super(Opcodes.ASM9, next);
        this.wanted = wanted;
    }

    /**
     * The class as it should be.
     *
     * @throws IllegalArgumentException where a call that is to be redirected is not there exactly once
     */
    static byte[] of(String className, byte[] original) {
        var reader = new ClassReader(original);
        // frames stay as they are: no branch is added, and what is left on the stack is the same
        var writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        var mending = new Mending(writer, Redirection.in(className));
        reader.accept(mending, 0);
        for (var each : mending.wanted) {
            int times = mending.found.getOrDefault(each, 0);
            if (times != 1) {
                throw new IllegalArgumentException(each + ": found " + times + " times instead of once");
            }
        }
        return writer.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String method, String descriptor, String signature, String[] exceptions) {
        var next = super.visitMethod(access, method, descriptor, signature, exceptions);
        var here = wanted.stream().filter(each -> each.isMadeIn(method)).toList();
        return here.isEmpty() ? next : redirecting(next, here);
    }

    private MethodVisitor redirecting(MethodVisitor next, List<Redirection> here) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                var match = here.stream()
                        .filter(each -> each.isOf(owner, name, descriptor))
                        .findFirst();
                if (match.isEmpty()) {
                    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                    return;
                }
                found.merge(match.orElseThrow(), 1, Integer::sum);
                match.orElseThrow().redirect(mv);
            }
        };
    }
}
