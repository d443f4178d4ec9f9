package io.trawl.mock.junit;

import io.trawl.Fn;
import io.trawl.Job;
import io.trawl.Session;
import io.trawl.mock.MockSite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives tests a mock site of their own.
 *
 * <pre>{@code
 * @RegisterExtension
 * MockSiteExtension sites = MockSiteExtension.serving(s -> s.pages(5, i -> "<h1>Page " + i + "</h1>").delay(seconds(1)));
 *
 * @Test
 * void allPagesAtOnce(MockSite.Virtual site, Session session) {
 *     assertThat(session.batch(site.urls()).await().ok()).hasSize(5);
 * }
 * }</pre>
 *
 * A parameter is a {@link MockSite} on loopback; a {@link MockSite.Virtual}, in memory and virtual time; or a
 * {@link Session} all of whose requests go to the site, whatever host they name: to the one on loopback in a method that
 * asks for it, else to the virtual one. A site is made when it is first asked for and closed after the test; what
 * {@code @BeforeAll} or a constructor asks for serves all tests of the class. A test that leaves a job running fails,
 * which names the job.
 */
public final class MockSiteExtension implements ParameterResolver, AfterEachCallback {
    private final @Nullable Fn<? super MockSite.Script, ? extends MockSite.Script> script;

    /** The embedded site, as of {@code @ExtendWith} and {@link MockSiteTest}. */
    public MockSiteExtension() {
        script = null;
    }

    private MockSiteExtension(Fn<? super MockSite.Script, ? extends MockSite.Script> script) {
        this.script = script;
    }

    /** A site as scripted; in virtual time with seed 1, unless {@link MockSiteTest} or the script says another. */
    public static MockSiteExtension serving(Fn<? super MockSite.Script, ? extends MockSite.Script> script) {
        return new MockSiteExtension(script);
    }

    /** What a test was given; closed with the context that it belongs to. */
    private final class Given implements AutoCloseable {
        private final long seed;
        private @Nullable MockSite onLoopback;
        private @Nullable Session toLoopback;
        private MockSite.@Nullable Virtual virtual;

        Given(long seed) {
            this.seed = seed;
        }

        private MockSite.Script script(MockSite.Script s) throws Exception {
            MockSite.Script seeded = s.seed(seed);
            return script == null ? embedded(seeded) : script.apply(seeded);
        }

        synchronized MockSite onLoopback() {
            if (onLoopback == null) {
                onLoopback = MockSite.start(this::script);
            }
            return onLoopback;
        }

        synchronized MockSite.Virtual virtual() {
            if (virtual == null) {
                virtual = MockSite.virtual(seed, this::script);
            }
            return virtual;
        }

        synchronized Session session(boolean loopback) {
            if (!loopback) {
                return virtual().session();
            }
            if (toLoopback == null) {
                toLoopback = onLoopback().session();
            }
            return toLoopback;
        }

        synchronized boolean isOnLoopback() {
            return onLoopback != null && virtual == null;
        }

        synchronized List<Job<?>> running() {
            var jobs = new ArrayList<Job<?>>();
            Stream.of(Optional.ofNullable(onLoopback), Optional.<MockSite>ofNullable(virtual))
                    .flatMap(Optional::stream)
                    .forEach(site -> jobs.addAll(site.running()));
            return jobs;
        }

        @Override
        public synchronized void close() {
            if (toLoopback != null) {
                toLoopback.close();
            }
            if (onLoopback != null) {
                onLoopback.close();
            }
            if (virtual != null) {
                virtual.close();
            }
        }
    }

    private static MockSite.Script embedded(MockSite.Script s) {
        return s.shop(400).docs(150).faults().latency(java.time.Duration.ofMillis(5), java.time.Duration.ofMillis(25));
    }

    private Given given(ExtensionContext context) {
        return context.getStore(Namespace.create(MockSiteExtension.class, this))
                .getOrComputeIfAbsent(Given.class, key -> new Given(seed(context)), Given.class);
    }

    private static long seed(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), MockSiteTest.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), MockSiteTest.class))
                .map(MockSiteTest::seed)
                .orElse(1L);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == MockSite.class || type == MockSite.Virtual.class || type == Session.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Given given = given(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == MockSite.class) {
            return given.onLoopback();
        }
        if (type == MockSite.Virtual.class) {
            return given.virtual();
        }
        var beside = Arrays.asList(parameter.getDeclaringExecutable().getParameterTypes());
        return given.session(beside.contains(MockSite.class) || given.isOnLoopback());
    }

    /** A job that is left running is a mistake of the test, or of what it tests; it is cancelled. */
    @Override
    public void afterEach(ExtensionContext context) {
        List<Job<?>> left = given(context).running();
        if (!left.isEmpty()) {
            String names = left.stream().map(Object::toString).collect(Collectors.joining("; "));
            left.forEach(Job::cancel);
            throw new AssertionError("the test left " + (left.size() == 1 ? "a job" : left.size() + " jobs")
                    + " running: " + names + ". Await it, cancel it, or close its session");
        }
    }
}
