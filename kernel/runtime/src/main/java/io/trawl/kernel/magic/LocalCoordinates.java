package io.trawl.kernel.magic;

import io.trawl.kernel.magic.Magic.Choice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;
import org.eclipse.aether.version.Version;

/** Coordinates that are at hand in folders laid out as Maven repositories. */
final class LocalCoordinates {

    private static final int MOST = 200;

    private final List<Path> folders;

    LocalCoordinates(List<Path> folders) {
        this.folders = folders;
    }

    List<Choice> complete(String typed) {
        String[] parts = typed.split(":", -1);
        Collection<String> found = switch (parts.length) {
            case 1 -> groups(parts[0]);
            case 2 -> artifacts(parts[0], parts[1]);
            case 3 -> versions(parts[0], parts[1], parts[2]);
            default -> List.of();
        };
        return found.stream().limit(MOST).map(c -> new Choice(c, "coordinate")).toList();
    }

    /** The next step of a group, {@code org.} or {@code org.ow2.asm:} where it is one. */
    private Collection<String> groups(String typed) {
        int dot = typed.lastIndexOf('.') + 1;
        String parent = typed.substring(0, dot);
        var found = new TreeSet<String>();
        for (Path folder : folders) {
            for (Path child : children(folder.resolve(parent.replace('.', '/')))) {
                String name = child.getFileName().toString();
                if (!name.startsWith(typed.substring(dot)) || name.startsWith(".")) {
                    continue;
                }
                List<Path> below = children(child);
                if (below.stream().anyMatch(LocalCoordinates::isArtifact)) {
                    found.add(parent + name + ":");
                }
                if (below.stream().anyMatch(b -> !isArtifact(b)) && !isArtifact(child)) {
                    found.add(parent + name + ".");
                }
            }
        }
        return found;
    }

    private Collection<String> artifacts(String group, String typed) {
        var found = new TreeSet<String>();
        for (Path folder : folders) {
            for (Path child : children(folder.resolve(group.replace('.', '/')))) {
                String name = child.getFileName().toString();
                if (name.startsWith(typed) && isArtifact(child)) {
                    found.add(group + ":" + name + ":");
                }
            }
        }
        return found;
    }

    /** The newest first. */
    private Collection<String> versions(String group, String artifact, String typed) {
        var scheme = new GenericVersionScheme();
        var versions = new TreeSet<Version>(Comparator.reverseOrder());
        for (Path folder : folders) {
            for (Path child : children(folder.resolve(group.replace('.', '/')).resolve(artifact))) {
                String name = child.getFileName().toString();
                if (name.startsWith(typed) && Files.exists(child.resolve(artifact + "-" + name + ".pom"))) {
                    try {
                        versions.add(scheme.parseVersion(name));
                    } catch (InvalidVersionSpecificationException e) {
                        // Never thrown by this scheme.
                    }
                }
            }
        }
        return versions.stream().map(v -> group + ":" + artifact + ":" + v).toList();
    }

    /** A folder of versions, each with a POM. */
    private static boolean isArtifact(Path folder) {
        String name = folder.getFileName().toString();
        return children(folder).stream()
                .anyMatch(version -> Files.exists(version.resolve(name + "-" + version.getFileName() + ".pom")));
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(Files::isDirectory).toList());
        } catch (IOException e) {
            return List.of();
        }
    }
}
