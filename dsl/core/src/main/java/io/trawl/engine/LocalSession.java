package io.trawl.engine;

import io.trawl.Batch;
import io.trawl.Crawl;
import io.trawl.Document;
import io.trawl.Exchange;
import io.trawl.InFlight;
import io.trawl.Job;
import io.trawl.Jobs;
import io.trawl.RobotsTxt;
import io.trawl.Scrape;
import io.trawl.Session;
import io.trawl.SiteMap;
import io.trawl.Stall;
import io.trawl.StreamPlan;
import io.trawl.site.Urls;
import io.trawl.store.Home;
import io.trawl.store.JournalException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The local engine: what the jobs of one session share. */
public final class LocalSession implements Session {
    private static final int PAST = 100;
    /** Between two groups of a journal: a wait for the disk is 0.1 ms of CPU, a page on its way there some 3 µs. */
    private static final Duration GATHER = Duration.ofMillis(10);

    final Config config;
    final Clock clock;
    final Fetcher fetcher;
    final Limiter limiter;
    final RobotsCache robots;
    final JobQueue queue;
    final DoubleSupplier random;
    final Executor cpu;
    final Executor callbacks;
    final Executor disk;
    final Executor diskLater;
    final Home home;
    private final Stalls stalls;
    private final Pause pause;
    private final Runnable stopThreads;
    private final List<Consumer<Job<?>>> launched = new CopyOnWriteArrayList<>();
    private final Map<String, JobBase<?>> running = new LinkedHashMap<>();
    private final Finished over = new Finished();
    private final AtomicInteger ids;
    private boolean closed;

    private LocalSession(
            Config config,
            Clock clock,
            Fetcher fetcher,
            DoubleSupplier random,
            Executor cpu,
            Executor callbacks,
            Executor disk,
            Stalls stalls,
            Home home,
            Runnable stopThreads) {
        this.config = config;
        this.clock = clock;
        this.fetcher = fetcher;
        this.random = random;
        this.limiter = new Limiter(
                clock, Math.min(config.maxConcurrency(), config.connections()), config.connectionsPerHost(), random);
        this.robots = new RobotsCache(this);
        this.queue = new JobQueue(config.maxJobs());
        this.cpu = cpu;
        this.callbacks = callbacks;
        this.disk = disk;
        this.pause = new Pause(clock, GATHER, disk);
        this.diskLater = clock == SystemClock.INSTANCE ? pause : disk;
        this.stalls = stalls;
        stalls.tell(callbacks, this::stalled);
        this.home = home;
        this.ids = new AtomicInteger((int) (36 * 36 + random.getAsDouble() * (36 * 36 * 36 - 36 * 36)));
        this.stopThreads = stopThreads;
    }

    /** A session over the network. */
    public static Session open(io.trawl.Fn<Options, Options> options) {
        return over((Config) Check.options(options, Config.DEFAULT), World.MACHINE);
    }

    /** A session that stands on something else than the machine. */
    public static LocalSession open(io.trawl.Fn<? super Options, ? extends Options> options, World world) {
        Config config = (Config) Check.options(options, Config.DEFAULT);
        return over(config.route(world::route).lookup(world::lookup), world);
    }

    private static LocalSession over(Config config, World world) {
        Clock clock = world.clock();
        var stalls = new Stalls(clock);
        Consumer<Watched> born = clock == SystemClock.INSTANCE ? stalls::watch : thread -> {};
        var cpu = clock.executor(() ->
                Threads.growing("trawl-cpu", Math.max(2, Runtime.getRuntime().availableProcessors()), born));
        var callbacks = clock.executor(() -> Threads.growing(Threads.CALLBACKS, 8, born));
        var disk = clock.executor(() -> Threads.growing("trawl-disk", 8));
        var cache = config.cache();
        Fetcher network = world.fetcher(
                new HttpFetcher(config, world, born),
                request ->
                        config.secrets(request.headers(), List.of(request.url().toString())));
        var session = new LocalSession(
                config,
                clock,
                cache == null ? network : new HttpCache(network, cache, clock),
                world::random,
                config.inPlace() ? Threads.inPlace(cpu) : cpu,
                config.inPlace() ? Threads.inPlace(callbacks) : callbacks,
                disk,
                stalls,
                world.home(),
                () -> {
                    Threads.stop(cpu);
                    // What is recorded is to be on the disk.
                    Threads.end(disk);
                    Threads.stop(callbacks);
                });
        disk.execute(() -> session.home.clean(SystemClock.INSTANCE.now()));
        return session;
    }

    /** A session whose clock, network and threads are given: for virtual time. */
    static LocalSession of(Config config, Clock clock, Fetcher fetcher, DoubleSupplier random, Executor threads) {
        return new LocalSession(
                config, clock, fetcher, random, threads, threads, threads, new Stalls(clock), Home.ofUser(), () -> {});
    }

    @Override
    public Scrape scrape(String url) {
        return new ScrapePlan(this, url, PlanOptions.DEFAULT);
    }

    @Override
    public Batch batch(Iterable<String> urls) {
        var list = new ArrayList<String>();
        urls.forEach(list::add);
        return new BatchPlan(this, list, PlanOptions.DEFAULT, PaceChoice.NONE);
    }

