package io.trawl.kernel.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code %classpath}: the class path of the cells, as {@code java -cp} would have it. */
final class ClassPathMagic implements Magic {

    private final Libraries libraries;
    private final Surroundings place;
    private final Workspace workspace;

    ClassPathMagic(Libraries libraries, Surroundings place, Workspace workspace) {
        this.libraries = libraries;
        this.place = place;
        this.workspace = workspace;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %classpath
                %classpath entry …
                Prints the class path of the cells, or adds to it: a jar, a folder of classes, folder/* for its jars.""");
    }

    @Override
    public void run(Call call) throws Exception {
        List<Span> words = Arguments.of(call.arguments()).words();
        if (words.isEmpty()) {
            workspace.classPath().forEach(entry -> call.print(entry + "\n"));
            return;
        }
        var entries = new ArrayList<Path>();
        for (Span word : words) {
            if (word.text().endsWith("/*")) {
                String folder = word.text().substring(0, word.text().length() - 1);
                try (Stream<Path> files = Files.list(place.existing(new Span(word.offset(), folder)))) {
                    files.filter(f -> f.toString().endsWith(".jar")).sorted().forEach(entries::add);
                }
            } else {
                entries.add(place.existing(word));
            }
        }
        libraries.add(entries, call);
    }

    @Override
    public List<Choice> complete(String word) {
        return place.complete(word).stream()
                .filter(c -> c.text().matches(".*(/|\\.jar)"))
                .toList();
    }
}
