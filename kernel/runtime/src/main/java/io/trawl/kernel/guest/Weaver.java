package io.trawl.kernel.guest;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Weaves calls of {@link Hooks} into a cell's class: a stop check at method entry and before every jump back, exit and
 * join redirected (also where they are method references), the creator remembered in tasks made by lambdas; what is
 * package-private or protected becomes public, since cells share a package but not a class loader. Only calls are added, never branches, so stack map frames stay as they are. No check goes at the first instruction of a handler:
 * {@code any} entries of {@code finally} cover it, and it would throw into itself.
 */
final class Weaver {

    private static final String HOOKS = Type.getInternalName(Hooks.class);
    private static final String FUTURE = "java/util/concurrent/CompletableFuture";

    private Weaver() {}

    /** The woven class; a method that would grow over 64 KiB leaves its whole class as it was. */
    static byte[] weave(byte[] original) {
        var reader = new ClassReader(original);
        var writer = new ClassWriter(reader, 0);
        try {
            reader.accept(new Classes(writer), 0);
            return writer.toByteArray();
        } catch (MethodTooLargeException e) {
            return original;
        }
    }

    private static final class Classes extends ClassVisitor {
        Classes(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            super.visit(version, open(access), name, signature, superName, interfaces);
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            return super.visitField(open(access), name, descriptor, signature, value);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            boolean initializer = name.equals("<clinit>");
            return new Methods(
                    super.visitMethod(initializer ? access : open(access), name, descriptor, signature, thrown));
        }

        private static int open(int access) {
            return (access & Opcodes.ACC_PRIVATE) != 0 ? access : access & ~Opcodes.ACC_PROTECTED | Opcodes.ACC_PUBLIC;
        }
    }

    private static final class Methods extends MethodVisitor {
        private final Set<Label> seen = new HashSet<>();

        Methods(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            check();
        }

        @Override
        public void visitLabel(Label label) {
            seen.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (seen.contains(label)) {
                check();
            }
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
            checkSwitch(otherwise, labels);
            super.visitTableSwitchInsn(min, max, otherwise, labels);
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
            checkSwitch(otherwise, labels);
            super.visitLookupSwitchInsn(otherwise, keys, labels);
        }

        private void checkSwitch(Label otherwise, Label[] labels) {
            if (seen.contains(otherwise) || Arrays.stream(labels).anyMatch(seen::contains)) {
                check();
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            String hook = hook(owner, name, descriptor);
            if (hook == null) {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            } else {
                call(name.equals("join") ? "join" : "exit", hook);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            var redirected = arguments.clone();
            for (int i = 0; i < redirected.length; i++) {
                if (redirected[i] instanceof Handle handle) {
                    redirected[i] = redirect(handle);
                }
            }
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, redirected);
            String made = Type.getReturnType(descriptor).getDescriptor();
            if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                    && bootstrap.getName().equals("metafactory")
                    && isTask(made)) {
                call("carry", "(" + made + ")" + made);
            }
        }

        private static Handle redirect(Handle handle) {
            String hook = hook(handle.getOwner(), handle.getName(), handle.getDesc());
            return hook == null
                    ? handle
                    : new Handle(
                            Opcodes.H_INVOKESTATIC,
                            HOOKS,
                            handle.getName().equals("join") ? "join" : "exit",
                            hook,
                            false);
        }

        private static boolean isTask(String descriptor) {
            return switch (descriptor) {
                case "Ljava/lang/Runnable;", "Ljava/util/concurrent/Callable;", "Ljava/util/function/Supplier;" -> true;
                default -> false;
            };
        }

        /** The descriptor of the static hook that stands for a method, null where none does. */
        private static @Nullable String hook(String owner, String name, String descriptor) {
            return switch (owner + "." + name + descriptor) {
                case "java/lang/System.exit(I)V" -> descriptor;
                case "java/lang/Runtime.exit(I)V", "java/lang/Runtime.halt(I)V" -> "(Ljava/lang/Runtime;I)V";
                case FUTURE + ".join()Ljava/lang/Object;" -> "(L" + FUTURE + ";)Ljava/lang/Object;";
                default -> null;
            };
        }

        private void check() {
            call("check", "()V");
        }

        private void call(String name, String descriptor) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, name, descriptor, false);
        }
    }
}
