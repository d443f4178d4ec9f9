package io.trawl.kernel.engine;

import io.trawl.kernel.guest.SnippetLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;

/**
 * The names that the session defines now and the imports that bring them to a new class. Follows JShell's events.
 * Guarded by the compile lock.
 */
final class Defined {

    private final SnippetLoader loader;
    private final Map<String, Snippet> byId = new LinkedHashMap<>();
    private final Map<String, Set<String>> idsByName = new HashMap<>();

    Defined(SnippetLoader loader) {
        this.loader = loader;
    }

    /** False if nothing stands any more for the snippet's id. */
    boolean event(SnippetEvent event) {
        Snippet snippet = event.snippet();
        String id = snippet.id();
        if (!snippet.kind().isPersistent()) {
            return byId.containsKey(id);
        }
        if (event.status().isActive()) {
            Snippet before = byId.put(id, snippet);
            if (before != null) {
                forget(before);
            }
            if (snippet instanceof DeclarationSnippet declaration) {
                idsByName
                        .computeIfAbsent(declaration.name(), n -> new TreeSet<>())
                        .add(id);
            }
        } else if (byId.get(id) == snippet) {
            byId.remove(id);
            forget(snippet);
        }
        return byId.containsKey(id);
    }

    private void forget(Snippet snippet) {
        if (snippet instanceof DeclarationSnippet declaration) {
            Set<String> ids = idsByName.get(declaration.name());
            if (ids != null && ids.remove(snippet.id()) && ids.isEmpty()) {
                idsByName.remove(declaration.name());
            }
        }
    }

    /** The import lines of the session, and one for each of {@code names} that it defines. */
    List<String> imports(Set<String> names) {
        var lines = new ArrayList<String>();
        for (Snippet snippet : byId.values()) {
            if (snippet instanceof ImportSnippet) {
                String line = snippet.source().strip();
                lines.add(line.endsWith(";") ? line : line + ";");
            }
        }
        for (String name : names) {
            for (String id : idsByName.getOrDefault(name, Set.of())) {
                Class<?> holder = loader.latest(id);
                if (holder != null) {
                    lines.add("import static " + holder.getName() + "." + name + ";");
                }
            }
        }
        return lines;
    }
}
