package io.trawl.mock;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.matrix.Row;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, really killed. */
class KillAndResumeTest {
    @Test
    @Row({"E1", "B13"})
    void nothingAcknowledgedIsLostAndNothingRecordedIsFetchedOrWrittenAgain(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        var report = KillAndResume.run(folder, new Random(seed), 3);
        assertThat(report.kills()).isEqualTo(3);
        assertThat(report.lost()).as("lost, seed %s", seed).isZero();
        assertThat(report.repeated()).as("repeated, seed %s", seed).isZero();
    }
}
