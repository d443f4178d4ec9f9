package io.trawl.kernel;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process and its machine use, for {@code usage_reply}: no part of the messaging specification, but ipykernel
 * (since 6.11) answers it and resource monitors of front ends ask for it. Same names and units: bytes, percent, of one
 * core for the kernel and of the machine for the host.
 */
final class Usage {

    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path STATUS = Path.of("/proc/self/status");

    private Usage() {}

    static Map<String, Object> now() {
        var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        int processors = machine.getAvailableProcessors();
        long total = machine.getTotalMemorySize();
        long free = machine.getFreeMemorySize();
        var content = new LinkedHashMap<String, Object>();
        content.put("status", "ok");
        content.put("hostname", hostname());
        content.put("pid", ProcessHandle.current().pid());
        content.put("kernel_cpu", percent(machine.getProcessCpuLoad() * processors));
        content.put("kernel_memory", resident());
        content.put("host_cpu_percent", percent(machine.getCpuLoad()));
        content.put("cpu_count", processors);
        content.put(
                "host_virtual_memory",
                Map.of(
                        "total", total,
                        "available", free,
                        "free", free,
                        "used", total - free,
                        "percent", percent(1 - (double) free / total)));
        return content;
    }

    /** A load below 0 says that it is not known. */
    private static double percent(double load) {
        return Double.isFinite(load) && load > 0 ? Math.round(1000 * load) / 10.0 : 0;
    }

    /** Not by {@link java.net.InetAddress}, which may ask a name server and wait for it. */
    private static String hostname() {
        try {
            return Files.readString(HOSTNAME).strip();
        } catch (IOException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        }
    }

    private static long resident() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(l -> l.startsWith("VmRSS:"))
                    .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseGet(Usage::committed);
        } catch (IOException | RuntimeException e) {
            return committed();
        }
    }

    /** Where the system says nothing: what Java has taken, without its own code. */
    private static long committed() {
        var memory = ManagementFactory.getMemoryMXBean();
        return memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted();
    }
}
