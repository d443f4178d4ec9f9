package io.trawl.kernel.bench;

import io.trawl.kernel.KernelClient;
import io.trawl.kernel.KernelClient.Answer;
import io.trawl.kernel.KernelClient.Socket;
import io.trawl.kernel.engine.EngineOptions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/**
 * What the kernel costs, beside bare JShell in this process, in one run: start to ready, {@code 1+1} from request to
 * idle, completion, a hundred thousand lines. Arguments are given to the kernel's JVM. Figures: the module's README.
 */
public final class KernelBench {

    private static final int WARM = 100;
    private static final int RUNS = 200;

    private KernelBench() {}

    public static void main(String[] jvmArguments) {
        double[] ready = new double[5];
        for (int i = 0; i < ready.length; i++) {
            long start = System.nanoTime();
            try (var kernel = KernelClient.launch(jvmArguments)) {
                String id = kernel.send(Socket.SHELL, "kernel_info_request", Map.of());
                kernel.until(m -> m.isReplyTo(id));
                ready[i] = millisSince(start);
            }
        }
        print("start to kernel_info_reply", ready);
        try (var kernel = KernelClient.start(jvmArguments)) {
            print("first cell", measured(1, () -> kernel.execute("1+1")));
            besideBareJShell(kernel);
            print("empty cell", measured(RUNS, () -> kernel.execute("")));
            print("kernel_info", measured(RUNS, () -> kernel.ask(Socket.SHELL, "kernel_info_request", Map.of())));
            Map<String, Object> code = Map.of("code", "\"abc\".sub", "cursor_pos", 9);
            measured(WARM, () -> kernel.ask(Socket.SHELL, "complete_request", code));
            print("completion", measured(RUNS, () -> kernel.ask(Socket.SHELL, "complete_request", code)));
            lines(kernel);
        }
    }

    private static void lines(KernelClient kernel) {
        String loop = "for (int i = 0; i < 100_000; i++) System.out.println(\"line \" + i);";
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            Answer answer = kernel.execute(loop);
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %d lines in %d messages, %.0f ms%n",
                    "100,000 println",
                    answer.stream("stdout").lines().count(),
                    answer.of("stream").size(),
                    millisSince(start));
        }
    }

    /**
     * One cell there, one snippet here, in turn: both meet the same neighbours on the machine. Bare means: the compiler
     * in this process, the kernel's imports, the result dropped.
     */
    private static void besideBareJShell(KernelClient kernel) {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            EngineOptions.JAVA_IMPORTS.forEach(line -> shell.eval(line + ";"));
            double[] cells = new double[WARM + RUNS];
            double[] bare = new double[WARM + RUNS];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = measured(1, () -> kernel.execute("1+1"))[0];
                long start = System.nanoTime();
                Snippet snippet = shell.eval("1+1").get(0).snippet();
                bare[i] = millisSince(start);
                shell.drop(snippet);
            }
            print("1+1, request to idle", Arrays.copyOfRange(cells, WARM, cells.length));
            print("1+1 in bare JShell", Arrays.copyOfRange(bare, WARM, bare.length));
        }
    }

    private static double[] measured(int runs, Supplier<?> work) {
        double[] times = new double[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            work.get();
            times[i] = millisSince(start);
        }
        return times;
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static void print(String what, double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-28s min %.1f  p50 %.1f  p95 %.1f ms (n=%d)%n",
                what,
                sorted[0],
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.95)],
                sorted.length);
    }
}
