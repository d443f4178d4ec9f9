package io.trawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are inside, however they are spelt. */
class AddressGuardTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback",
        "127.1, loopback",
        "2130706433, loopback",
        "0x7f000001, loopback",
        "0177.0.0.1, loopback",
        "017700000001, loopback",
        "0, this host's own",
        "0.0.0.0, this host's own",
        "0.1.2.3, this host's own",
        "10.0.0.5, private",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.168.1.1, private",
        "192.168.257, private",
        "169.254.169.254, link-local",
        "0xa9fea9fe, link-local",
        "100.64.0.1, CGNAT",
        "100.100.100.200, CGNAT",
        "168.63.129.16, cloud",
        "192.0.0.192, reserved",
        "192.0.2.1, documentation",
        "198.18.0.1, benchmarks",
        "224.0.0.1, multicast",
        "239.255.255.250, multicast",
        "255.255.255.255, reserved",
        "[::], unspecified",
        "[::1], loopback",
        "[::ffff:127.0.0.1], loopback",
        "[::ffff:a00:1], private",
        "[::7f00:1], loopback",
        "[::ffff:0:127.0.0.1], loopback",
        "[64:ff9b::a9fe:a9fe], link-local",
        "[64:ff9b:1::1], NAT64",
        "[2002:7f00:1::], loopback",
        "[2002:c0a8:101::1], private",
        "[2001:0:53aa:64c::1], Teredo",
        "[2001:db8::1], documentation",
        "[fe80::5efe:10.0.0.1], link-local",
        "[2606:4700::5efe:10.0.0.1], private",
        "[fc00::1], ULA",
        "[fd00:ec2::254], ULA",
        "[fe80::1], link-local",
        "[fec0::1], site-local",
        "[ff02::1], multicast",
        "[100::1], discarded",
        "[100:0:0:1::1], a dummy",
    })
    void insideIsInsideHoweverItIsSpelt(String host, String what) {
        assertThat(AddressGuard.objection(Objects.requireNonNull(Names.literal(host), host)))
                .contains(what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "93.184.216.34",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "223.255.255.255",
                "[2606:4700:4700::1111]",
                "[2a00:1450:4001::200e]",
                "[64:ff9b::101:101]",
                "[2002:101:101::1]",
                "[::ffff:1.1.1.1]",
            })
    void outsideIsOutside(String host) {
        assertThat(AddressGuard.objection(Objects.requireNonNull(Names.literal(host))))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "example.com", "1.2.3.4.5", "1.2.3.256", "08.1.1.1", "0xg.1", "a.1", "1..2", ""})
    void aNameIsNoAddress(String host) {
        assertThat(Names.literal(host)).isNull();
    }
}
