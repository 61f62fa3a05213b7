package org.ringlab.netfilter.iptables;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.rules.CommentMatch;
import org.ringlab.netfilter.rules.DscpMatch;
import org.ringlab.netfilter.rules.LengthMatch;
import org.ringlab.netfilter.rules.MacMatch;
import org.ringlab.netfilter.rules.MarkMatch;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.PacketKind;
import org.ringlab.netfilter.rules.PktTypeMatch;
import org.ringlab.netfilter.rules.TosMatch;
import org.ringlab.netfilter.rules.TtlMatch;

/** Matches whose every option says all there is to say. */
final class SimpleExtensions {
    private SimpleExtensions() {}

    /** Makes a match of one option. */
    private interface Reader {
        Match read(String option, String argument, boolean inverted) throws IptablesError;
    }

    private static final class OneOption implements Extension<Match> {
        private final String name;
        private final String missing;
        private final List<ExtensionOption> options;
        private final Reader reader;
        private @Nullable Match match;

        private OneOption(String name, String missing, List<ExtensionOption> options, Reader reader) {
            this.name = name;
            this.missing = missing;
            this.options = options;
            this.reader = reader;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<ExtensionOption> options() {
            return options;
        }

        @Override
        public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
            match = reader.read(option, argument, inverted);
        }

        @Override
        public Match finish() throws IptablesError {
            if (match == null) {
                throw IptablesError.parameter(missing);
            }
            return match;
        }
    }

    private static Extension<Match> one(String name, ExtensionOption option, Reader reader) {
        return new OneOption(name, "", List.of(option.required()), reader);
    }

    static Extension<Match> comment() {
        return one("comment", ExtensionOption.of("comment").plain(), (option, text, inverted) -> {
            if (text.length() > 255) {
                throw IptablesError.parameter("Argument must have a maximum length of 255 characters");
            }
            return new CommentMatch(text);
        });
    }

    static Extension<Match> mark() {
        return one("mark", ExtensionOption.of("mark"), (option, text, inverted) -> {
            int[] mark = Numbers.marked("mark", option, text);
            return new MarkMatch(mark[0], mark[1], inverted);
        });
    }

    static Extension<Match> mac() {
        return one(
                "mac",
                ExtensionOption.of("mac-source"),
                (option, text, inverted) -> MacAddress.parse(text)
                        .map(mac -> new MacMatch(mac, inverted))
                        .orElseThrow(() -> IptablesError.parameter("Invalid MAC address specified.")));
    }

    static Extension<Match> ttl() {
        return new OneOption(
                "ttl",
                "TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt",
                List.of(
                        ExtensionOption.of("ttl-lt").plain().without("ttl-eq", "ttl-gt"),
                        ExtensionOption.of("ttl-gt").plain().without("ttl-lt", "ttl-eq"),
                        ExtensionOption.of("ttl-eq").without("ttl-lt", "ttl-gt"),
                        ExtensionOption.of("ttl").without("ttl-lt", "ttl-gt")),
                (option, text, inverted) -> {
                    int ttl = Numbers.bounded("ttl", option, text, 0, 255);
                    return new TtlMatch(
                            switch (option) {
                                case "ttl-lt" -> TtlMatch.Comparison.LESS;
                                case "ttl-gt" -> TtlMatch.Comparison.GREATER;
                                default -> inverted ? TtlMatch.Comparison.DIFFERENT : TtlMatch.Comparison.EQUAL;
                            },
                            ttl);
                });
    }

    static Extension<Match> length() {
        return one("length", ExtensionOption.of("length"), (option, text, inverted) -> {
            long[] bytes = Numbers.range("length", option, text, 65535);
            return new LengthMatch((int) bytes[0], (int) bytes[1], inverted);
        });
    }

    static Extension<Match> tos() {
        return one("tos", ExtensionOption.of("tos"), (option, text, inverted) -> {
            var named = TosMatch.named(text);
            if (named.isPresent()) {
                return new TosMatch(named.getAsInt(), TosMatch.NAME_MASK, inverted);
            }
            if (text.isEmpty() || text.charAt(0) < '0' || text.charAt(0) > '9') {
                throw IptablesError.parameter("Symbolic name \"" + text + "\" is unknown");
            }
            int slash = text.indexOf('/');
            var value = Numbers.parse(slash < 0 ? text : text.substring(0, slash), 255);
            var mask = slash < 0 ? java.util.OptionalLong.of(255) : Numbers.parse(text.substring(slash + 1), 255);
            if (value.isEmpty() || mask.isEmpty()) {
                throw IptablesError.parameter("Illegal value: \"" + text + "\"");
            }
            return new TosMatch((int) value.getAsLong(), (int) mask.getAsLong(), inverted);
        });
    }

    static Extension<Match> dscp() {
        return new OneOption(
                "dscp",
                "DSCP match: Parameter --dscp is required",
                List.of(
                        ExtensionOption.of("dscp").without("dscp-class"),
                        ExtensionOption.of("dscp-class").without("dscp")),
                (option, text, inverted) -> new DscpMatch(
                        option.equals("dscp")
                                ? Numbers.bounded("dscp", option, text, 0, 63)
                                : DscpClasses.value(text)
                                        .orElseThrow(
                                                () -> IptablesError.parameter("Invalid DSCP value `" + text + "'\n")),
                        inverted));
    }

    static Extension<Match> pktType() {
        return one("pkttype", ExtensionOption.of("pkt-type"), (option, text, inverted) -> {
            for (PacketKind kind : PacketKind.values()) {
                if (kind.text().equalsIgnoreCase(text)) {
                    return new PktTypeMatch(kind, inverted);
                }
            }
            return switch (text.toLowerCase(java.util.Locale.ROOT)) {
                case "host" -> new PktTypeMatch(PacketKind.HOST, inverted);
                case "bcast" -> new PktTypeMatch(PacketKind.BROADCAST, inverted);
                case "mcast" -> new PktTypeMatch(PacketKind.MULTICAST, inverted);
                default -> throw IptablesError.parameter("Bad packet type '" + text + "'");
            };
        });
    }
}
