package io.trawl.kernel.bench;

import io.trawl.kernel.KernelClient;
import io.trawl.kernel.KernelClient.Socket;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a person waits for while writing: the first TAB of a new kernel, then completion and inspection, with the kernel idle
 * and beside a running cell. Arguments are given to the kernel's JVM. Figures: the module's README.
 */
public final class QuestionsBench {

    private static final int RUNS = 100;

    /** What a person needs to write the first line. */
    private static final long REST_MILLIS = 8_000;

    private QuestionsBench() {}

    public static void main(String[] jvmArguments) throws InterruptedException {
        var questions = new LinkedHashMap<String, String[]>();
        questions.put("member", new String[] {"complete_request", "\"abc\".sub"});
        questions.put("in a lambda", new String[] {"complete_request", "List.of(\"a\").stream().map(s -> s.toUp"});
        questions.put("type, imported", new String[] {"complete_request", "ArrayLis"});
        questions.put("type, not imported", new String[] {"complete_request", "HttpClie"});
        questions.put("inspect a method", new String[] {"inspect_request", "\"abc\".substring("});
        questions.put("inspect a type", new String[] {"inspect_request", "new ArrayList"});
        for (var question : questions.entrySet()) {
            try (var kernel = KernelClient.start(jvmArguments)) {
                Thread.sleep(REST_MILLIS);
                double first = ask(kernel, question.getValue());
                System.out.printf(Locale.ROOT, "%-20s first, after 8 s: %.0f ms%n", question.getKey(), first);
            }
        }
        try (var kernel = KernelClient.start(jvmArguments)) {
            questions.values().forEach(q -> measured(kernel, q));
            questions.forEach((name, q) -> print(name + ", idle", measured(kernel, q)));
            String cell = kernel.send(
                    Socket.SHELL,
                    "execute_request",
                    Map.of("code", "new CountDownLatch(1).await();", "silent", false, "store_history", true));
            kernel.until(m -> m.type().equals("execute_input") && m.parent().equals(cell));
            questions.forEach((name, q) -> print(name + ", beside a cell", measured(kernel, q)));
            kernel.ask(Socket.CONTROL, "interrupt_request", Map.of());
        }
    }

    private static double ask(KernelClient kernel, String[] question) {
        long start = System.nanoTime();
        kernel.ask(
                Socket.SHELL,
                question[0],
                Map.of("code", question[1], "cursor_pos", question[1].length(), "detail_level", 0));
        return (System.nanoTime() - start) / 1e6;
    }

    private static double[] measured(KernelClient kernel, String[] question) {
        double[] times = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            times[i] = ask(kernel, question);
        }
        return times;
    }

    private static void print(String what, double[] times) {
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%-36s min %.1f  p50 %.1f  p95 %.1f ms (n=%d)%n",
                what,
                times[0],
                times[times.length / 2],
                times[(int) (times.length * 0.95)],
                times.length);
    }
}
