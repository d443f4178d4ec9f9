package io.trawl.mock;

import io.trawl.Job;
import io.trawl.Session;
import io.trawl.engine.LocalSession;
import io.trawl.engine.OwnSites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a site on a socket and one in memory have in common: answers as scripted, and what was asked. */
abstract class ScriptedSite implements MockSite, Exchange.Site {
    private final Answers main;
    private final Map<String, Answers> hosts = new HashMap<>();
    private final Traffic traffic = new Traffic();
    private final Clients clients = new Clients();
    /** All that were opened here. */
    final List<LocalSession> sessions = new CopyOnWriteArrayList<>();

    final @Nullable Certificate certificate;

    ScriptedSite(Recipe recipe) {
        main = recipe.answers();
        recipe.hosts().forEach((name, script) -> hosts.put(name, script.answers()));
        certificate = recipe.certificate();
    }

    /** As in {@code http://127.0.0.1:4711}. */
    abstract String origin();

    final void opened() {
        OwnSites.opened(origin());
    }

    final String scheme() {
        return certificate == null ? "http" : "https";
    }

    final Session.Options trusting(Session.Options options) {
        return certificate == null ? options : options.tls(MockSite.trust());
    }

    final int pages() {
        return main.listed().size();
    }

    @Override
    public String url(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("\"" + path + "\" is not a path: write url(\"/" + path + "\")");
        }
        return origin() + path;
    }

    @Override
    public List<String> urls() {
        return main.listed().stream().map(this::url).toList();
    }

    @Override
    public List<Job<?>> running() {
        var jobs = new ArrayList<Job<?>>();
        sessions.forEach(s -> jobs.addAll(s.running()));
        return jobs;
    }

    @Override
    public int requests() {
        return traffic.requests();
    }

    @Override
    public int maxInFlight() {
        return traffic.maxInFlight();
    }

    @Override
    public List<Hit> log() {
        return traffic.log();
    }

    @Override
    public CompletableFuture<Hit> hit(Predicate<? super Hit> which) {
        return traffic.hit(which);
    }

    @Override
    public Answers answers(String host) {
        return hosts.isEmpty() ? main : hosts.getOrDefault(host.toLowerCase(Locale.ROOT), main);
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public Clients clients() {
        return clients;
    }
}
