package io.trawl.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.kernel.KernelClient.Answer;
import io.trawl.kernel.KernelClient.Message;
import io.trawl.kernel.KernelClient.Socket;
import io.trawl.kernel.Page.Caused;
import io.trawl.matrix.Row;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Comms over the wire, both ways (reference/widgets.md §8, the checks named in the comments). */
@Row("D1")
class CommsTest {

    private static KernelClient kernel;
    private static Page page;

    @BeforeAll
    static void start() {
        kernel = KernelClient.start();
        page = new Page(kernel);
        kernel.execute("""
                import io.trawl.kernel.api.*;
                var comms = Kernel.current().comms();
                var heard = new LinkedBlockingQueue<Object>();
                comms.target("echo", (comm, opening) -> {
                    comm.send(Map.of("hello", opening.data()));
                    return new Comm.Handler() {
                        public void message(Comm c, CommMessage m) {
                            c.send(CommMessage.of(m.data()).metadata(Map.of("was", "heard")).buffers(m.buffers()));
                        }
                        public void closed(Comm c, CommMessage m) { heard.add("closed " + c.isOpen()); }
                    };
                });
                """);
    }

    @AfterAll
    static void stop() {
        kernel.close();
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    /** Check 10. */
    @Test
    void aCommOnAnUnknownTargetIsClosedAtOnceAndTheKernelGoesOn() {
        Caused caused = page.open("stray", "no.such.target", Map.of());

        assertThat(caused.of("comm_close"))
                .singleElement()
                .satisfies(m -> assertThat(m.content()).isEqualTo(Map.of("comm_id", "stray", "data", Map.of())));
        assertThat(kernel.execute("1 + 1").result()).isEqualTo("2");
    }

    /** Check 14. */
    @Test
    void everyMessageIsFramedByBusyAndIdleAndItsAnswersHaveItAsParent() {
        String comm = id();

        List<Caused> all =
                List.of(page.open(comm, "echo", Map.of("n", 1)), page.tell(comm, Map.of("n", 2)), page.close(comm));

        assertThat(all).allSatisfy(caused -> {
            assertThat(caused.published())
                    .first()
                    .satisfies(m -> assertThat(m.content()).containsEntry("execution_state", "busy"));
            assertThat(caused.published())
                    .last()
                    .satisfies(m -> assertThat(m.content()).containsEntry("execution_state", "idle"));
        });
        assertThat(all.get(0).of("comm_msg").get(0).map("data")).isEqualTo(Map.of("hello", Map.of("n", 1L)));
        assertThat(all.get(1).of("comm_msg").get(0).map("data")).isEqualTo(Map.of("n", 2L));
    }

    @Test
    void dataMetadataAndBytesGoBothWays() {
        String comm = id();
        page.open(comm, "echo", Map.of());
        Map<String, Object> data =
                Map.of("text", "é", "list", List.of(1, 2.5, true), "deep", Map.of("a", List.of(Map.of())));

        Caused caused =
                page.until(kernel.sendBytes("comm_msg", Map.of("comm_id", comm, "data", data), new byte[] {0, 1, -1}));

        Message answer = caused.of("comm_msg").get(0);
        assertThat(answer.map("data"))
                .isEqualTo(Map.of("text", "é", "list", List.of(1L, 2.5, true), "deep", Map.of("a", List.of(Map.of()))));
        assertThat(answer.metadata()).isEqualTo(Map.of("was", "heard"));
        assertThat(answer.buffers()).containsExactly(new byte[] {0, 1, -1});
        assertThat(answer.content()).containsEntry("comm_id", comm);
    }

    @Test
    void aPageThatClosesIsHeardOnceAndMessagesAfterwardsReachNobody() {
        String comm = id();
        page.open(comm, "echo", Map.of());
        kernel.execute("heard.clear()");

        page.close(comm);
        Caused after = page.tell(comm, Map.of("n", 1));
        page.close(comm);

        assertThat(kernel.execute("heard.size() + \" \" + heard.take()").result())
                .isEqualTo("1 closed false");
        assertThat(after.of("comm_msg")).isEmpty();
    }

    /** Check 11. */
    @Test
    void commInfoNamesWhatIsOpenByTarget() {
        String comm = id();
        page.open(comm, "echo", Map.of());
        kernel.execute("var mine = comms.open(\"mine\", CommMessage.of(Map.of()), (c, m) -> {});");
        String mine = (String) kernel.execute("mine.id()").result();

        assertThat(page.openComms(""))
                .containsEntry(comm, Map.of("target_name", "echo"))
                .containsEntry(mine, Map.of("target_name", "mine"));
        assertThat(page.openComms("mine")).containsOnlyKeys(mine);
        assertThat(page.openComms("other")).isEmpty();
        kernel.execute("mine.close()");
        assertThat(page.openComms("mine")).isEmpty();
    }

    /** Check 5, the part about comm_close. */
    @Test
    void theKernelOpensSendsAndClosesInTheNameOfItsCell() {
        Answer cell = kernel.execute("""
                var own = comms.open("page.target", CommMessage.of(Map.of("n", 0)).metadata(Map.of("v", "1")), (c, m) -> heard.add(m.data()));
                own.send(Map.of("n", 1));
                own.close();
                own.close();
                own.send(Map.of("n", 2));
                """);

        assertThat(cell.published())
                .extracting(Message::type)
                .containsExactly("status", "execute_input", "comm_open", "comm_msg", "comm_close", "status");
        Message open = cell.of("comm_open").get(0);
        assertThat(open.content()).containsEntry("target_name", "page.target").containsEntry("data", Map.of("n", 0L));
        assertThat(open.metadata()).isEqualTo(Map.of("v", "1"));
        assertThat(cell.of("comm_close").get(0).map("data")).isEmpty();
    }

    /** Check 9, for any comm. */
    @Test
    void aCommIsAnsweredWhileACellRunsAndTheHandlerWorksForTheCellThatMadeIt() {
        Answer maker = kernel.execute("""
                var gate = new CountDownLatch(1);
                comms.target("gate", (comm, opening) -> (c, m) -> { System.out.println("opened"); gate.countDown(); });
                """);
        String blocked = kernel.sendExecute("gate.await(); \"through\"", Map.of());
        kernel.until(m -> m.type().equals("execute_input") && m.parent().equals(blocked));

        String comm = id();
        page.open(comm, "gate", Map.of());
        page.tell(comm, Map.of());

        assertThat(kernel.answer(blocked).result()).isEqualTo("through");
        Message said = kernel.until(
                m -> m.type().equals("stream") && "opened\n".equals(m.content().get("text")));
        assertThat(said.parent()).isEqualTo(maker.id());
    }

    @Test
    void aHandlerThatFailsSaysSoInItsCellAndTheNextMessageIsServed() {
        Answer maker = kernel.execute("""
                comms.target("bad", (comm, opening) -> (c, m) -> {
                    if (m.data().isEmpty()) throw new IllegalStateException("no good");
                    c.send(m.data());
                });
                """);
        String comm = id();
        page.open(comm, "bad", Map.of());

        page.tell(comm, Map.of());
        Caused next = page.tell(comm, Map.of("n", 1));

        Message said = kernel.until(m -> m.type().equals("stream")
                && String.valueOf(m.content().get("text")).contains("no good"));
        assertThat(said.parent()).isEqualTo(maker.id());
        assertThat(said.content()).containsEntry("name", "stderr");
        assertThat(next.of("comm_msg")).hasSize(1);
    }

    @Test
    void messagesOfManyThreadsStayInOrderPerThread() {
        String id = kernel.sendExecute("""
                var many = comms.open("many", CommMessage.of(Map.of()), (c, m) -> {});
                var pool = Executors.newFixedThreadPool(8);
                for (int t = 0; t < 8; t++) {
                    int thread = t;
                    pool.submit(() -> { for (int i = 0; i < 500; i++) many.send(Map.of("thread", thread, "i", i)); });
                }
                pool.shutdown();
                pool.awaitTermination(60, TimeUnit.SECONDS);
                """, Map.of());

        Answer answer = kernel.answer(id);

        assertThat(answer.of("comm_msg")).hasSize(8 * 500);
        for (long thread = 0; thread < 8; thread++) {
            long t = thread;
            assertThat(answer.of("comm_msg").stream()
                            .filter(m -> m.map("data").get("thread").equals(t))
                            .map(m -> m.map("data").get("i")))
                    .isSorted()
                    .hasSize(500);
        }
    }

    /** Check 30. */
    @Test
    void aCommOverASubshellIsServedWhileTheMainShellRuns() {
        String subshell = (String) kernel.ask(Socket.CONTROL, "create_subshell_request", Map.of())
                .reply()
                .get("subshell_id");
        String blocked = kernel.sendExecute("new CountDownLatch(1).await()", Map.of());
        kernel.until(m -> m.type().equals("execute_input") && m.parent().equals(blocked));

        String comm = id();
        page.until(
                kernel.sendTo(subshell, "comm_open", Map.of("comm_id", comm, "target_name", "echo", "data", Map.of())));
        Caused answer =
                page.until(kernel.sendTo(subshell, "comm_msg", Map.of("comm_id", comm, "data", Map.of("n", 1))));
        kernel.ask(Socket.CONTROL, "interrupt_request", Map.of());
        kernel.answer(blocked);

        assertThat(answer.of("comm_msg")).hasSize(1);
    }

    @Test
    void whatIsWrongInAMessageHarmsNothing() {
        for (Map<String, ?> content : List.<Map<String, ?>>of(
                Map.of(),
                Map.of("comm_id", 5, "target_name", List.of()),
                Map.of("comm_id", "x", "target_name", "echo", "data", "text"),
                Map.of("comm_id", "x", "target_name", "echo"))) {
            for (String type : List.of("comm_open", "comm_msg", "comm_close")) {
                page.send(type, content);
            }
        }

        assertThat(kernel.execute("1 + 1").result()).isEqualTo("2");
        assertThat(kernel.console()).isEmpty();
    }
}
