package io.trawl;

/** What to do where a checkpoint belongs to another plan. */
public enum OnChange {
    /** Fail, and name the difference. */
    FAIL,
    /** Begin again, whether the plan is another or the same: what the file holds is gone. */
    RESTART
}
