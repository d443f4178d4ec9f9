package io.trawl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round values for an axis: 1, 2 or 5 times a power of ten apart. */
final class Ticks {
    private Ticks() {}

    static List<View.Tick> of(View.Axis axis, int about) {
        var ticks = new ArrayList<View.Tick>();
        if (axis.unit() == View.Unit.CATEGORY) {
            for (int i = 0; i < axis.categories().size(); i++) {
                ticks.add(new View.Tick(i, axis.categories().get(i)));
            }
            return ticks;
        }
        if (axis.unit() == View.Unit.TIME) {
            return Moments.ticks(axis, Math.max(1, about));
        }
        double step = step(axis.to() - axis.from(), Math.max(1, about));
        for (long i = (long) Math.ceil(axis.from() / step - 1e-9); i * step <= axis.to() + step * 1e-9; i++) {
            ticks.add(new View.Tick(i * step, label(axis, i * step, step)));
        }
        return ticks;
    }

    static double step(double span, int about) {
        double step = Math.pow(10, Math.floor(Math.log10(span / about)));
        if (step == 0) {
            return span;
        }
        for (double factor : new double[] {1, 2, 5}) {
            if (span / (step * factor) <= about) {
                return step * factor;
            }
        }
        return step * 10;
    }

    private static String label(View.Axis axis, double value, double step) {
        if (axis.unit() == View.Unit.NUMBER) {
            return number(value, step);
        }
        double longest = Math.max(Math.abs(axis.from()), Math.abs(axis.to()));
        if (value == 0) {
            return "0";
        }
        if (longest < 1) {
            return number(value * 1e3, step * 1e3) + " ms";
        }
        return longest < 180 ? number(value, step) + " s" : View.clock(Duration.ofMillis(Math.round(value * 1e3)));
    }

    /** With as many decimals as the step needs. */
    private static String number(double value, double step) {
        if (value == 0) {
            return "0";
        }
        if (Math.abs(value) >= 1e15 || step < 1e-6) {
            return String.format(Locale.ROOT, "%.2g", value);
        }
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** A number of a table: whole where it is. */
    static Object plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Object) (long) value : (Object) value;
    }
}
