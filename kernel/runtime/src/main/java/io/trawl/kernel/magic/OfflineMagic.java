package io.trawl.kernel.magic;

import java.util.List;

/** {@code %offline}. */
final class OfflineMagic implements Magic {

    private final Repositories repositories;

    OfflineMagic(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %offline on|off
                Says whether %maven and %pom may ask remote repositories; TRAWL_OFFLINE in the environment says it first.""");
    }

    @Override
    public void run(Call call) throws Exception {
        switch (call.arguments().text()) {
            case "on" -> repositories.offline(true);
            case "off" -> repositories.offline(false);
            case "" -> call.print(repositories.isOffline() ? "offline\n" : "online\n");
            default -> throw MagicException.usage("write %offline on or %offline off");
        }
    }

    @Override
    public List<Choice> complete(String word) {
        return List.of(new Choice("on", "name"), new Choice("off", "name")).stream()
                .filter(c -> c.text().startsWith(word))
                .toList();
    }
}
