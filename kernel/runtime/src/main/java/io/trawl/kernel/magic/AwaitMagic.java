package io.trawl.kernel.magic;

import java.util.List;

/** {@code %await}. */
final class AwaitMagic implements Magic {

    private final Workspace workspace;

    AwaitMagic(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %await on|off
                Says whether a run that nobody watches waits for displays that still change; at first it does.""");
    }

    @Override
    public void run(Call call) throws Exception {
        switch (call.arguments().text()) {
            case "on" -> workspace.awaitDisplays(true);
            case "off" -> workspace.awaitDisplays(false);
            default -> throw MagicException.usage("write %await on or %await off");
        }
    }

    @Override
    public List<Choice> complete(String word) {
        return List.of(new Choice("on", "name"), new Choice("off", "name")).stream()
                .filter(c -> c.text().startsWith(word))
                .toList();
    }
}
