package io.trawl.kernel.api.widget;

import io.trawl.kernel.api.Escape;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What bars and sliders say of their numbers. */
final class Ranges {

    private Ranges() {}

    static void check(String widget, double min, double max) {
        finite(min);
        finite(max);
        if (max < min) {
            throw new IllegalArgumentException("the smaller number comes first: write " + widget + ".of(" + number(max)
                    + ", " + number(min) + ")");
        }
    }

    static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(value + " cannot be shown: write a finite number");
        }
        return value;
    }

    static void within(double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(number(value) + " is outside " + number(min) + " to " + number(max));
        }
    }

    /** A number of a page, brought into the range; null where it is none. */
    static @Nullable Double clamp(@Nullable Object value, double min, double max) {
        return value instanceof Number n && Double.isFinite(n.doubleValue())
                ? (Double) Math.max(min, Math.min(max, n.doubleValue()))
                : null;
    }

    static String percent(double value, double min, double max) {
        double share = max == min ? 1 : Math.max(0, Math.min(1, (value - min) / (max - min)));
        return String.format(Locale.ROOT, "%.0f %%", Math.floor(share * 100));
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    /** HTML's own bar: it survives all that cleans HTML, and readers of screens know it. */
    static String bar(String label, double value, double min, double max, String words) {
        String name = Escape.html(label.isEmpty() ? "Progress" : label);
        double all = max - min;
        return "<div>" + (label.isEmpty() ? "" : name + " ") + "<progress max=\"" + number(all == 0 ? 1 : all)
                + "\" value=\"" + number(all == 0 ? 1 : Math.max(0, Math.min(all, value - min))) + "\" title=\"" + name
                + "\">" + words + "</progress> " + words + "</div>";
    }
}
