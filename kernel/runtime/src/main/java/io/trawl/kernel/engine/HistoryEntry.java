package io.trawl.kernel.engine;

import java.util.Optional;

/**
 * One executed cell.
 *
 * @param session counts the kernels that shared the history file, this one is the last
 * @param line the execution count
 * @param output the text of its result, where this session has one
 */
public record HistoryEntry(int session, int line, String source, Optional<String> output) {}
