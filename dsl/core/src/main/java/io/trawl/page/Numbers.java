package io.trawl.page;

import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Numbers as they stand in texts, in any script and locale, by the rule of {@link io.trawl.Css}. */
final class Numbers {
    /** Texts are hostile: reading stops here, and a number with more digits is none. */
    private static final int READ = 10_000;

    private static final int DIGITS = 100;
    private static final String MINUS = "-−–﹣－";

    /** What only ever separates groups, as it is kept: a space or an apostrophe. */
    private static final String GROUPING = " '";

    private final String text;
    private final boolean whole;
    private final Supplier<@Nullable Locale> locale;

    /** Digits, and between each two of them a mark. */
    private final List<String> runs = new ArrayList<>();

    private final StringBuilder marks = new StringBuilder();
    private int start;
    private int end;

    private Numbers(String text, boolean whole, Supplier<@Nullable Locale> locale) {
        this.text = text.length() > READ ? text.substring(0, READ) : text;
        this.whole = whole;
        this.locale = locale;
    }

    /**
     * The first number of a text.
     *
     * @param whole whether a whole number is wanted
     * @param locale asked only where a number could be read in two ways; null where nothing says so
     * @throws IllegalArgumentException where there is none
     */
    static BigDecimal first(String text, boolean whole, Supplier<@Nullable Locale> locale) {
        return new Numbers(text, whole, locale).first();
    }

    private BigDecimal first() {
        while (start < text.length() && digit(start) < 0) {
            start++;
        }
        if (start == text.length()) {
            throw new IllegalArgumentException("no digit");
        }
        // ".5", but not the 5 of "v.5".
        boolean fraction = start > 0 && text.charAt(start - 1) == '.' && (start == 1 || !isWord(start - 2));
        end = split(start);
        BigDecimal value;
        if (fraction && runs.size() == 1) {
            value = new BigDecimal("0." + runs.get(0));
        } else {
            value = new BigDecimal(plain());
        }
        value = value.scaleByPowerOfTen(exponent());
        return isNegative(fraction ? start - 1 : start) ? value.negate() : value;
    }

