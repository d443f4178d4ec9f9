package io.trawl.kernel.engine;

import io.trawl.kernel.guest.SnippetLoader;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/**
 * The fields behind the variables of cells: top-level variables are static fields of generated classes, and JShell
 * replaces the class of a variable, losing its value, when something its declaration mentions is defined anew. Values
 * that still fit are put back; what could not be kept is told. Values of old results are released. Thread-safe.
 */
final class Variables {

    /** How many values of expressions that JShell evaluated stay in its own temporary variables. */
    private static final int KEPT_RESULTS = 4;

    private final SnippetLoader loader;
    private final Session session;
    private final Map<String, Class<?>> holders = new HashMap<>();
    private final Deque<VarSnippet> results = new ArrayDeque<>();

    Variables(SnippetLoader loader, Session session) {
        this.loader = loader;
        this.session = session;
    }

    /** To be called after each statement; answers what its redefinition did to others, in one line. */
    synchronized Optional<String> after(List<SnippetEvent> events) {
        var effects = new ArrayList<String>();
        SnippetEvent main = events.get(0);
        for (SnippetEvent event : events.subList(1, events.size())) {
            if (event.status() != Status.OVERWRITTEN && event.causeSnippet() != null) {
                effect(event).ifPresent(effects::add);
            }
        }
        for (SnippetEvent event : events) {
            Class<?> holder = loader.latest(event.snippet().id());
            if (event.snippet() instanceof VarSnippet && event.status() == Status.VALID && holder != null) {
                holders.put(event.snippet().id(), holder);
            }
        }
        if (main.snippet() instanceof VarSnippet v && v.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
            results.add(v);
        }
        return effects.isEmpty() ? Optional.empty() : Optional.of(title(main) + ": " + String.join("; ", effects));
    }

    private static String title(SnippetEvent main) {
        String what = main.snippet().subKind().name().toLowerCase(Locale.ROOT).replaceAll("_.*", "");
        String name = main.snippet() instanceof DeclarationSnippet d ? d.name() : "";
        boolean replaced = main.previousStatus() != Status.NONEXISTENT;
        return what + " " + name + (replaced ? " was replaced" : " was defined");
    }

    private Optional<String> effect(SnippetEvent event) {
        boolean worked = event.previousStatus() == Status.VALID;
        boolean works = event.status() == Status.VALID;
        if (event.snippet() instanceof VarSnippet v) {
            return works ? restore(v) : Optional.of("variable " + v.name() + " no longer compiles and lost its value");
        }
        String name = event.snippet() instanceof DeclarationSnippet d ? d.name() : "";
        String kind = event.snippet() instanceof MethodSnippet ? "method " + name + "()" : "type " + name;
        return worked && !works ? Optional.of(kind + " no longer compiles") : Optional.empty();
    }

    private Optional<String> restore(VarSnippet variable) {
        Class<?> before = holders.get(variable.id());
        Class<?> now = loader.latest(variable.id());
        if (before == null || now == null || before == now) {
            return Optional.empty();
        }
        try {
            Field from = field(before, variable);
            Field to = field(now, variable);
            Object value = from.get(null);
            if (value != null) {
                to.set(null, value);
            }
            return Optional.empty();
        } catch (IllegalArgumentException | ReflectiveOperationException e) {
            return Optional.of("variable " + variable.name() + " was reset, its value is of the old type");
        }
    }

    private static Field field(Class<?> holder, VarSnippet variable) throws NoSuchFieldException {
        Field field = holder.getDeclaredField(variable.name());
        field.setAccessible(true);
        return field;
    }

    /** Lets go of the results that nobody will ask for again; keeps JShell's table of them short, too. */
    synchronized void releaseOldResults() {
        if (results.size() <= KEPT_RESULTS) {
            return;
        }
        while (results.size() > KEPT_RESULTS) {
            VarSnippet old = results.remove();
            Class<?> holder = holders.remove(old.id());
            if (holder != null) {
                clear(holder, old);
            }
            session.change(shell -> {
                if (shell.status(old) == Status.VALID) {
                    shell.drop(old);
                }
            });
        }
    }

    /** Lets go of what a variable holds. */
    synchronized void release(VarSnippet variable) {
        Class<?> holder = holders.remove(variable.id());
        results.remove(variable);
        if (holder != null) {
            clear(holder, variable);
        }
    }

    private static void clear(Class<?> holder, VarSnippet old) {
        try {
            Field field = field(holder, old);
            if (!field.getType().isPrimitive()) {
                field.set(null, null);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no field " + old.name() + " in " + holder, e);
        }
    }

    /** Gives a variable its value; false if its type does not fit. */
    boolean set(Snippet variable, Object value) {
        Class<?> holder = loader.latest(variable.id());
        try {
            field(Objects.requireNonNull(holder), (VarSnippet) variable).set(null, value);
            return true;
        } catch (IllegalArgumentException | ReflectiveOperationException e) {
            return false;
        }
    }

    /** What a variable holds, without running user code. */
    Optional<Object> value(Snippet variable) {
        Class<?> holder = loader.latest(variable.id());
        try {
            return holder == null || !(variable instanceof VarSnippet v)
                    ? Optional.empty()
                    : Optional.ofNullable(field(holder, v).get(null));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
