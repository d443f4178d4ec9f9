package io.trawl.kernel.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One cell to execute (Jupyter messaging, {@code execute_request}). Start from {@link #of} and change what differs.
 *
 * @param silent no count, no history, no shown result; output and errors as ever
 * @param storeHistory whether the cell gets a number and enters the history
 * @param interactive whether somebody watches ({@code allow_stdin}); where false, the displays that say
 *     {@link io.trawl.kernel.api.Display#liveUntil} are awaited before {@code execute} returns
 * @param expressions evaluated after a cell that did not fail, by the name each is answered under
 * @param tags the cell's tags; {@code no-await} switches the awaiting off
 * @param cellId which cell of the notebook it is, the same each time it is run; empty where the client does not say
 */
public record ExecuteRequest(
        String code,
        boolean silent,
        boolean storeHistory,
        boolean interactive,
        Map<String, String> expressions,
        Set<String> tags,
        String cellId) {

    /** The tag that keeps a run that nobody watches from awaiting live displays. */
    public static final String NO_AWAIT = "no-await";

    public ExecuteRequest {
        storeHistory = storeHistory && !silent;
        expressions = Map.copyOf(new LinkedHashMap<>(expressions));
        tags = Set.copyOf(tags);
    }

    /** A numbered, remembered, watched cell. */
    public static ExecuteRequest of(String code) {
        return new ExecuteRequest(code, false, true, true, Map.of(), Set.of(), "");
    }

    public ExecuteRequest asSilent() {
        return new ExecuteRequest(code, true, false, interactive, expressions, tags, cellId);
    }

    public ExecuteRequest withoutHistory() {
        return new ExecuteRequest(code, silent, false, interactive, expressions, tags, cellId);
    }

    public ExecuteRequest unattended() {
        return new ExecuteRequest(code, silent, storeHistory, false, expressions, tags, cellId);
    }

    public ExecuteRequest expressions(Map<String, String> byName) {
        return new ExecuteRequest(code, silent, storeHistory, interactive, byName, tags, cellId);
    }

    public ExecuteRequest tags(Set<String> cellTags) {
        return new ExecuteRequest(code, silent, storeHistory, interactive, expressions, cellTags, cellId);
    }
}
