package io.trawl.kernel.engine;

import java.util.Optional;

/**
 * One executed cell.
 *
 * @param session counts the kernels that shared the history file, this one is the last
 * @param line the execution count
 * @param output the text of its result, where it had one; of an earlier session cut after 10,000 characters
 */
public record HistoryEntry(int session, int line, String source, Optional<String> output) {}
