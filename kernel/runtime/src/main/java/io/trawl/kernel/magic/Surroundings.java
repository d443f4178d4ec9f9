package io.trawl.kernel.magic;

import io.trawl.kernel.magic.Magic.Choice;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The directory and the environment that magics and the processes they start see. A Java process cannot change its own.
 * Thread-safe.
 */
final class Surroundings {

    private static final int MOST_CHOICES = 200;

    private final Map<String, String> environment = new TreeMap<>(System.getenv());
    private Path directory = Path.of("").toAbsolutePath();

    synchronized Path directory() {
        return directory;
    }

    synchronized void directory(Path path) {
        directory = path;
    }

    synchronized Map<String, String> environment() {
        return new TreeMap<>(environment);
    }

    synchronized void set(String name, String value) {
        environment.put(name, value);
    }

    /** A path as written, {@code ~} for the home directory, relative to the directory. */
    Path path(Span written) throws MagicException {
        String text = written.text();
        if (text.equals("~") || text.startsWith("~/")) {
            text = System.getProperty("user.home") + text.substring(1);
        }
        try {
            return directory().resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new MagicException(MagicException.Kind.FILE, "not a path: " + e.getMessage(), written);
        }
    }

    Path existing(Span written) throws MagicException {
        Path path = path(written);
        if (!Files.exists(path)) {
            throw new MagicException(MagicException.Kind.FILE, "there is no file " + path, written);
        }
        return path;
    }

    /** A path as short as it can be said here. */
    String shown(Path path) {
        Path from = directory();
        return (path.startsWith(from) && !path.equals(from) ? from.relativize(path) : path).toString();
    }

    /** Paths that begin with what is typed. */
    List<Choice> complete(String typed) {
        int slash = typed.lastIndexOf('/') + 1;
        String folder = typed.substring(0, slash);
        String name = typed.substring(slash);
        var choices = new ArrayList<Choice>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                path(new Span(0, folder)), f -> f.getFileName().toString().startsWith(name))) {
            for (Path file : files) {
                String found = file.getFileName().toString();
                if (found.startsWith(".") && !name.startsWith(".")) {
                    continue;
                }
                choices.add(new Choice(folder + found + (Files.isDirectory(file) ? "/" : ""), "file"));
                if (choices.size() == MOST_CHOICES) {
                    break;
                }
            }
        } catch (IOException | MagicException e) {
            return List.of();
        }
        choices.sort(java.util.Comparator.comparing(Choice::text));
        return choices;
    }
}
