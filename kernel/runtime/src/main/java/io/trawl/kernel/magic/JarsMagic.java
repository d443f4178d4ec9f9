package io.trawl.kernel.magic;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code %jars}: jar files by path, glob or folder. */
final class JarsMagic implements Magic {

    private final Libraries libraries;
    private final Surroundings place;

    JarsMagic(Libraries libraries, Surroundings place) {
        this.libraries = libraries;
        this.place = place;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %jars path …
                Adds jars to the class path of all cells: files, globs as lib/*.jar or lib/**.jar, folders of jars.""");
    }

    @Override
    public void run(Call call) throws Exception {
        List<Span> words = Arguments.of(call.arguments()).words();
        if (words.isEmpty()) {
            throw MagicException.usage("a jar is wanted here, as %jars lib/*.jar");
        }
        var jars = new ArrayList<Path>();
        for (Span word : words) {
            List<Path> found = word.text().matches(".*[*?{\\[].*") ? glob(word) : named(word);
            if (found.isEmpty()) {
                throw new MagicException(MagicException.Kind.FILE, "no jar matches " + word.text(), word);
            }
            jars.addAll(found);
        }
        libraries.add(jars, call);
    }

    private List<Path> named(Span word) throws MagicException, IOException {
        Path path = place.existing(word);
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private List<Path> glob(Span word) throws MagicException {
        String text = word.text();
        int fixed =
                text.substring(0, text.replaceAll("[*?{\\[].*", "").length()).lastIndexOf('/') + 1;
        Path root = place.existing(new Span(word.offset(), fixed == 0 ? "." : text.substring(0, fixed)));
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + text.substring(fixed));
        try (Stream<Path> files = Files.walk(
                root, text.contains("**") ? 20 : 1 + text.substring(fixed).split("/").length)) {
            return files.filter(f -> Files.isRegularFile(f) && matcher.matches(root.relativize(f)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new MagicException(MagicException.Kind.FILE, root + " cannot be read: " + e.getMessage(), word);
        }
    }

    @Override
    public List<Choice> complete(String word) {
        return place.complete(word).stream()
                .filter(c -> c.text().matches(".*(/|\\.jar)"))
                .toList();
    }
}