    /** The digit there, whatever its script; -1 for none. */
    private int digit(int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 10) : -1;
    }

    private boolean isWord(int at) {
        return Character.isLetterOrDigit(text.charAt(at));
    }

    /** Splits what may be one number into runs and marks; where it ends. */
    private int split(int start) {
        int at = start;
        int digits = 0;
        while (true) {
            var run = new StringBuilder();
            for (; digit(at) >= 0; at++) {
                run.append((char) ('0' + digit(at)));
            }
            digits += run.length();
            if (digits > DIGITS) {
                throw new IllegalArgumentException("more than " + DIGITS + " digits");
            }
            runs.add(run.toString());
            char mark = digit(at + 1) < 0 ? 0 : mark(text.charAt(at));
            if (mark == 0 || GROUPING.indexOf(mark) >= 0 && !groups(mark, at + 1)) {
                return at;
            }
            marks.append(mark);
            at++;
        }
    }

    /** What stands between digits, as one of {@code . , D ' } and space, where D is a decimal mark for sure; 0 for anything else. */
    private static char mark(char c) {
        if (Spot.isSpace(c)) {
            return c == '\n' || c == '\r' ? 0 : ' ';
        }
        return switch (c) {
            case '.', ',', '\'' -> c;
            case '’', '٬' -> '\'';
            case '٫' -> 'D';
            default -> 0;
        };
    }

    /** Whether three digits follow, after groups of the same kind: else a space is just a space. */
    private boolean groups(char mark, int next) {
        boolean three = digit(next + 1) >= 0 && digit(next + 2) >= 0 && digit(next + 3) < 0;
        return three && runs.get(0).length() <= 3 && marks.chars().allMatch(m -> m == mark);
    }

    /** The number with a point as its only mark. */
    private String plain() {
        int last = marks.length() - 1;
        if (last < 0) {
            return runs.get(0);
        }
        char mark = marks.charAt(last);
        boolean single = marks.indexOf(String.valueOf(mark)) == last;
        if (GROUPING.indexOf(mark) >= 0 || !single || last == 0 && isGroup(mark)) {
            checkGroups(last + 1, mark);
            return String.join("", runs);
        }
        if (last > 0) {
            checkGroups(last, marks.charAt(0));
        }
        return String.join("", runs.subList(0, last + 1)) + "." + runs.get(last + 1);
    }

    /** Whether a mark that stands alone separates groups. */
    private boolean isGroup(char mark) {
        String before = runs.get(0);
        if (mark == 'D' || runs.get(1).length() != 3 || before.length() > 3 || before.startsWith("0")) {
            return false;
        }
        if (whole) {
            return true;
        }
        if (isClosed()) {
            return mark != text.charAt(end);
        }
        Locale says = locale.get();
        if (says == null) {
            return mark == ',' || isMoney();
        }
        return mark != (DecimalFormatSymbols.getInstance(says).getDecimalSeparator() == ',' ? ',' : '.');
    }

    /** Whether a decimal mark and a dash follow, in place of the hundredths: {@code 1.299,-}. */
    private boolean isClosed() {
        return end + 1 < text.length()
                && ".,".indexOf(text.charAt(end)) >= 0
                && (MINUS.indexOf(text.charAt(end + 1)) >= 0 || text.charAt(end + 1) == '—');
    }

    /** Whether a currency sign stands before or behind, a space between them or not. */
    private boolean isMoney() {
        int before = start > 0 && Spot.isSpace(text.charAt(start - 1)) ? start - 2 : start - 1;
        int behind = end < text.length() && Spot.isSpace(text.charAt(end)) ? end + 1 : end;
        return isCurrency(before) || isCurrency(behind);
    }

    private boolean isCurrency(int at) {
        return at >= 0 && at < text.length() && Character.getType(text.charAt(at)) == Character.CURRENCY_SYMBOL;
    }

    /** Groups have three digits; all but the last may have two, as in India. */
    private void checkGroups(int end, char mark) {
        for (int i = 0; i < end; i++) {
            int length = runs.get(i + 1).length();
            if (marks.charAt(i) != mark || length != 3 && (length != 2 || i == end - 1 || mark != ',')) {
                throw new IllegalArgumentException("not one number");
            }
        }
        if (runs.get(0).length() > 3) {
            throw new IllegalArgumentException("not one number");
        }
    }

    /** Of {@code 1.5e-3}. */
    private int exponent() {
        if (end >= text.length() || Character.toLowerCase(text.charAt(end)) != 'e') {
            return 0;
        }
        int at = end + 1;
        boolean minus = at < text.length() && MINUS.indexOf(text.charAt(at)) >= 0;
        if (minus || at < text.length() && text.charAt(at) == '+') {
            at++;
        }
        int value = 0;
        int from = at;
        for (; digit(at) >= 0 && at - from < 4; at++) {
            value = 10 * value + digit(at);
        }
        boolean ends = at > from && at - from < 4 && (at == text.length() || !isWord(at));
        return ends ? minus ? -value : value : 0;
    }

    /** A minus right before the number or its currency, and not between two words. */
    private boolean isNegative(int start) {
        int at = start - 1;
        int beforeSpace = at >= 0 && Spot.isSpace(text.charAt(at)) ? at - 1 : at;
        if (isCurrency(beforeSpace)) {
            at = beforeSpace - 1;
            if (at > 0 && Spot.isSpace(text.charAt(at)) && MINUS.indexOf(text.charAt(at - 1)) >= 0) {
                at--;
            }
        } else if (beforeSpace >= 0 && text.charAt(beforeSpace) == '−') {
            at = beforeSpace;
        }
        return at >= 0 && MINUS.indexOf(text.charAt(at)) >= 0 && (at == 0 || !isWord(at - 1));
    }
}
