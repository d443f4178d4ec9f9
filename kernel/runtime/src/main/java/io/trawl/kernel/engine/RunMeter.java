package io.trawl.kernel.engine;

import io.trawl.kernel.guest.CellRunner;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How long a cell's thread runs user code: on the clock, and on a processor. */
final class RunMeter implements CellRunner.Meter {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private volatile long wall;
    private volatile long cpu;

    @Override
    public void begins() {
        cpu -= cpuNow();
        wall -= System.nanoTime();
    }

    @Override
    public void ended() {
        wall += System.nanoTime();
        cpu += cpuNow();
    }

    private long cpuNow() {
        return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : 0;
    }

    long wallNanos() {
        return Math.max(0, wall);
    }

    long cpuNanos() {
        return Math.max(0, cpu);
    }
}