    @Override
    public Crawl crawl(String seed) {
        return new CrawlPlan(this, CrawlSpec.of(seed), PlanOptions.DEFAULT, PaceChoice.NONE);
    }

    @Override
    public SiteMap map(String url) {
        return MapPlan.of(this, url);
    }

    @Override
    public RobotsTxt robots(String url) {
        return new SiteRobots(this, Urls.parse(url));
    }

    String newId() {
        return Integer.toString(ids.getAndIncrement(), 36);
    }

    /** An id that no job of an earlier run has. */
    String newJournalId() {
        String id = newId();
        while (home.knows(id)) {
            id = newId();
        }
        return id;
    }

    boolean isClosed() {
        synchronized (running) {
            return closed;
        }
    }

    void checkOpen() {
        synchronized (running) {
            if (closed) {
                throw new IllegalStateException("the session is closed: open another with session()");
            }
        }
    }

    <J extends JobBase<?>> J launch(J job) {
        synchronized (running) {
            checkOpen();
            // A job that is resumed is the same job.
            over.forget(earlier -> earlier.id().equals(job.id()));
            running.put(job.id(), job);
        }
        stalls.begin();
        Carrier.started(job);
        launched.forEach(told -> told.accept(job));
        boolean atOnce = !(job instanceof PacedJob) || Watched.isInside();
        if (atOnce || queue.enter(job)) {
            clock.enter(job::begin);
        } else {
            clock.enter(job::waits);
        }
        return job;
    }

    /** Its turn came because another ended, on whose thread it does not belong. */
    void begin(JobBase<?> job) {
        cpu.execute(job::begin);
    }

    /** Tells of each job that starts from now on, on the thread that starts it; the result ends that. */
    Runnable onLaunch(Consumer<Job<?>> told) {
        launched.add(told);
        return () -> launched.remove(told);
    }

    void ended(JobBase<?> job) {
        synchronized (running) {
            if (running.remove(job.id()) != null) {
                stalls.end();
                over.add(job);
            }
        }
        queue.leave(job).forEach(this::begin);
    }

    /** Forgets a job that has ended; whether there was one. */
    boolean forget(Job<?> job) {
        boolean known = over.forget(one -> one == job);
        return home.forget(job.id()) || known;
    }

    /** What cannot be said to be of one job holds up all that run. */
    private void stalled(@Nullable JobBase<?> job, Stall stall) {
        List<JobBase<?>> held;
        synchronized (running) {
            held = job == null ? List.copyOf(running.values()) : List.of(job);
        }
        held.forEach(one -> one.stalls.add(stall));
    }

    void record(Exchange exchange) {
        Recorder.record(exchange);
    }

    /** The jobs that are not over. */
    public List<Job<?>> running() {
        synchronized (running) {
            return List.copyOf(running.values());
        }
    }

    List<Job<?>> all() {
        synchronized (running) {
            var jobs = new ArrayList<Job<?>>(running.values());
            Collections.reverse(jobs);
            jobs.addAll(over.all());
            return jobs;
        }
    }

    @Override
    public Jobs jobs() {
        var jobs = all();
        var ids = jobs.stream().map(Job::id).collect(Collectors.toSet());
        home.journals().stream()
                .limit(PAST)
                .forEach(file -> past(file).filter(job -> ids.add(job.id())).ifPresent(jobs::add));
        return new JobList(this, jobs);
    }

    /** A file that is no journal is no job. */
    private Optional<Job<?>> past(Path file) {
        try {
            return Optional.of(new PastJob(this, file));
        } catch (JournalException e) {
            return Optional.empty();
        }
    }

    @Override
    public InFlight inFlight() {
        List<JobBase<?>> open;
        synchronized (running) {
            open = List.copyOf(running.values());
        }
        return UnderWay.of(open.stream().flatMap(JobBase::underWay));
    }

    @Override
    public StreamPlan<Document> resume(String id) {
        return home.find(id).map(this::resume).orElseThrow(() -> unknown(id));
    }

    @Override
    public StreamPlan<Document> resume(Path checkpoint) {
        return FetchSpec.plan(this, checkpoint);
    }

    @Override
    public Job<?> job(String id) {
        for (Job<?> job : all()) {
            if (job.id().equals(id)) {
                return job;
            }
        }
        return home.find(id).<Job<?>>map(file -> new PastJob(this, file)).orElseThrow(() -> unknown(id));
    }

    private IllegalArgumentException unknown(String id) {
        var ids = StreamSupport.stream(jobs().spliterator(), false)
                .map(Job::id)
                .limit(20)
                .toList();
        return new IllegalArgumentException("no job \"" + id + "\" in this session and none of an earlier run;"
                + " there are: " + (ids.isEmpty() ? "none" : String.join(", ", ids)));
    }

    @Override
    public Gauges gauges() {
        return fetcher.gauges(limiter.inFlight());
    }

    @Override
    public void close() {
        List<JobBase<?>> open;
        synchronized (running) {
            closed = true;
            open = List.copyOf(running.values());
        }
        clock.enter(() -> open.forEach(Job::cancel));
        pause.close();
        fetcher.close();
        stopThreads.run();
    }

    @Override
    public String toString() {
        return "Session, " + limiter.inFlight() + " requests in flight, " + all().size() + " jobs";
    }
}
