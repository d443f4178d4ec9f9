package io.trawl.engine;

import io.trawl.Trawl;
import io.trawl.matrix.Row;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.Flow;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The rules of Reactive Streams 1.0.4, as its authors test them, of our publishers. */
@Row("A10")
class PublisherRulesTest {
    /** Numbers that are all there from the start. */
    private static final class Numbers implements Feed<Long> {
        private final long end;
        private long next;

        Numbers(long end) {
            this.end = end;
        }

        @Override
        public State state() {
            return next < end ? State.READY : State.OVER;
        }

        @Override
        public Long poll() {
            return next++;
        }

        @Override
        public void whenReady(Runnable wake) {
            wake.run();
        }

        @Override
        public void cancel() {
            next = end;
        }
    }

    @TestFactory
    Stream<DynamicTest> ofWhatIsThere() {
        return rules(n -> new FeedPublisher<>(() -> new Numbers(n), Deferred.CALLS, SystemClock.INSTANCE));
    }

    @TestFactory
    Stream<DynamicTest> ofWhatIsStillToCome() {
        return rules(n -> {
            var channel = Trawl.<Long>channel(4);
            channel.putAll(() -> LongStream.range(0, n).iterator()).toFuture().thenRun(channel::close);
            return channel.publisher();
        });
    }

    private static Stream<DynamicTest> rules(LongFunction<Flow.Publisher<Long>> publisher) {
        return Arrays.stream(FlowPublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> check(publisher, method)));
    }

    private static void check(LongFunction<Flow.Publisher<Long>> publisher, Method rule) throws Throwable {
        var verification = new FlowPublisherVerification<Long>(new TestEnvironment(5_000, 100)) {
            @Override
            public Flow.Publisher<Long> createFlowPublisher(long elements) {
                return publisher.apply(elements);
            }

            @Override
            public Flow.Publisher<Long> createFailedFlowPublisher() {
                // Ours fails when it is first asked for something, and not before.
                return null;
            }
        };
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            // A rule that is not for such a publisher says so by that.
            if (!(e.getCause() instanceof SkipException)) {
                throw e.getCause();
            }
        }
    }
}
