package io.trawl.kernel.engine;

import io.trawl.kernel.engine.Places.CodeLine;
import io.trawl.kernel.guest.CellRunner;
import io.trawl.kernel.guest.CellRunner.Outcome;
import io.trawl.kernel.guest.SnippetLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/** Reports of what cell code threw: the user's exception, the user's lines, everything else folded into a count. */
final class RuntimeErrors {

    private static final int MOST_FRAMES = 8;

    private final Places places;

    RuntimeErrors(Places places) {
        this.places = places;
    }

    ErrorReport thrown(Throwable error) {
        var lines = new ArrayList<String>();
        lines.add(Ansi.error(simpleName(error)) + after(message(error)));
        lines.addAll(chain(error));
        return new ErrorReport(name(error), message(error), lines);
    }

    /** A cell that ended because it was told to; {@code error} says where it stood. */
    ErrorReport interrupted(Throwable error) {
        var lines = new ArrayList<String>();
        lines.add(Ansi.error(ErrorReport.INTERRUPTED) + ": the cell was stopped");
        lines.addAll(frames(error, 0).lines());
        return new ErrorReport(ErrorReport.INTERRUPTED, "the cell was stopped", lines);
    }

    ErrorReport abandoned(Outcome.Abandoned<?> abandoned) {
        StackTraceElement where = abandoned.where();
        String message = "the cell did not stop; it was abandoned, and its thread "
                + abandoned.thread().getName() + " still works"
                + (where == null ? "" : " in " + where.getClassName() + "." + where.getMethodName());
        var lines = new ArrayList<String>();
        lines.add(Ansi.error(ErrorReport.INTERRUPTED) + ": " + message);
        var trace = new Throwable();
        trace.setStackTrace(abandoned.thread().getStackTrace());
        lines.addAll(frames(trace, 0).lines());
        lines.add("  the session goes on with a new thread; what the old one prints is dropped");
        return new ErrorReport(ErrorReport.INTERRUPTED, message, lines);
    }

    private List<String> chain(Throwable error) {
        var lines = new ArrayList<String>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        int folded = 0;
        Throwable around = error;
        for (Throwable t = error; t != null && seen.add(t); t = t.getCause()) {
            Frames frames = frames(t, t == error ? 0 : common(t.getStackTrace(), around.getStackTrace()));
            if (t != error && !(frames.lines().isEmpty() && saysTheSame(t, around))) {
                lines.add("  caused by " + Ansi.error(simpleName(t)) + after(message(t)));
            }
            lines.addAll(frames.lines());
            folded += frames.folded();
            around = t;
        }
        if (folded > 0) {
            lines.add("▸ " + folded + (folded == 1 ? " more frame" : " more frames"));
        }
        return lines;
    }

    /** A failure that another thread met is thrown again where it is awaited, as a copy with the first one as its cause. */
    private static boolean saysTheSame(Throwable cause, Throwable around) {
        return name(cause).equals(name(around)) && message(cause).equals(message(around));
    }

    /** How many outer frames two traces share: they were said once. */
    private static int common(StackTraceElement[] inner, StackTraceElement[] outer) {
        int n = 0;
        while (n < Math.min(inner.length, outer.length)
                && inner[inner.length - 1 - n].equals(outer[outer.length - 1 - n])) {
            n++;
        }
        return n;
    }

    private record Frames(List<String> lines, int folded) {}

    /** The lines of a trace without its {@code outer} outermost frames. */
    private Frames frames(Throwable error, int outer) {
        var lines = new ArrayList<String>();
        StackTraceElement[] stack = error.getStackTrace();
        int folded = 0;
        int shown = 0;
        CodeLine last = null;
        int repeats = 0;
        for (int i = 0; i < stack.length - outer && !isKernel(stack[i]); i++) {
            if (SnippetLoader.snippet(stack[i].getClassName()).isEmpty()) {
                folded += isReflection(stack[i]) ? 0 : 1;
                continue;
            }
            Optional<CodeLine> line = places.of(stack[i]);
            if (line.isEmpty() || shown == MOST_FRAMES) {
                folded++;
            } else if (line.get().equals(last)) {
                repeats++;
            } else {
                repeated(lines, repeats);
                repeats = 0;
                last = line.get();
                shown++;
                int[] span = span(last.text(), i == 0 ? null : stack[i - 1]);
                lines.addAll(Ansi.marked(last, span[0], span[1]));
            }
        }
        repeated(lines, repeats);
        return new Frames(lines, folded);
    }

    private static void repeated(List<String> lines, int repeats) {
        if (repeats > 0) {
            lines.add("      … the same line " + repeats + (repeats == 1 ? " more time" : " more times"));
        }
    }

    /** The call that led into {@code callee} where the line shows one by that name, else the whole line. */
    private static int[] span(String line, @Nullable StackTraceElement callee) {
        if (callee != null) {
            String name = callee.getMethodName();
            if (name.equals("<init>")) {
                String type = callee.getClassName();
                name = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
            }
            Matcher call =
                    Pattern.compile("\\b" + Pattern.quote(name) + "\\s*[(<]").matcher(line);
            if (call.find()) {
                return new int[] {call.start(), call.start() + name.length()};
            }
        }
        int raise = line.indexOf("throw ");
        return new int[] {Math.max(raise, 0), line.length()};
    }

    private static boolean isKernel(StackTraceElement frame) {
        return frame.getClassName().startsWith(CellRunner.class.getPackageName() + ".CellRunner");
    }

    private static boolean isReflection(StackTraceElement frame) {
        return frame.getClassName().startsWith("jdk.internal.reflect.")
                || frame.getClassName().startsWith("java.lang.reflect.")
                || frame.getClassName().startsWith("io.trawl.kernel.engine.")
                || frame.getClassName().startsWith("io.trawl.kernel.guest.");
    }

    private static String name(Throwable error) {
        boolean ofCell = !SnippetLoader.snippet(error.getClass().getName()).isEmpty();
        return ofCell || error instanceof SPIResolutionException
                ? simpleName(error)
                : error.getClass().getName();
    }

    private static String simpleName(Throwable error) {
        if (error instanceof SPIResolutionException) {
            return "UnresolvedReferenceException";
        }
        String simple = error.getClass().getSimpleName();
        return simple.isEmpty() ? error.getClass().getName() : simple;
    }

    private static String message(Throwable error) {
        if (error instanceof SPIResolutionException) {
            return "something this code uses is not defined, or no longer compiles";
        }
        try {
            String message = error.getMessage();
            return message == null ? "" : message;
        } catch (RuntimeException e) {
            return "(its getMessage() threw " + e.getClass().getName() + ")";
        }
    }

    private static String after(String message) {
        return message.isEmpty() ? "" : ": " + message;
    }
}
