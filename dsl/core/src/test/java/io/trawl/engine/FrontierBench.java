package io.trawl.engine;

import io.trawl.store.Found;
import io.trawl.store.SeenSet;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Millions of URLs in the seen set and in the frontier: heap after a collection, disk, CPU per URL. */
public final class FrontierBench {
    private FrontierBench() {}

    public static void main(String[] args) throws Exception {
        for (int urls : new int[] {1_000_000, 10_000_000}) {
            seen(urls, Integer.MAX_VALUE);
            seen(urls, 2_000_000);
            frontier(urls);
        }
    }

    private static String url(int i) {
        return "https://host-" + i % 5_000 + ".example/section/" + i / 5_000 + "/a-page-with-a-name-" + i + ".html";
    }

    private static void seen(int urls, int inHeap) throws Exception {
        Path folder = Files.createTempDirectory("seen");
        long heap = heap();
        long cpu = cpu();
        try (var seen = new SeenSet(folder, inHeap)) {
            for (int i = 0; i < urls; i++) {
                seen.add(SeenSet.fingerprint(url(i)));
            }
            cpu = cpu() - cpu;
            report(seen.onDisk() ? "seen set, beyond 2,000,000 on disk" : "seen set in the heap", urls, heap, cpu);
            if (seen.onDisk()) {
                System.out.printf(
                        Locale.ROOT,
                        "%-36s %,11d URLs  disk %6.1f MB = %5.1f B/URL%n",
                        "",
                        urls,
                        seen.bytesOnDisk() / 1e6,
                        (double) seen.bytesOnDisk() / urls);
            }
            if (seen.size() != urls) {
                throw new IllegalStateException("two URLs are one");
            }
        }
    }

    private static void frontier(int urls) throws Exception {
        Path folder = Files.createTempDirectory("frontier");
        long heap = heap();
        long cpu = cpu();
        try (var frontier = new Frontier(folder)) {
            for (int i = 0; i < urls; i++) {
                frontier.add(new Found(i, url(i), i % 10));
            }
            cpu = cpu() - cpu;
            report("frontier", urls, heap, cpu);
            int taken = 0;
            for (Found next = frontier.take(); next != null; next = frontier.take()) {
                frontier.ended(next);
                taken++;
            }
            if (taken != urls) {
                throw new IllegalStateException(taken + " came back");
            }
        }
    }

    private static void report(String what, int urls, long heapBefore, long cpu) {
        System.out.printf(
                Locale.ROOT,
                "%-36s %,11d URLs  heap %6.1f MB = %5.1f B/URL  CPU %.2f us/URL%n",
                what,
                urls,
                (heap() - heapBefore) / 1e6,
                (double) (heap() - heapBefore) / urls,
                cpu / 1e3 / urls);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
