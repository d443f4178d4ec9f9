package io.trawl.kernel.engine;

import io.trawl.kernel.engine.Session.Evaluated;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * What the last cells answered, as {@code $n}: the result of cell [n]. The variable comes to be when a cell first names
 * it; until then the value is only kept, and old ones are let go. Thread-safe.
 */
final class Results {

    /** How many stay reachable. */
    static final int KEPT = 20;

    private static final Pattern NAME = Pattern.compile("\\$([1-9][0-9]{0,8})\\b");

    private record Result(Object value, String type) {}

    private final Session session;
    private final Variables variables;
    private final Map<Integer, Result> kept = new LinkedHashMap<>();

    Results(Session session, Variables variables) {
        this.session = session;
        this.variables = variables;
    }

    /** @param type as Java writes it; null where it is not known */
    synchronized void put(int cell, Object value, @Nullable String type) {
        kept.remove(cell);
        kept.put(cell, new Result(value, type == null ? "Object" : type));
        if (kept.size() > KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    synchronized void clear() {
        kept.clear();
    }

    /** Declares what {@code code} names. */
    void declare(CellState cell, String code) {
        if (code.indexOf('$') >= 0) {
            NAME.matcher(code).results().forEach(m -> declare(cell, m.group(), Integer.parseInt(m.group(1))));
        }
    }

    private synchronized void declare(CellState cell, String name, int number) {
        Result result = kept.remove(number);
        if (result == null) {
            return;
        }
        // A class of a cell is known by its own name; an anonymous or captured type has none.
        String type = result.type().replaceAll("REPL\\.\\$JShell\\$\\w+\\.", "");
        if (!declared(cell, type, name, result.value())) {
            declared(cell, "Object", name, result.value());
        }
    }

    private boolean declared(CellState cell, String type, String name, Object value) {
        Evaluated evaluated = session.eval(cell, cell.runner, type + " " + name + ";");
        return evaluated.main().status() == Snippet.Status.VALID
                && variables.set(evaluated.main().snippet(), value);
    }
}
