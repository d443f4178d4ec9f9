package io.trawl.kernel.magic;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.collection.UnsolvableVersionConflictException;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.resolution.VersionResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.MetadataTransferException;
import org.eclipse.aether.transfer.RepositoryOfflineException;

/** Says in a sentence why libraries could not be had: not found and where, offline, unreachable, irreconcilable. */
final class ResolutionErrors {

    private ResolutionErrors() {}

    static MagicException of(RepositoryException error, List<RemoteRepository> asked, boolean offline) {
        return new MagicException(MagicException.Kind.DEPENDENCY, message(error, asked, offline));
    }

    private static String message(RepositoryException error, List<RemoteRepository> asked, boolean offline) {
        List<Throwable> all = chain(error);
        for (Throwable t : all) {
            if (t instanceof UnsolvableVersionConflictException conflict) {
                return "these cannot be had together: " + conflict.getMessage();
            }
        }
        String what = all.stream()
                .map(ResolutionErrors::subject)
                .filter(s -> !s.isEmpty())
                .reduce("", (first, inner) -> inner);
        if (offline || all.stream().anyMatch(t -> t instanceof RepositoryOfflineException)) {
            return (what.isEmpty() ? "something" : what)
                    + " was not fetched before, and this kernel is offline; %offline off lets it ask, or copy the library"
                    + " into a folder and name that: %repository local /folder";
        }
        for (Throwable t : all) {
            if (t instanceof ArtifactTransferException transfer && !(t instanceof ArtifactNotFoundException)) {
                return transfer.getArtifact() + " could not be fetched from " + where(transfer.getRepository()) + ": "
                        + root(t);
            }
            if (t instanceof MetadataTransferException transfer && transfer.getRepository() != null) {
                return "the versions in " + where(transfer.getRepository()) + " could not be asked for: " + root(t);
            }
        }
        if (!what.isEmpty()) {
            return what + " was not found in "
                    + String.join(
                            ", ", asked.stream().map(ResolutionErrors::where).toList())
                    + "; %repository name url adds a repository";
        }
        return String.valueOf(error.getMessage());
    }

    private static String where(RemoteRepository repository) {
        return repository.getId() + " (" + repository.getUrl() + ")";
    }

    private static String subject(Throwable t) {
        if (t instanceof ArtifactTransferException e) {
            return String.valueOf(e.getArtifact());
        }
        if (t instanceof ArtifactDescriptorException e && e.getResult() != null) {
            return String.valueOf(e.getResult().getArtifact());
        }
        if (t instanceof VersionRangeResolutionException e && e.getResult() != null) {
            return String.valueOf(e.getResult().getRequest().getArtifact());
        }
        if (t instanceof VersionResolutionException e && e.getResult() != null) {
            return String.valueOf(e.getResult().getRequest().getArtifact());
        }
        return "";
    }

    private static String root(Throwable t) {
        Throwable root = t;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : " " + root.getMessage());
    }

    private static List<Throwable> chain(Throwable error) {
        var all = new ArrayList<Throwable>();
        for (Throwable t = error; t != null && !all.contains(t); t = t.getCause()) {
            all.add(t);
        }
        return all;
    }
}
