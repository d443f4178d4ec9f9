package io.trawl.kernel.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommMessageTest {

    @Test
    void whatIsChangedLaterIsNotInTheMessage() {
        var list = new ArrayList<Object>(List.of(1));
        var message = CommMessage.of(Map.of("list", list));

        list.add(2);

        assertThat(message.data()).isEqualTo(Map.of("list", List.of(1)));
    }

    @Test
    void nullIsJsonAndOtherObjectsAreNot() {
        var data = new HashMap<String, Object>();
        data.put("nothing", null);

        assertThat(CommMessage.of(data).data()).containsEntry("nothing", null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommMessage.of(Map.of("deep", List.of(Double.NaN))))
                .withMessageContaining("NaN (java.lang.Double) is not JSON");
        assertThatIllegalArgumentException().isThrownBy(() -> CommMessage.of(Map.of("x", new Object())));
        assertThatIllegalArgumentException().isThrownBy(() -> CommMessage.of(Map.of("x", Map.of(1, "one"))));
    }
}
