package io.trawl.kernel;

import io.trawl.kernel.api.Bundle;
import io.trawl.kernel.engine.Completeness;
import io.trawl.kernel.engine.Completions;
import io.trawl.kernel.engine.Engine;
import io.trawl.kernel.engine.History;
import io.trawl.kernel.engine.HistoryEntry;
import io.trawl.kernel.wire.Connection;
import io.trawl.kernel.wire.Request;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The contents of the replies that need no more than the engine (Jupyter messaging, "Messages on the shell channel"). */
final class Answers {

    private static final String VERSION = Optional.ofNullable(
                    Answers.class.getPackage().getImplementationVersion())
            .orElse("0.1.0");

    private final Engine engine;

    Answers(Engine engine) {
        this.engine = engine;
    }

    /** Empty for a request that is not known here. */
    Optional<Map<String, Object>> to(Request request) {
        return switch (request.type()) {
            case "complete_request" -> Optional.of(complete(request));
            case "inspect_request" -> Optional.of(inspect(request));
            case "is_complete_request" -> Optional.of(isComplete(request));
            case "history_request" -> Optional.of(history(request));
            default -> Optional.empty();
        };
    }

    static Map<String, Object> failed(Throwable error) {
        return failed(error.getClass().getName(), String.valueOf(error.getMessage()));
    }

    static Map<String, Object> failed(String name, String message) {
        return Map.of("status", "error", "ename", name, "evalue", message, "traceback", List.of(name + ": " + message));
    }

    /** Of the Debug Adapter Protocol, as debug_reply is. */
    static Map<String, Object> cannotDebug(Request request) {
        var content = new LinkedHashMap<String, Object>();
        content.put("type", "response");
        content.put("seq", 0);
        content.put("request_seq", request.number("seq", 0));
        content.put("command", request.string("command", ""));
        content.put("success", false);
        content.put(
                "message",
                "this kernel has no debugger of its own: start it with -agentlib:jdwp=… and attach that of a Java IDE");
        return content;
    }

    /** Needs nothing but this class: it is asked for before Java is up. */
    static Map<String, Object> kernelInfo() {
        String java = System.getProperty("java.version");
        int feature = Runtime.version().feature();
        var info = new LinkedHashMap<String, Object>();
        info.put("status", "ok");
        info.put("protocol_version", Connection.PROTOCOL);
        info.put("implementation", "trawl");
        info.put("implementation_version", VERSION);
        info.put(
                "language_info",
                Map.of(
                        "name", "java",
                        "version", java,
                        "mimetype", "text/x-java",
                        "file_extension", ".jshell",
                        "pygments_lexer", "java",
                        "codemirror_mode", "text/x-java"));
        info.put("banner", "Trawl " + VERSION + " · Java " + java + " · " + System.getProperty("java.vendor"));
        info.put(
                "help_links",
                List.of(
                        link("Java " + feature, "https://docs.oracle.com/en/java/javase/" + feature + "/docs/api/"),
                        link("jsoup selectors", "https://jsoup.org/cookbook/extracting-data/selector-syntax")));
        info.put("supported_features", List.of("kernel subshells"));
        info.put("debugger", false);
        return info;
    }

    private static Map<String, Object> link(String text, String url) {
        return Map.of("text", text, "url", url);
    }

    private Map<String, Object> complete(Request request) {
        Completions found =
                engine.complete(request.string("code", ""), request.number("cursor_pos", Integer.MAX_VALUE));
        List<Map<String, Object>> types = found.items().stream()
                .map(i -> Map.<String, Object>of(
                        "text", i.text(),
                        "type", i.kind(),
                        "signature", i.signature(),
                        "start", found.start(),
                        "end", found.end()))
                .toList();
        return Map.of(
                "status", "ok",
                "matches", found.items().stream().map(Completions.Item::text).toList(),
                "cursor_start", found.start(),
                "cursor_end", found.end(),
                "metadata", Map.of("_jupyter_types_experimental", types));
    }

    private Map<String, Object> inspect(Request request) {
        Optional<Bundle> found = engine.inspect(
                request.string("code", ""),
                request.number("cursor_pos", Integer.MAX_VALUE),
                request.number("detail_level", 0) > 0);
        return Map.of(
                "status", "ok",
                "found", found.isPresent(),
                "data", found.map(Bundle::data).orElse(Map.of()),
                "metadata", found.map(Bundle::metadata).orElse(Map.of()));
    }

    private Map<String, Object> isComplete(Request request) {
        Completeness found = engine.isComplete(request.string("code", ""));
        String status = found.status().name().toLowerCase(Locale.ROOT);
        return found.status() == Completeness.Status.INCOMPLETE
                ? Map.of("status", status, "indent", found.indent())
                : Map.of("status", status);
    }

    private Map<String, Object> history(Request request) {
        History history = engine.history();
        List<HistoryEntry> entries = switch (request.string("hist_access_type", "tail")) {
            case "range" ->
                history.range(
                        request.number("session", 0),
                        request.number("start", 0),
                        request.number("stop", Integer.MAX_VALUE));
            case "search" ->
                history.search(
                        request.string("pattern", "*"),
                        request.number("n", Integer.MAX_VALUE),
                        request.flag("unique", false));
            default -> history.tail(request.number("n", 100));
        };
        boolean output = request.flag("output", false);
        return Map.of(
                "status",
                "ok",
                "history",
                entries.stream().map(e -> entry(e, output)).toList());
    }

    private static List<Object> entry(HistoryEntry entry, boolean output) {
        Object code = output ? Arrays.asList(entry.source(), entry.output().orElse(null)) : entry.source();
        return List.of(entry.session(), entry.line(), code);
    }
}
