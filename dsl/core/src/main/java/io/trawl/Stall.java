package io.trawl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A thread of the engine that a user's code kept from its work: an I/O thread that was busy, or a thread of a pool that
 * waited, each for more than 50 ms.
 *
 * @param thread its name
 * @param io whether it is an I/O thread, which must never wait nor compute
 * @param busy how long it was so when it was noticed; it may go on
 * @param place the line of the user's: {@code cell 3, line 4: Thread.sleep(200);} in a notebook, else as a stack trace
 *     has it
 * @param advice what to write instead
 * @param stack what it did, the innermost call first
 */
public record Stall(
        String thread, boolean io, Duration busy, String place, String advice, List<StackTraceElement> stack)
        implements Viewable {
    private static final int SHOWN = 6;

    public Stall {
        stack = List.copyOf(stack);
    }

    /** One line: what stands still, and where. */
    public String headline() {
        return (io
                        ? "STALL  I/O thread " + thread + " is kept busy by "
                        : "STALL  pool thread " + thread + " waits in ")
                + place + " (" + busy.toMillis() + " ms so far)";
    }

    @Override
    public View view() {
        var lines = new ArrayList<String>();
        lines.add(
                io
                        ? "an I/O thread serves many connections: meanwhile none of them goes on"
                        : "meanwhile this thread parses no page and calls no listener");
        lines.add("write instead: " + advice);
        String calls = calls();
        if (!calls.isEmpty()) {
            lines.add("there it calls " + calls);
        }
        return new View.Note(View.Tone.WARNING, headline(), lines);
    }

    /** What the line calls, the outermost call first: the JDK's part of the stack. */
    private String calls() {
        var calls = new ArrayList<String>();
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.")) {
                break;
            }
            if (!name.startsWith("jdk.internal.")) {
                calls.add(0, name.substring(name.lastIndexOf('.') + 1) + "." + frame.getMethodName());
            }
        }
        return calls.stream().limit(SHOWN).collect(Collectors.joining(" → "));
    }

    @Override
    public String toString() {
        return headline() + "; write instead: " + advice;
    }
}
