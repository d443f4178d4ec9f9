package io.trawl.kernel.magic;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.aether.ConfigurationProperties;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.DependencyCollectionContext;
import org.eclipse.aether.collection.DependencySelector;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyFilter;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactDescriptorResult;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.transfer.TransferListener;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.graph.selector.StaticDependencySelector;
import org.eclipse.aether.util.repository.SimpleResolutionErrorPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Where libraries come from: Maven's resolver with the person's own Maven settings, the repositories that cells named
 * before all others, Maven Central last. Comes up with the first use. Thread-safe.
 */
final class Repositories {

    private static final int CONNECT_MILLIS = 15_000;
    private static final int SILENCE_MILLIS = 60_000;

    private final MavenSettings settings;
    private final Surroundings place;
    private final List<RemoteRepository> added = new ArrayList<>();
    private @Nullable Context context;
    private boolean offline;

    Repositories(MavenSettings settings, Surroundings place) {
        this.settings = settings;
        this.place = place;
        this.offline = settings.offline();
    }

    /** What a cell wants. */
    record Wanted(
            List<Artifact> artifacts,
            List<Exclusion> exclusions,
            Set<String> scopes,
            boolean transitive,
            boolean offline) {}

    synchronized void offline(boolean only) {
        offline = only;
    }

    synchronized boolean isOffline() {
        return offline;
    }

    /** @param location a URL, or a folder */
    synchronized RemoteRepository add(String name, Span location) throws MagicException {
        String url = location.text();
        if (!url.matches("[a-z]+:.*")) {
            Path folder = place.existing(location);
            if (!Files.isDirectory(folder)) {
                throw new MagicException(MagicException.Kind.FILE, folder + " is not a folder", location);
            }
            url = folder.toUri().toString();
        } else if (!url.matches("(https?|file):.*")) {
            throw new MagicException(
                    MagicException.Kind.USAGE, "a repository is an https:, http: or file: URL, or a folder", location);
        }
        added.removeIf(r -> r.getId().equals(name));
        var repository = new RemoteRepository.Builder(name, "default", url).build();
        added.add(repository);
        return repository;
    }

    synchronized List<RemoteRepository> all() {
        var all = new ArrayList<>(
                system().newResolutionRepositories(context().repositorySystemSession(), List.copyOf(added)));
        context().remoteRepositories().stream()
                .filter(r -> added.stream().noneMatch(a -> a.getId().equals(r.getId())))
                .forEach(all::add);
        return all;
    }

    /** Folders that can be looked into without asking anybody, for completion. */
    synchronized List<Path> folders() {
        var folders = new ArrayList<Path>();
        folders.add(context()
                .repositorySystemSession()
                .getLocalRepository()
                .getBasedir()
                .toPath());
        all().stream()
                .filter(r -> r.getProtocol().equals("file"))
                .map(r -> Path.of(URI.create(r.getUrl())))
                .forEach(folders::add);
        return folders;
    }

    /** Fetches what is wanted with all it needs; a library of several versions comes in the one Maven would take. */
    List<Artifact> resolve(Wanted wanted, TransferListener listener) throws RepositoryException {
        List<Dependency> direct = wanted.artifacts().stream()
                .map(a -> new Dependency(a, "compile", false, wanted.exclusions()))
                .toList();
        return resolve(new CollectRequest(direct, List.of(), all()), wanted, session(wanted.offline(), listener));
    }

