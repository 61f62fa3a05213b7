package org.ringlab.netfilter.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;

/**
 * What a Linux 6.18 kernel said of TCP segments that went through it: the state rules see, and the entry afterwards. The
 * form is that of {@code recorded/tcp_scripts.py}, which recorded them.
 */
class RecordedSegmentsTest {
    private static final Ipv4Address CLIENT = Ipv4Address.of("10.1.0.2");
    private static final Ipv4Address SERVER = Ipv4Address.of("10.2.0.2");
    private static final List<String> FLAGS = List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR");

    private final Map<String, Integer> set = new HashMap<>();
    private final SimClock clock = new SimClock();
    private final Conntrack conntrack = new Conntrack(clock, new ConntrackSettings() {
        @Override
        public int maximum() {
            return 0;
        }

        @Override
        public HelperAssignment helperAssignment() {
            return HelperAssignment.NEVER;
        }

        @Override
        public boolean tcpLoose() {
            return set.getOrDefault("loose", 1) == 1;
        }

        @Override
        public boolean tcpBeLiberal() {
            return set.getOrDefault("be_liberal", 0) == 1;
        }

        @Override
        public boolean tcpIgnoreInvalidReset() {
            return set.getOrDefault("ignore_invalid_rst", 0) == 1;
        }

        @Override
        public int tcpMostRetransmissions() {
            return set.getOrDefault("max_retrans", 3);
        }

        @Override
        public long nanos(Timeout timeout) {
            Integer seconds = set.get(timeout.setting().replaceFirst("tcp_", ""));
            return seconds == null ? timeout.nanos() : seconds * SimClock.SECOND;
        }
    });

    static Stream<String> scripts() throws IOException {
        try (InputStream in = RecordedSegmentsTest.class.getResourceAsStream("/recorded/tcp-scripts.txt")) {
            assertTrue(in != null);
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.strip().split("\n\n"));
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void agreesWithTheKernel(String script) {
        List<String> simulated = new ArrayList<>();
        for (String line : script.split("\n")) {
            String[] words = line.split(" = ")[0].split(" ");
            switch (words[0]) {
                case "set" -> {
                    set.put(words[1], Integer.parseInt(words[2]));
                    simulated.add(line);
                }
                case "#" -> simulated.add(line);
                default -> simulated.add(line.split(" = ")[0] + " = " + pass(packet(words)) + " " + entry());
            }
        }
        assertEquals(script, String.join("\n", simulated));
    }

    private static Packet packet(String[] words) {
        boolean reply = words[0].equals("<");
        int flags = 0;
        for (String flag : words[1].split(",")) {
            flags |= flag.equals("NONE") ? 0 : 1 << FLAGS.indexOf(flag);
        }
        TcpSegment segment = new TcpSegment(
                reply ? 80 : 40000,
                reply ? 40000 : 80,
                Integer.parseUnsignedInt(words[2]),
                Integer.parseUnsignedInt(words[3]),
                flags,
                Integer.parseInt(words[5]),
                0,
                Integer.parseInt(words[4]),
                Bytes.of(new byte[Integer.parseInt(words[6])]));
        return Packet.of(reply ? SERVER : CLIENT, reply ? CLIENT : SERVER, 64, segment);
    }

    private String pass(Packet packet) {
        Tracking tracking = conntrack.in(packet);
        assertTrue(conntrack.confirm(tracking));
        return tracking.state().name();
    }

    private String entry() {
        if (conntrack.entries().isEmpty()) {
            return "gone";
        }
        Connection c = conntrack.entries().getFirst();
        String flags = (c.seenReply() ? "" : "U") + (c.assured() ? "A" : "");
        long left = (c.expiresNanos() - clock.nanos()) / SimClock.SECOND;
        return c.tcpState() + " " + (flags.isEmpty() ? "-" : flags) + " " + left;
    }
}
