package io.trawl.kernel.magic;

import java.util.List;
import java.util.Map;

/** {@code %env}: the environment of the processes that cells start. */
final class EnvMagic implements Magic {

    private final Surroundings place;

    EnvMagic(Surroundings place) {
        this.place = place;
    }

    @Override
    public Manual manual() {
        return Manual.of("""
                %env
                %env NAME
                %env NAME=value
                Lists the environment, prints one variable of it, or sets it.

                What is set is seen by the commands of later cells. System.getenv() is fixed when a Java process
                starts and does not change: a system property or a Java variable serves there.""");
    }

    @Override
    public void run(Call call) throws Exception {
        String text = call.arguments().text();
        Map<String, String> environment = place.environment();
        int equals = text.indexOf('=');
        if (text.isEmpty()) {
            environment.forEach((name, value) -> call.print(name + "=" + value + "\n"));
        } else if (equals > 0) {
            place.set(
                    text.substring(0, equals).strip(),
                    text.substring(equals + 1).strip());
        } else if (equals < 0 && text.matches("\\S+\\s+\\S.*")) {
            String[] both = text.split("\\s+", 2);
            place.set(both[0], both[1]);
        } else if (environment.containsKey(text)) {
            call.print(environment.get(text) + "\n");
        } else {
            List<String> near = Near.to(text, environment.keySet());
            throw new MagicException(
                    MagicException.Kind.USAGE,
                    "no environment variable " + text + (near.isEmpty() ? "" : "; there is " + String.join(", ", near)),
                    call.arguments());
        }
    }

    @Override
    public List<Choice> complete(String word) {
        return place.environment().keySet().stream()
                .filter(n -> n.startsWith(word))
                .map(n -> new Choice(n, "name"))
                .toList();
    }
}