    /** Fetches the dependencies of a POM. */
    List<Artifact> resolvePom(Path pom, Wanted wanted, TransferListener listener) throws RepositoryException {
        DefaultRepositorySystemSession session = session(wanted.offline(), listener);
        var project = new DefaultArtifact("trawl.cell", "pom-" + pom.hashCode(), "pom", "1");
        session.setWorkspaceReader(new OnePom(project, pom.toFile()));
        ArtifactDescriptorResult model =
                system().readArtifactDescriptor(session, new ArtifactDescriptorRequest(project, all(), null));
        var repositories = new ArrayList<>(all());
        system().newResolutionRepositories(session, model.getRepositories()).stream()
                .filter(r ->
                        repositories.stream().noneMatch(known -> known.getId().equals(r.getId())))
                .forEach(repositories::add);
        List<Dependency> direct = model.getDependencies().stream()
                .filter(d -> wanted.scopes().contains(d.getScope().isEmpty() ? "compile" : d.getScope()))
                .map(d -> d.setExclusions(joined(d.getExclusions(), wanted.exclusions())))
                .toList();
        return direct.isEmpty()
                ? List.of()
                : resolve(new CollectRequest(direct, model.getManagedDependencies(), repositories), wanted, session);
    }

    private static List<Exclusion> joined(Iterable<Exclusion> some, List<Exclusion> others) {
        var all = new ArrayList<>(others);
        some.forEach(all::add);
        return all;
    }

    private List<Artifact> resolve(CollectRequest request, Wanted wanted, DefaultRepositorySystemSession session)
            throws RepositoryException {
        if (!wanted.transitive()) {
            session.setDependencySelector(new DirectOnly());
        }
        DependencyFilter filter = DependencyFilterUtils.classpathFilter("compile", "runtime", "test", "provided");
        return system()
                .resolveDependencies(session, new DependencyRequest(request, filter))
                .getArtifactResults()
                .stream()
                .map(ArtifactResult::getArtifact)
                .filter(a -> !a.getExtension().equals("pom"))
                .toList();
    }

    private synchronized RepositorySystem system() {
        return context().repositorySystem();
    }

    private synchronized DefaultRepositorySystemSession session(boolean only, TransferListener listener) {
        var session = new DefaultRepositorySystemSession(context().repositorySystemSession());
        session.setOffline(offline || only || session.isOffline());
        session.setTransferListener(listener);
        // A folder is no network.
        session.setConfigProperty("aether.offline.protocols", "file");
        // Maven itself waits half an hour for a server that says nothing.
        session.setConfigProperty(ConfigurationProperties.CONNECT_TIMEOUT, CONNECT_MILLIS);
        session.setConfigProperty(ConfigurationProperties.REQUEST_TIMEOUT, SILENCE_MILLIS);
        // Asked again, it looks again: the repository may have been down or not yet named.
        session.setResolutionErrorPolicy(new SimpleResolutionErrorPolicy(false, false));
        return session;
    }

    private synchronized Context context() {
        if (context == null) {
            var overrides = ContextOverrides.create().withUserSettings(true);
            settings.settings().ifPresent(overrides::withUserSettingsXmlOverride);
            settings.localRepository().ifPresent(overrides::withLocalRepositoryOverride);
            context = new StandaloneStaticRuntime().create(overrides.build());
        }
        return context;
    }

    /** Lets no dependency of a dependency in. */
    private record DirectOnly() implements DependencySelector {
        @Override
        public boolean selectDependency(Dependency dependency) {
            return true;
        }

        @Override
        public DependencySelector deriveChildSelector(DependencyCollectionContext parent) {
            return parent.getDependency() == null ? this : new StaticDependencySelector(false);
        }
    }

    /** Makes the resolver take one POM file for an artifact of its own. */
    private static final class OnePom implements WorkspaceReader {
        private final WorkspaceRepository repository = new WorkspaceRepository("cell");
        private final Predicate<Artifact> isIt;
        private final File file;

        OnePom(Artifact project, File file) {
            this.isIt = a -> a.getGroupId().equals(project.getGroupId())
                    && a.getArtifactId().equals(project.getArtifactId())
                    && a.getExtension().equals("pom");
            this.file = file;
        }

        @Override
        public WorkspaceRepository getRepository() {
            return repository;
        }

        @Override
        public @Nullable File findArtifact(Artifact artifact) {
            return isIt.test(artifact) ? file : null;
        }

        @Override
        public List<String> findVersions(Artifact artifact) {
            return isIt.test(artifact) ? List.of("1") : List.of();
        }
    }
}
