package io.trawl.kernel;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.engine.ErrorReport;
import io.trawl.kernel.engine.ExecuteRequest;
import io.trawl.kernel.engine.ExecuteResult;
import io.trawl.kernel.engine.ExecuteResult.Expression;
import io.trawl.kernel.wire.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The contents of execute_request and execute_reply (Jupyter messaging, "Execute"). */
final class ExecuteMessages {

    private ExecuteMessages() {}

    /** Absent flags have the protocol's defaults. */
    static ExecuteRequest cell(Request request) {
        var expressions = new LinkedHashMap<String, String>();
        request.map("user_expressions").forEach((name, code) -> expressions.put(name, String.valueOf(code)));
        Set<String> tags = request.metadata().get("tags") instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
        return new ExecuteRequest(
                request.string("code", ""),
                request.flag("silent", false),
                request.flag("store_history", true),
                request.flag("allow_stdin", true),
                expressions,
                tags,
                request.metadata().get("cellId") instanceof String id ? id : "");
    }

    static Map<String, Object> reply(ExecuteResult result) {
        var content = new LinkedHashMap<String, Object>();
        content.put("status", result.status().name().toLowerCase(Locale.ROOT));
        content.put("execution_count", result.count());
        result.error().ifPresent(error -> content.putAll(error(error)));
        var answers = new LinkedHashMap<String, Object>();
        result.expressions().forEach((name, answer) -> answers.put(name, expression(answer)));
        content.put("user_expressions", answers);
        content.put(
                "payload",
                result.page()
                        .map(page -> List.of(Map.of("source", "page", "data", page.data(), "start", 0)))
                        .orElse(List.of()));
        return content;
    }

    private static Map<String, Object> expression(Expression answer) {
        var content = new LinkedHashMap<String, Object>();
        if (answer instanceof Expression.Value value) {
            Bundle bundle = value.bundle();
            content.put("status", "ok");
            content.put("data", bundle.data());
            content.put("metadata", bundle.metadata());
        } else if (answer instanceof Expression.Failed failed) {
            content.put("status", "error");
            content.putAll(error(failed.error()));
        }
        return content;
    }

    static Map<String, Object> error(ErrorReport error) {
        return Map.of("ename", error.name(), "evalue", error.message(), "traceback", error.traceback());
    }

    static Map<String, Object> aborted(int count) {
        return Map.of(
                "status", "aborted", "execution_count", count, "user_expressions", Map.of(), "payload", List.of());
    }

    /** A request that could not be executed at all. */
    static Map<String, Object> failed(int count, String name, String message) {
        var content = new LinkedHashMap<String, Object>(
                error(new ErrorReport(name, message, List.of(name + ": " + message))));
        content.put("status", "error");
        content.put("execution_count", count);
        content.put("user_expressions", Map.of());
        content.put("payload", List.of());
        return content;
    }
}
