package io.trawl.mock;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is reachable: the JVM's own class histogram, which collects garbage first. */
record Heap(Map<String, Long> instances, Map<String, Long> bytes) {

    static Heap now() {
        try {
            var text = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            var instances = new HashMap<String, Long>();
            var bytes = new HashMap<String, Long>();
            // As in "  12:   345   6789  java.lang.String (java.base@17)".
            for (String line : text.split("\n")) {
                String[] column = line.strip().split("\\s+");
                if (column.length > 3 && column[0].matches("\\d+:")) {
                    instances.merge(column[3], Long.parseLong(column[1]), Long::sum);
                    bytes.merge(column[3], Long.parseLong(column[2]), Long::sum);
                }
            }
            return new Heap(instances, bytes);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    long instances(String type) {
        return instances.getOrDefault(type, 0L);
    }

    /** All byte arrays: bodies, buffers, most texts. */
    long byteArrays() {
        return bytes.getOrDefault("[B", 0L);
    }
}
