package org.ringlab.netfilter.iptables;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.rules.Match;
import org.ringlab.netfilter.rules.PortTest;
import org.ringlab.netfilter.rules.TcpMatch;

/** {@code -m tcp} (extensions/libxt_tcp.c), an old extension that checks its options itself. */
final class TcpExtension implements Extension<Match> {
    private Optional<PortTest> source = Optional.empty();
    private Optional<PortTest> destination = Optional.empty();
    private Optional<TcpMatch.Flags> flags = Optional.empty();
    private Optional<TcpMatch.Option> tcpOption = Optional.empty();

    @Override
    public String name() {
        return "tcp";
    }

    @Override
    public List<ExtensionOption> options() {
        return List.of(
                ExtensionOption.of("source-port"),
                ExtensionOption.of("sport"),
                ExtensionOption.of("destination-port"),
                ExtensionOption.of("dport"),
                ExtensionOption.flag("syn"),
                ExtensionOption.of("tcp-flags"),
                ExtensionOption.of("tcp-option"));
    }

    @Override
    public boolean checksItself() {
        return true;
    }

    @Override
    public void option(String option, String argument, boolean inverted, Words words) throws IptablesError {
        switch (option) {
            case "source-port", "sport" -> {
                once(source, "Only one `--source-port' allowed");
                source = Optional.of(ports(argument, inverted));
            }
            case "destination-port", "dport" -> {
                once(destination, "Only one `--destination-port' allowed");
                destination = Optional.of(ports(argument, inverted));
            }
            case "syn" -> {
                once(flags, "Only one of `--syn' or `--tcp-flags'  allowed");
                flags = Optional.of(TcpMatch.Flags.syn(inverted));
            }
            case "tcp-flags" -> {
                once(flags, "Only one of `--syn' or `--tcp-flags'  allowed");
                String set = words.second("--tcp-flags requires two args.");
                flags = Optional.of(new TcpMatch.Flags(bits(argument), bits(set), inverted));
            }
            default -> {
                once(tcpOption, "Only one `--tcp-option' allowed");
                OptionalLong kind = Numbers.parse(argument, 255);
                if (kind.isEmpty() || kind.getAsLong() == 0) {
                    throw IptablesError.parameter("Bad TCP option \"" + argument + "\"");
                }
                tcpOption = Optional.of(new TcpMatch.Option((int) kind.getAsLong(), inverted));
            }
        }
    }

    private static void once(Optional<?> earlier, String complaint) throws IptablesError {
        if (earlier.isPresent()) {
            throw IptablesError.parameter(complaint);
        }
    }

    private static PortTest ports(String text, boolean inverted) throws IptablesError {
        int colon = text.indexOf(':');
        String first = colon < 0 ? text : text.substring(0, colon);
        String last = colon < 0 ? text : text.substring(colon + 1);
        int low = colon >= 0 && first.isEmpty() ? 0 : port(first);
        int high = colon >= 0 && last.isEmpty() ? 65535 : port(last);
        if (low > high) {
            throw IptablesError.parameter("invalid portrange (min > max)");
        }
        return new PortTest(low, high, inverted);
    }

    private static int port(String text) throws IptablesError {
        return Numbers.port(text, TcpSegment.PROTOCOL)
                .orElseThrow(() -> IptablesError.parameter("invalid port/service `" + text + "' specified"));
    }

    private static int bits(String names) throws IptablesError {
        int bits = 0;
        for (String name : CNumber.tokens(names, ",")) {
            bits |= switch (name.toUpperCase(Locale.ROOT)) {
                case "FIN" -> TcpSegment.FIN;
                case "SYN" -> TcpSegment.SYN;
                case "RST" -> TcpSegment.RST;
                case "PSH" -> TcpSegment.PSH;
                case "ACK" -> TcpSegment.ACK;
                case "URG" -> TcpSegment.URG;
                case "ALL" -> TcpSegment.ECE - 1;
                case "NONE" -> 0;
                default -> throw IptablesError.parameter("Unknown TCP flag `" + name + "'");
            };
        }
        return bits;
    }

    @Override
    public Match finish() {
        return new TcpMatch(source.orElse(PortTest.ANY), destination.orElse(PortTest.ANY), flags, tcpOption);
    }
}
