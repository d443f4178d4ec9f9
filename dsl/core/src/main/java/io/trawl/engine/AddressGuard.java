package io.trawl.engine;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are not the public Internet, by the IANA special-purpose registries (RFC 6890, RFC 8190) and what
 * clouds use. An IPv6 address that carries an IPv4 one is judged by what it carries.
 */
final class AddressGuard {
    private record Block(byte[] prefix, int bits, String what) {
        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            int mask = 0xFF00 >> bits % 8 & 0xFF;
            return Arrays.equals(address, 0, whole, prefix, 0, whole)
                    && (mask == 0 || (address[whole] & mask) == (prefix[whole] & mask));
        }
    }

    private static final List<Block> RESERVED = List.of(
            block("0.0.0.0", 8, "this host's own"),
            block("10.0.0.0", 8, "private"),
            block("100.64.0.0", 10, "a carrier's (CGNAT)"),
            block("127.0.0.0", 8, "loopback"),
            block("168.63.129.16", 32, "a cloud's own"),
            block("169.254.0.0", 16, "link-local (cloud metadata)"),
            block("172.16.0.0", 12, "private"),
            block("192.0.0.0", 24, "reserved"),
            block("192.0.2.0", 24, "for documentation"),
            block("192.88.99.0", 24, "a 6to4 relay's"),
            block("192.168.0.0", 16, "private"),
            block("198.18.0.0", 15, "for benchmarks"),
            block("198.51.100.0", 24, "for documentation"),
            block("203.0.113.0", 24, "for documentation"),
            block("224.0.0.0", 4, "multicast"),
            block("240.0.0.0", 4, "reserved"),
            block("::", 128, "unspecified"),
            block("::1", 128, "loopback"),
            block("64:ff9b:1::", 48, "private (NAT64)"),
            block("100::", 64, "discarded"),
            block("100:0:0:1::", 64, "a dummy"),
            block("2001::", 23, "reserved (Teredo and others)"),
            block("2001:db8::", 32, "for documentation"),
            block("3fff::", 20, "for documentation"),
            block("5f00::", 16, "reserved"),
            block("fc00::", 7, "private (ULA)"),
            block("fe80::", 10, "link-local"),
            block("fec0::", 10, "site-local"),
            block("ff00::", 8, "multicast"));

    private static final Block COMPATIBLE = block("::", 96, "");
    private static final Block MAPPED = new Block(bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0), 96, "");
    private static final Block TRANSLATED =
            new Block(bytes(0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0), 96, "");
    private static final Block NAT64 = block("64:ff9b::", 96, "");
    private static final Block SIX_TO_FOUR = block("2002::", 16, "");

    private AddressGuard() {}

    /** What kind of address it is, in words that follow "address is", or null for a public one. */
    static @Nullable String objection(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Block block : RESERVED) {
            if (block.holds(bytes)) {
                return block.what;
            }
        }
        byte[] carried = carried(bytes);
        return carried == null ? null : objection(Names.address(carried));
    }

    private static byte @Nullable [] carried(byte[] six) {
        if (six.length != 16) {
            return null;
        }
        // ISATAP (RFC 5214): the interface identifier is 0:5efe or 200:5efe and an IPv4 address.
        boolean isatap = (six[8] & ~2) == 0 && six[9] == 0 && six[10] == 0x5e && six[11] == (byte) 0xfe;
        if (isatap || COMPATIBLE.holds(six) || MAPPED.holds(six) || TRANSLATED.holds(six) || NAT64.holds(six)) {
            return Arrays.copyOfRange(six, 12, 16);
        }
        return SIX_TO_FOUR.holds(six) ? Arrays.copyOfRange(six, 2, 6) : null;
    }

    private static Block block(String prefix, int bits, String what) {
        InetAddress address = Names.literal(prefix.indexOf(':') < 0 ? prefix : "[" + prefix + "]");
        if (address == null || address instanceof Inet4Address != prefix.indexOf(':') < 0) {
            throw new IllegalArgumentException(prefix);
        }
        return new Block(address.getAddress(), bits, what);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
