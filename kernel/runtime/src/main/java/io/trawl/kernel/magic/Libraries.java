package io.trawl.kernel.magic;

import io.trawl.kernel.magic.Repositories.Wanted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.transfer.TransferListener;
import org.jspecify.annotations.Nullable;

/**
 * What is on the class path, by library and version, and the one way to add to it. A class path has one version of a
 * library: the first one stays, since its classes may be in use, and whoever wants another is told. Thread-safe.
 */
final class Libraries {

    private static final Pattern FILE_NAME = Pattern.compile("(.+?)-(\\d[\\w.+-]*)\\.jar");

    private final Workspace workspace;
    private final Repositories repositories;
    private final Surroundings place;

    /** By {@code group:artifact[:classifier]}, or for a jar that does not say so by {@code artifact}. */
    private final Map<String, Loaded> loaded = new LinkedHashMap<>();

    private boolean looked;

    private record Loaded(String version, boolean byCell) {}

    Libraries(Workspace workspace, Repositories repositories, Surroundings place) {
        this.workspace = workspace;
        this.place = place;
        this.repositories = repositories;
    }

    Repositories repositories() {
        return repositories;
    }

    /** How to ask the resolver. */
    interface Resolution {
        List<Artifact> resolve(TransferListener listener) throws RepositoryException;
    }

    /** Fetches, adds, and shows in the cell what came of it. */
    void add(Wanted wanted, Resolution resolution, Call call) throws Exception {
        var progress = new Progress(call);
        List<Artifact> found;
        boolean told = false;
        try {
            found = call.work(() -> asKernel(resolution, progress));
            told = true;
        } catch (RepositoryException e) {
            throw ResolutionErrors.of(e, repositories.all(), wanted.offline() || repositories.isOffline());
        } finally {
            if (!told) {
                progress.done("nothing was added");
            }
        }
        var added = new ArrayList<Artifact>();
        var there = new ArrayList<Artifact>();
        var clashes = new LinkedHashMap<String, Loaded>();
        synchronized (this) {
            look();
            for (Artifact artifact : found) {
                Loaded before = loaded(artifact);
                if (before == null) {
                    loaded.put(Coordinates.key(artifact), new Loaded(artifact.getVersion(), true));
                    added.add(artifact);
                } else if (before.version().equals(artifact.getVersion())) {
                    there.add(artifact);
                } else {
                    clashes.put(Coordinates.text(artifact), before);
                }
            }
        }
        call.extendClassPath(added.stream().map(a -> a.getFile().toPath()).toList());
        progress.done(summary(added, there));
        if (!clashes.isEmpty()) {
            call.warn(clash(clashes));
        }
    }

    /** Maven looks for its parts by the thread's class loader, which on a cell's thread knows only the cell's libraries. */
    private static List<Artifact> asKernel(Resolution resolution, Progress progress) throws RepositoryException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Libraries.class.getClassLoader());
        try {
            return resolution.resolve(progress);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private @Nullable Loaded loaded(Artifact artifact) {
        Loaded known = loaded.get(Coordinates.key(artifact));
        return known != null || !artifact.getClassifier().isEmpty() ? known : loaded.get(artifact.getArtifactId());
    }

    /** Both versions, and who wins. */
    private static String clash(Map<String, Loaded> refused) {
        var text = new StringBuilder();
        refused.forEach((wanted, before) -> {
            int colon = wanted.lastIndexOf(':');
            text.append("version clash: ").append(wanted, 0, colon).append(' ').append(before.version());
            text.append(before.byCell() ? " was added by an earlier cell" : " belongs to this kernel's own class path");
            text.append(" and stays; ").append(wanted.substring(colon + 1)).append(" is not added\n");
        });
        if (refused.values().stream().anyMatch(Loaded::byCell)) {
            text.append("to have another version than an earlier cell added, restart the kernel and add it first\n");
        }
        if (!refused.values().stream().allMatch(Loaded::byCell)) {
            text.append("a kernel installed with --bare has no libraries of its own\n");
        }
        return text.toString();
    }

    private static String summary(List<Artifact> added, List<Artifact> there) {
        var text = new StringBuilder();
        if (!added.isEmpty()) {
            long bytes = added.stream().mapToLong(a -> a.getFile().length()).sum();
            text.append("added ").append(names(added)).append(" (");
            text.append(added.size() == 1 ? "1 library" : added.size() + " libraries");
            text.append(", ").append(Progress.size(bytes)).append(")");
        }
        if (!there.isEmpty()) {
            text.append(text.isEmpty() ? "" : "; ").append("already there: ").append(names(there));
        }
        return text.isEmpty() ? "nothing was added" : text.toString();
    }

    private static String names(List<Artifact> artifacts) {
        return String.join(
                ", ",
                artifacts.stream()
                        .map(a -> a.getArtifactId()
                                + (a.getClassifier().isEmpty() ? "" : "-" + a.getClassifier())
                                + " " + a.getVersion())
                        .toList());
    }

    /** Adds files and folders as they are. */
    void add(List<Path> entries, Call call) throws Exception {
        List<Path> before = workspace.classPath();
        var added = new ArrayList<Path>();
        var clashes = new ArrayList<String>();
        synchronized (this) {
            look();
            for (Path entry : entries) {
                if (before.contains(entry) || added.contains(entry)) {
                    continue;
                }
                Identity identity = identify(entry).orElse(null);
                Loaded known = identity == null ? null : loaded.get(identity.key());
                if (known != null && !known.version().equals(identity.version())) {
                    clashes.add("version clash: " + identity.key() + " " + known.version()
                            + " is on the class path and stays; where both have a class, that of "
                            + entry.getFileName() + " (" + identity.version() + ") is hidden");
                }
                if (identity != null) {
                    loaded.putIfAbsent(identity.key(), new Loaded(identity.version(), true));
                }
                added.add(entry);
            }
        }
        call.extendClassPath(added);
        call.print(
                added.isEmpty()
                        ? "already on the class path\n"
                        : "added "
                                + String.join(
                                        ", ", added.stream().map(Path::toString).toList()) + "\n");
        clashes.forEach(c -> call.warn(c + "\n"));
    }

    /** What the class path held before the first cell added to it. */
    private void look() {
        if (!looked) {
            looked = true;
            workspace
                    .classPath()
                    .forEach(entry -> identify(entry)
                            .ifPresent(i -> loaded.putIfAbsent(i.key(), new Loaded(i.version(), false))));
        }
    }

    private record Identity(String key, String version) {}

    /** By Maven's record in the jar, where it holds one library; else by the file's name. */
    private static Optional<Identity> identify(Path entry) {
        if (!Files.isRegularFile(entry)) {
            return Optional.empty();
        }
        Matcher name = FILE_NAME.matcher(entry.getFileName().toString());
        Optional<Identity> byName =
                name.matches() ? Optional.of(new Identity(name.group(1), name.group(2))) : Optional.empty();
        try (var jar = new JarFile(entry.toFile())) {
            var recorded = new ArrayList<Identity>();
            for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
                JarEntry file = all.nextElement();
                if (file.getName().matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties")) {
                    var properties = new Properties();
                    try (InputStream in = jar.getInputStream(file)) {
                        properties.load(in);
                    }
                    recorded.add(new Identity(
                            properties.getProperty("groupId") + ":" + properties.getProperty("artifactId"),
                            properties.getProperty("version", "")));
                }
            }
            return recorded.size() == 1 ? Optional.of(recorded.get(0)) : byName;
        } catch (IOException e) {
            return byName;
        }
    }
}
