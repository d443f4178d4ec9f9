package io.trawl.mock.junit;

import static io.trawl.Trawl.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.trawl.Session;
import io.trawl.matrix.Row;
import io.trawl.mock.MockSite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What tests are given, and what becomes of it. */
@Row("B25")
class MockSiteExtensionTest {
    private static final List<Object> SEEN = Collections.synchronizedList(new ArrayList<>());

    private static TestExecutionSummary run(Class<?> tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .build();
        var listener = new SummaryGeneratingListener();
        SEEN.clear();
        // What is to fail here is no test of ours, and the matrix of rows does not hear of it.
        var silent = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(silent).execute(request, listener);
        return listener.getSummary();
    }

    @MockSiteTest(seed = 5)
    static class Given {
        private Session before;

        @BeforeEach
        void remember(Session session) {
            before = session;
        }

        @Test
        void virtual(MockSite.Virtual site, Session session) {
            assertThat(session).isSameAs(site.session()).isSameAs(before);
            SEEN.add(session.scrape("https://books.example/").await().text("article.product h3"));
            SEEN.add(site);
        }

        @Test
        @MockSiteTest(seed = 6)
        void virtualWithAnotherSeed(Session session) {
            SEEN.add(session.scrape("https://books.example/").await().text("article.product h3"));
        }
    }

    @Test
    void aTestIsGivenASiteAndItsSessionThatAreClosedAfterIt() {
        assertThat(run(Given.class).getTestsSucceededCount()).isEqualTo(2);
        var sites = SEEN.stream().filter(MockSite.Virtual.class::isInstance).toList();
        var site = (MockSite.Virtual) sites.get(0);
        assertThatThrownBy(() -> site.session(c -> c)).hasMessageContaining("closed");
        assertThat(SEEN)
                .filteredOn(String.class::isInstance)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    static class Leaking {
        @RegisterExtension
        final MockSiteExtension sites =
                MockSiteExtension.serving(s -> s.pages(3, i -> "page " + i).delay(seconds(60)));

        @Test
        void virtual(MockSite.Virtual site, Session session) {
            SEEN.add(session.batch(site.urls()).name("night run").start());
        }

        @Test
        void onASocket(MockSite site, Session session) {
            SEEN.add(session.batch(site.urls()).name("night run").start());
        }

        @Test
        void tidy(MockSite.Virtual site, Session session) {
            session.batch(site.urls()).start().cancel();
        }
    }

    @Test
    void aTestThatLeavesAJobRunningFailsAndNamesIt() {
        var summary = run(Leaking.class);
        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(summary.getFailures())
                .hasSize(2)
                .allSatisfy(f -> assertThat(f.getException())
                        .hasMessageContaining("left a job")
                        .hasMessageContaining("night run"));
        assertThat(SEEN)
                .allSatisfy(job ->
                        assertThat(((io.trawl.Job<?>) job).state().isFinal()).isTrue());
    }
}
