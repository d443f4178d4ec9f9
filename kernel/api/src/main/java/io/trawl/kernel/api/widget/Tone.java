package io.trawl.kernel.api.widget;

import java.util.Locale;

/** What colour says of a button or a bar; say it in words too. */
public enum Tone {
    PLAIN,
    /** The main button; plain for a bar. */
    PRIMARY,
    INFO,
    SUCCESS,
    WARNING,
    DANGER;

    String ofButton() {
        return this == PLAIN ? "" : name().toLowerCase(Locale.ROOT);
    }

    String ofBar() {
        return this == PRIMARY ? "" : ofButton();
    }
}
