package io.trawl.kernel.magic;

import io.trawl.kernel.magic.Call.Answer;

/** {@code %time}: one run, as it is. */
final class TimeMagic implements Magic {

    @Override
    public Manual manual() {
        return Manual.of("""
                %time statement
                %%time
                Runs Java once and says how long it took.

                `wall` is the time on the clock, `cpu` what the cell's own thread used of a processor; work on
                other threads counts for the clock only. Compiling is told apart. The value is the cell's value.""").withJava();
    }

    @Override
    public void run(Call call) throws Exception {
        Span code = call.body().orElse(call.arguments());
        if (code.text().isBlank()) {
            throw MagicException.usage("a statement to time is wanted here");
        }
        long start = System.nanoTime();
        Answer answer = call.java(code);
        long whole = System.nanoTime() - start;
        call.print("wall " + Durations.of(answer.wallNanos()) + " · cpu " + Durations.of(answer.cpuNanos())
                + " · compiling " + Durations.of(Math.max(0, whole - answer.wallNanos())) + "\n");
        call.answer(answer);
    }
}
