package io.trawl.kernel.magic;

import io.trawl.kernel.magic.Repositories.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.graph.Exclusion;

/** {@code %maven}: libraries by their coordinates. */
final class MavenMagic implements Magic {

    private final Libraries libraries;
    private final Surroundings place;

    MavenMagic(Libraries libraries, Surroundings place) {
        this.libraries = libraries;
        this.place = place;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %maven group:artifact:version … [--exclude group:artifact] [--intransitive] [--offline]
                %%maven [--exclude group:artifact] [--intransitive] [--offline]
                Adds libraries, and what they need, to the class path of all cells.

                  --exclude g:a   leaves a library out wherever it is needed; g:* or *:a for several; may be repeated
                  --intransitive  takes the named libraries alone
                  --scope s       of a POM's dependencies: compile, runtime, provided, test; default compile and runtime
                  --offline       asks nobody

                Without a version the newest release is taken; LATEST, RELEASE and ranges as [1.0,2.0) work. Also
                group:artifact:type:classifier:version, and Gradle's group:artifact:version:classifier@type.
                The body of %%maven holds a library on each line, or <dependency> elements as in a POM.
                Repositories are those of your Maven settings, Maven Central, and those named with %repository;
                fetched libraries are kept in your local Maven repository. One version of a library is on the class
                path: the first. Another one is refused and said so; restart the kernel to change it.""");
    }

    @Override
    public void run(Call call) throws Exception {
        Arguments arguments = arguments(call.arguments());
        var written = new ArrayList<>(arguments.words());
        if (call.body().isPresent() && call.body().get().text().strip().startsWith("<")) {
            PomMagic.addXml(call.body().get(), wanted(List.of(), arguments), libraries, call);
            return;
        }
        if (call.body().isPresent()) {
            int at = call.body().get().offset();
            for (String line : call.body().get().text().split("\n", -1)) {
                written.addAll(Arguments.of(new Span(at, line)).words());
                at += line.length() + 1;
            }
        }
        if (written.isEmpty()) {
            throw MagicException.usage(
                    "a library is wanted here: %maven group:artifact:version, as com.google.code.gson:gson:2.11.0");
        }
        var artifacts = new ArrayList<Artifact>();
        for (Span word : joinRanges(written)) {
            artifacts.add(Coordinates.parse(word));
        }
        Wanted wanted = wanted(artifacts, arguments);
        libraries.add(wanted, listener -> libraries.repositories().resolve(wanted, listener), call);
    }

    static Arguments arguments(Span text) throws MagicException {
        return Arguments.of(text, Set.of("--intransitive", "--offline"), Set.of("--exclude", "--scope"));
    }

    static Wanted wanted(List<Artifact> artifacts, Arguments arguments) throws MagicException {
        var exclusions = new ArrayList<Exclusion>();
        for (String excluded : arguments.all("--exclude")) {
            for (String one : excluded.split(",")) {
                String[] parts = one.split(":");
                if (parts.length != 2) {
                    throw MagicException.usage("--exclude wants group:artifact, not '" + one + "'");
                }
                exclusions.add(new Exclusion(parts[0], parts[1], "*", "*"));
            }
        }
        List<String> scopes = arguments.all("--scope").stream()
                .flatMap(s -> List.of(s.split(",")).stream())
                .toList();
        for (String scope : scopes) {
            if (!Set.of("compile", "runtime", "provided", "test", "system").contains(scope)) {
                throw MagicException.usage(
                        "--scope is compile, runtime, provided, test or system, not '" + scope + "'");
            }
        }
        return new Wanted(
                artifacts,
                exclusions,
                scopes.isEmpty() ? Set.of("compile", "runtime") : Set.copyOf(scopes),
                !arguments.has("--intransitive"),
                arguments.has("--offline"));
    }

    /** {@code [1.0, 2.0)} with a blank is two words, of one library. */
    private static List<Span> joinRanges(List<Span> words) {
        var joined = new ArrayList<Span>();
        for (Span word : words) {
            Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && last.text().matches(".*[\\[(][^\\])]*")) {
                joined.set(joined.size() - 1, new Span(last.offset(), last.text() + word.text()));
            } else {
                joined.add(word);
            }
        }
        return joined;
    }

    @Override
    public List<Choice> complete(String word) {
        return new LocalCoordinates(libraries.repositories().folders()).complete(word);
    }
}
