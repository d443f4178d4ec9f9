package io.trawl.store;

import java.time.Instant;

/**
 * What a journal says about its job.
 *
 * @param plan what it fetches, as JSON without secrets: a run that resumes must have the same
 * @param state the last one recorded
 * @param reason why it ended early, or empty
 * @param started when its first run began
 */
public record Head(String id, String name, String plan, String state, String reason, Instant started) {}
