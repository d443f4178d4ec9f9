package io.trawl.mock;

import static io.trawl.Trawl.seconds;
import static io.trawl.Trawl.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.ErrorKind;
import io.trawl.Failure;
import io.trawl.Session;
import io.trawl.matrix.Row;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cancel ends the exchange on the wire, whatever it was at: the server sees its client go. */
@Row("B4")
class CancelOnTheWireTest {
    /** What the server has done when the job is cancelled. */
    enum Stage {
        SHAKING_HANDS("https"),
        BEFORE_THE_HEAD("http"),
        IN_THE_HEAD("http"),
        IN_THE_BODY("http");

        private final String scheme;

        Stage(String scheme) {
            this.scheme = scheme;
        }

        /** Reads what there is to read, and answers as far as the stage has it. */
        void play(Socket client) throws IOException {
            InputStream in = client.getInputStream();
            if (this == SHAKING_HANDS) {
                assertThat(in.read()).as("a TLS record").isEqualTo(22);
                return;
            }
            int lineEnds = 0;
            while (lineEnds < 2) {
                int c = in.read();
                lineEnds = c == '\n' ? lineEnds + 1 : c == '\r' ? lineEnds : 0;
            }
            String answer = switch (this) {
                case IN_THE_HEAD -> "HTTP/1.1 200 OK\r\nContent-Ty";
                case IN_THE_BODY -> "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<title>Half";
                default -> "";
            };
            client.getOutputStream().write(answer.getBytes());
            client.getOutputStream().flush();
        }
    }

    private Session session;

    @BeforeEach
    void open() {
        session = session(c -> c.robots(false));
    }

    @AfterEach
    void close() {
        session.close();
    }

    @ParameterizedTest
    @EnumSource
    void theServerSeesItsClientGo(Stage stage) throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var reached = new CompletableFuture<Void>();
            var gone = CompletableFuture.supplyAsync(() -> {
                try (Socket client = server.accept()) {
                    stage.play(client);
                    reached.complete(null);
                    return leaves(client);
                } catch (IOException | AssertionError e) {
                    reached.completeExceptionally(e);
                    return false;
                }
            });
            var job = session.batch(List.of(stage.scheme + "://127.0.0.1:" + server.getLocalPort() + "/"))
                    .start();
            reached.get(60, TimeUnit.SECONDS);
            assertThat(gone).isNotDone();
            job.cancel();
            assertThat(gone.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(job.await(seconds(60)).failed())
                    .extracting(Failure::kind)
                    .containsExactly(ErrorKind.CANCELLED);
            nothingIsLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void soItDoesAtTheDeadline(Stage stage) throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var gone = CompletableFuture.supplyAsync(() -> {
                try (Socket client = server.accept()) {
                    stage.play(client);
                    return leaves(client);
                } catch (IOException | AssertionError e) {
                    return true;
                }
            });
            var job = session.batch(List.of(stage.scheme + "://127.0.0.1:" + server.getLocalPort() + "/"))
                    .deadline(seconds(2))
                    .start();
            assertThat(job.await(seconds(60)).failed())
                    .extracting(Failure::kind)
                    .containsExactly(ErrorKind.TIMEOUT);
            assertThat(gone.get(60, TimeUnit.SECONDS)).isTrue();
            nothingIsLeft();
        }
    }

    /** Whether it closes or resets its connection. */
    private static boolean leaves(Socket client) {
        try {
            client.setSoTimeout(60_000);
            while (client.getInputStream().read() >= 0) {
                // The rest of its handshake.
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void aConnectionThatIsNotMadeIsGivenUp() throws Exception {
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Linux drops what comes when the backlog is full.
            var fillers = new ArrayList<Socket>();
            try {
                var there = new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort());
                for (int i = 0; i < 4; i++) {
                    var filler = new Socket();
                    fillers.add(filler);
                    CompletableFuture.runAsync(() -> {
                        try {
                            filler.connect(there, 60_000);
                        } catch (IOException e) {
                            // It is full, as wanted.
                        }
                    });
                }
                var job = session.batch(List.of("http://127.0.0.1:" + full.getLocalPort() + "/"))
                        .start();
                until(() -> session.gauges().connectionsInUse() == 1);
                job.cancel();
                assertThat(job.await(seconds(60)).failed())
                        .extracting(Failure::kind)
                        .containsExactly(ErrorKind.CANCELLED);
                nothingIsLeft();
            } finally {
                for (Socket filler : fillers) {
                    filler.close();
                }
            }
        }
    }

    @Test
    void whatIsQueuedNeverLeaves() throws Exception {
        try (var slow = MockSite.start(s -> s.pages(3, i -> "page").delay(seconds(300)))) {
            var job = session.batch(slow.urls()).maxConcurrency(1).start();
            until(() -> slow.maxInFlight() == 1);
            job.cancel();
            assertThat(slow.hit(MockSite.Hit::aborted).get(60, TimeUnit.SECONDS).path())
                    .isEqualTo("/1");
            assertThat(job.await(seconds(60)).failed()).hasSize(3);
            nothingIsLeft();
            assertThat(slow.requests()).isEqualTo(1);
        }
    }

    private void nothingIsLeft() {
        until(() -> session.gauges().inFlight() == 0 && session.gauges().connectionsInUse() == 0);
    }

    private void until(java.util.function.BooleanSupplier condition) {
        Until.holds(condition, session::gauges);
    }
}
