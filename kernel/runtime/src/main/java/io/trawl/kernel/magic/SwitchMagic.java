package io.trawl.kernel.magic;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is on or off: {@code %await}, {@code %offline}. */
final class SwitchMagic implements Magic {

    private final Manual manual;
    private final Consumer<Boolean> to;
    private final Supplier<Optional<String>> state;

    private SwitchMagic(String manual, Consumer<Boolean> to, Supplier<Optional<String>> state) {
        this.manual = Manual.of(manual);
        this.to = to;
        this.state = state;
    }

    static Magic await(Workspace workspace) {
        return new SwitchMagic("""
                %await on|off
                Says whether a run that nobody watches waits for displays that still change; at first it does.""", workspace::awaitDisplays, Optional::empty);
    }

    static Magic offline(Repositories repositories) {
        return new SwitchMagic(
                """
                %offline on|off
                Says whether %maven and %pom may ask remote repositories; TRAWL_OFFLINE in the environment says it first.""", repositories::offline, () -> Optional.of(repositories.isOffline() ? "offline" : "online"));
    }

    @Override
    public Manual manual() {
        return manual;
    }

    @Override
    public void run(Call call) throws Exception {
        switch (call.arguments().text()) {
            case "on" -> to.accept(true);
            case "off" -> to.accept(false);
            case "" -> call.print(state.get().orElseThrow(this::usage) + "\n");
            default -> throw usage();
        }
    }

    private MagicException usage() {
        return MagicException.usage("write %" + manual.name() + " on or %" + manual.name() + " off");
    }

    @Override
    public List<Choice> complete(String word) {
        return Stream.of("on", "off")
                .filter(choice -> choice.startsWith(word))
                .map(choice -> new Choice(choice, "name"))
                .toList();
    }
}
