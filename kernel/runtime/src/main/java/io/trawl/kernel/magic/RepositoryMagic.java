package io.trawl.kernel.magic;

import java.util.List;
import org.eclipse.aether.repository.RemoteRepository;

/** {@code %repository}. */
final class RepositoryMagic implements Magic {

    private final Repositories repositories;

    RepositoryMagic(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %repository
                %repository name url|folder
                Lists where libraries are looked for, or adds a Maven repository: it is asked before the others.

                Mirrors, proxies and passwords are taken from your Maven settings; a password by the name.""");
    }

    @Override
    public void run(Call call) throws Exception {
        List<Span> words = Arguments.of(call.arguments()).words();
        if (words.size() == 2) {
            repositories.add(words.get(0).text(), words.get(1));
            call.print(words.get(0).text() + " is asked first\n");
            return;
        }
        if (!words.isEmpty()) {
            throw MagicException.usage("a name and a URL are wanted here, as %repository local file:///srv/maven");
        }
        for (RemoteRepository repository : call.work(repositories::all)) {
            call.print(repository.getId() + "  " + repository.getUrl() + "\n");
        }
        if (repositories.isOffline()) {
            call.print("offline: only folders and what was fetched before are looked at\n");
        }
    }
}
