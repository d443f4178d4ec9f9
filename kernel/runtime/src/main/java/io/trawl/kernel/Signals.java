package io.trawl.kernel;

import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/** Ctrl-C in the terminal of a Jupyter server reaches the kernel too: it interrupts the cell and must not end the process. */
final class Signals {

    private Signals() {}

    /** By reflection: the class is in every JDK, but the compiler warns of it. Where it is absent, SIGINT ends the process. */
    static void onInterrupt(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            action.run();
                            yield null;
                        }
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "interrupt the running cell";
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LoggerFactory.getLogger(Signals.class).info("SIGINT is not handled", e);
        }
    }
}
