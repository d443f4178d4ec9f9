package io.trawl.kernel.magic;

import io.trawl.kernel.magic.Call.Answer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/** {@code %timeit}: many runs, after a warm-up, with what can honestly be said of them. */
final class TimeitMagic implements Magic {

    private static final int RUNS = 7;
    private static final int WARM_MILLIS = 500;

    /** So long that the clock's own cost and grain do not count. */
    private static final long RUN_NANOS = 50_000_000;

    private static final long MOST_LOOPS = 1_000_000_000;

    @Override
    public Manual manual() {
        return Manual.of("""
                %timeit [-n loops] [-r runs] [-w milliseconds] statement
                %%timeit [-n loops] [-r runs] [-w milliseconds]
                Runs Java many times and says how long one pass takes.

                  -n loops         how often in one run; default: until a run takes 50 ms
                  -r runs          how many runs are measured; default 7
                  -w milliseconds  how long it runs before that, so that the JVM has compiled it; default 500

                The statement is repeated inside one compiled loop. Told are the first, cold pass, then the best run,
                the median and the worst, each divided by its loops. Where the worst is far from the best, something
                else used the machine. What has no effect and no changing input the JVM may leave out: below a
                nanosecond nothing was measured. For more than a first look there is JMH.""").withJava();
    }

    @Override
    public void run(Call call) throws Exception {
        Arguments arguments = Arguments.leading(call.arguments(), Set.of(), Set.of("-n", "-r", "-w"));
        Span code = call.body().orElseGet(() -> call.arguments().from(arguments.rest()));
        if (code.text().isBlank()) {
            throw MagicException.usage("a statement to time is wanted here");
        }
        LongFunction<?> loop = compile(call, code);
        int runs = arguments.count("-r").orElse(RUNS);
        int warm = arguments.count("-w").orElse(WARM_MILLIS);
        Optional<Integer> fixed = arguments.count("-n");
        String said = call.work(() -> {
            long cold = timed(loop, 1);
            long loops = 1;
            long end = System.nanoTime() + warm * 1_000_000L;
            double best = cold;
            while (System.nanoTime() < end) {
                best = Math.min(best, timed(loop, loops) / (double) loops);
                if (best * loops < RUN_NANOS / 10.0) {
                    loops = Math.min(loops * 4, MOST_LOOPS);
                }
            }
            loops = fixed.isPresent()
                    ? fixed.get()
                    : Math.max(1, Math.min(MOST_LOOPS, (long) Math.ceil(RUN_NANOS / Math.max(best, 0.05))));
            var each = new double[runs];
            for (int i = 0; i < runs; i++) {
                each[i] = timed(loop, loops) / (double) loops;
            }
            Arrays.sort(each);
            return report(cold, each, loops, warm);
        });
        call.print(said);
    }

    private static String report(long cold, double[] each, long loops, int warm) {
        double best = each[0];
        double worst = each[each.length - 1];
        double median =
                each.length % 2 == 1 ? each[each.length / 2] : (each[each.length / 2 - 1] + each[each.length / 2]) / 2;
        String remark = best < 1
                ? "below 1 ns: the JVM has most likely left the work out\n"
                : worst > 4 * best ? "the worst is far from the best: something else used the machine\n" : "";
        return "best " + Durations.of(best) + " · median " + Durations.of(median) + " · worst " + Durations.of(worst)
                + " (" + each.length + " runs of " + String.format(Locale.ROOT, "%,d", loops) + "; first, cold pass "
                + Durations.of(cold) + "; warm-up " + Durations.of(warm * 1e6) + ")\n" + remark;
    }

    private static long timed(LongFunction<?> loop, long loops) {
        long start = System.nanoTime();
        loop.apply(loops);
        return System.nanoTime() - start;
    }

    private static LongFunction<?> compile(Call call, Span code) throws MagicException {
        String text = code.text().strip();
        String expression = text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
        Optional<Answer> loop = call.tryJava(loop("value$ = (\n" + expression + "\n);"))
                .or(() ->
                        call.tryJava(loop("\n" + text + (text.endsWith(";") || text.endsWith("}") ? "" : ";") + "\n")));
        if (loop.isPresent() && loop.get().value() instanceof LongFunction<?> function) {
            return function;
        }
        // Says what is wrong, and where.
        call.java(code);
        throw new MagicException(MagicException.Kind.USAGE, "this cannot be repeated in a loop", code.strip());
    }

    private static String loop(String body) {
        return "(java.util.function.LongFunction<Object>) loops$ -> { Object value$ = null;"
                + " for (long i$ = 0; i$ < loops$; i$++) {" + body + "} return value$; }";
    }
}
