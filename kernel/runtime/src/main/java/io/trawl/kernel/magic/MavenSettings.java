package io.trawl.kernel.magic;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How libraries are looked for. Maven's own settings count: mirrors, servers, proxies, profiles, local repository.
 *
 * @param offline whether only what was fetched before, and folders, are looked at; default {@code TRAWL_OFFLINE} in the
 *     environment, if it is set and neither empty, {@code 0} nor {@code false}
 * @param settings the settings file instead of {@code ~/.m2/settings.xml}
 * @param localRepository where fetched libraries are kept instead of where the settings say, {@code ~/.m2/repository}
 */
public record MavenSettings(boolean offline, Optional<Path> settings, Optional<Path> localRepository) {

    public static MavenSettings defaults() {
        String offline = System.getenv().getOrDefault("TRAWL_OFFLINE", "");
        return new MavenSettings(!offline.matches("|0|false|no"), Optional.empty(), Optional.empty());
    }

    public MavenSettings offline(boolean only) {
        return new MavenSettings(only, settings, localRepository);
    }

    public MavenSettings settings(Path file) {
        return new MavenSettings(offline, Optional.of(file), localRepository);
    }

    public MavenSettings localRepository(Path folder) {
        return new MavenSettings(offline, settings, Optional.of(folder));
    }
}
