package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The words after {@code traceroute} taken apart as its library {@code clif} does, and its complaints. */
final class TracerouteOptions {
    /** Letter, long name, and what a value is called where it has one. */
    private static final String OPTIONS =
            "4 6 d:debug F:dont-fragment f:first=first_ttl g:gateway=gate,... I:icmp T:tcp"
                    + " i:interface=device m:max-hops=max_ttl N:sim-queries=squeries n p:port=port t:tos=tos l:flowlabel=flow_label"
                    + " w:wait=MAX,HERE,NEAR q:queries=nqueries r s:source=src_addr z:sendwait=sendwait e:extensions A:as-path-lookups"
                    + " M:module=name O:options=OPTS,... U:udp D:dccp P:protocol=prot V:version";

    private static final List<String> LEFT_OUT =
            List.of("-d", "-F", "-g", "-i", "-t", "-l", "-r", "-z", "-e", "-A", "-O", "-D", "-P");
    private static final List<String> WORDS_LEFT_OUT = List.of("sport=", "fwmark=", "udplite", "UL", "mtu", "back");

    /** Options with numbers as values. */
    private static final List<String> NUMBERS = List.of("-f", "-m", "-N", "-p", "-q", "-t", "-l", "-P", "-z", "-w");

    private record Known(String letter, String value) {}

    private static final Map<String, Known> BY_WORD = new HashMap<>();
    private static final Map<String, Known> BY_LETTER = new HashMap<>();

    static {
        for (String one : OPTIONS.split(" ")) {
            int equals = one.indexOf('=');
            Known known = new Known("-" + one.charAt(0), equals < 0 ? "" : one.substring(equals + 1));
            BY_LETTER.put(known.letter(), known);
            if (one.length() > 1) {
                BY_WORD.put(one.substring(2, equals < 0 ? one.length() : equals), known);
            }
        }
    }

    private final Map<String, String> values = new HashMap<>();
    private final List<String> operands = new ArrayList<>();
    private @Nullable String complaint;
    private @Nullable String leftOut;

    private TracerouteOptions() {}

    /** Takes the words apart, up to the first mistake. */
    static TracerouteOptions parse(List<String> args) {
        TracerouteOptions options = new TracerouteOptions();
        for (int i = 0; i < args.size() && options.complaint == null; i++) {
            String arg = args.get(i);
            if (arg.equals("--help")) {
                options.values.put(arg, "");
            } else if (arg.startsWith("--")) {
                i = options.word(args, i);
            } else if (arg.startsWith("-") && arg.length() > 1) {
                i = options.letters(args, i);
            } else {
                options.operands.add(arg);
            }
        }
        return options;
    }

    private int word(List<String> args, int index) {
        String arg = args.get(index).substring(2);
        int equals = arg.indexOf('=');
        String word = equals < 0 ? arg : arg.substring(0, equals);
        Known known = BY_WORD.get(word);
        if (known != null) {
            return take(known, args.get(index), equals < 0 ? "" : arg.substring(equals + 1), args, index);
        }
        boolean valued = WORDS_LEFT_OUT.contains(word + "=");
        if (!valued && !WORDS_LEFT_OUT.contains(word)) {
            complaint = "Bad option `" + args.get(index) + "' (argc " + (index + 1) + ")";
            return index;
        }
        leftOut = leftOut == null ? "--" + word : leftOut;
        return valued && equals < 0 ? index + 1 : index;
    }

    private int letters(List<String> args, int index) {
        String arg = args.get(index);
        for (int j = 1; j < arg.length() && complaint == null; j++) {
            Known known = BY_LETTER.get("-" + arg.charAt(j));
            if (arg.equals("-UL")) {
                leftOut = "-UL";
                return index;
            }
            if (known == null) {
                complaint = "Bad option `-" + arg.charAt(j) + "' (argc " + (index + 1) + ")";
                return index;
            }
            String rest = known.value().isEmpty() ? "" : arg.substring(j + 1);
            int next = take(known, "-" + arg.charAt(j), rest, args, index);
            if (!known.value().isEmpty()) {
                return next;
            }
        }
        return index;
    }

    private int take(Known known, String shown, String given, List<String> args, int index) {
        boolean valued = !known.value().isEmpty();
        boolean apart = valued && given.isEmpty();
        if (apart && index + 1 == args.size()) {
            complaint = "Option `" + shown + "' (argc " + (index + 1) + ") requires an argument: `" + shown + " "
                    + known.value() + "'";
            return index;
        }
        String value = apart ? args.get(index + 1) : given;
        if (NUMBERS.contains(known.letter()) && !value.matches("-?\\d{1,9}(\\.\\d{1,6})?(,.*)?")) {
            complaint = "Cannot handle `" + shown + "' option with arg `" + value + "' (argc "
                    + (index + (apart ? 2 : 1)) + ")";
        }
        values.put(known.letter(), value);
        if (known.letter().equals("-M")) {
            boolean method = List.of("icmp", "tcp", "udp", "default").contains(value);
            values.put(
                    value.equals("icmp") ? "-I" : value.equals("tcp") ? "-T" : value.equals("udp") ? "-U" : "-M", "");
            leftOut = method || leftOut != null ? leftOut : "-M " + value;
        }
        return apart ? index + 1 : index;
    }

    /** Why the numbers can't be used; empty where they can. */
    Optional<String> outOfRange(int length) {
        int hops = number("-m", 30);
        int first = number("-f", 1);
        int queries = number("-q", 3);
        if (first < 1 || first > hops) {
            return Optional.of("first hop out of range");
        }
        if (hops > 255) {
            return Optional.of("max hops cannot be more than 255");
        }
        if (queries < 1 || queries > 10) {
            return Optional.of("no more than 10 probes per hop");
        }
        if (seconds() < 0) {
            return Optional.of("bad wait specifications `" + value("-w") + ",0,0' used");
        }
        return length > 65_000 ? Optional.of("too big packetlen " + length + " specified") : Optional.empty();
    }

    /** The first option that is real and not simulated. */
    Optional<String> leftOut() {
        return Optional.ofNullable(leftOut)
                .or(() -> LEFT_OUT.stream().filter(values::containsKey).findFirst());
    }

    boolean has(String option) {
        return values.containsKey(option);
    }

    /** An option's value; empty without one. */
    String value(String option) {
        return values.getOrDefault(option, "");
    }

    /** A whole number that was given; {@code usual} without one. */
    int number(String option, int usual) {
        return Texts.number(value(option)).orElse(usual);
    }

    /** How long a probe is waited for. */
    double seconds() {
        return has("-w") ? Double.parseDouble(value("-w").replaceFirst(",.*", "")) : 5;
    }

    List<String> operands() {
        return operands;
    }

    Optional<String> complaint() {
        return Optional.ofNullable(complaint);
    }

    /** The whole help. */
    static String usage() {
        return USAGE;
    }

    private static final String USAGE = """
            Usage:
              traceroute [ -46dFITnreAUDV ] [ -f first_ttl ] [ -g gate,... ] [ -i device ] [ -m max_ttl ] [ -N squeries ] [ -p port ] [ -t tos ] [ -l flow_label ] [ -w MAX,HERE,NEAR ] [ -q nqueries ] [ -s src_addr ] [ -z sendwait ] [ --fwmark=num ] host [ packetlen ]
            Options:
              -4                          Use IPv4
              -6                          Use IPv6
              -d  --debug                 Enable socket level debugging
              -F  --dont-fragment         Do not fragment packets
              -f first_ttl  --first=first_ttl
                                          Start from the first_ttl hop (instead from 1)
              -g gate,...  --gateway=gate,...
                                          Route packets through the specified gateway
                                          (maximum 8 for IPv4 and 127 for IPv6)
              -I  --icmp                  Use ICMP ECHO for tracerouting
              -T  --tcp                   Use TCP SYN for tracerouting (default port is 80)
              -i device  --interface=device
                                          Specify a network interface to operate with
              -m max_ttl  --max-hops=max_ttl
                                          Set the max number of hops (max TTL to be
                                          reached). Default is 30
              -N squeries  --sim-queries=squeries
                                          Set the number of probes to be tried
                                          simultaneously (default is 16)
              -n                          Do not resolve IP addresses to their domain names
              -p port  --port=port        Set the destination port to use. It is either
                                          initial udp port value for "default" method
                                          (incremented by each probe, default is 33434), or
                                          initial seq for "icmp" (incremented as well,
                                          default from 1), or some constant destination
                                          port for other methods (with default of 80 for
                                          "tcp", 53 for "udp", etc.)
              -t tos  --tos=tos           Set the TOS (IPv4 type of service) or TC (IPv6
                                          traffic class) value for outgoing packets
              -l flow_label  --flowlabel=flow_label
                                          Use specified flow_label for IPv6 packets
              -w MAX,HERE,NEAR  --wait=MAX,HERE,NEAR
                                          Wait for a probe no more than HERE (default 3)
                                          times longer than a response from the same hop,
                                          or no more than NEAR (default 10) times than some
                                          next hop, or MAX (default 5.0) seconds (float
                                          point values allowed too)
              -q nqueries  --queries=nqueries
                                          Set the number of probes per each hop. Default is
                                          3
              -r                          Bypass the normal routing and send directly to a
                                          host on an attached network
              -s src_addr  --source=src_addr
                                          Use source src_addr for outgoing packets
              -z sendwait  --sendwait=sendwait
                                          Minimal time interval between probes (default 0).
                                          If the value is more than 10, then it specifies a
                                          number in milliseconds, else it is a number of
                                          seconds (float point values allowed too)
              -e  --extensions            Show ICMP extensions (if present), including MPLS
              -A  --as-path-lookups       Perform AS path lookups in routing registries and
                                          print results directly after the corresponding
                                          addresses
              -M name  --module=name      Use specified module (either builtin or external)
                                          for traceroute operations. Most methods have
                                          their shortcuts (`-I' means `-M icmp' etc.)
              -O OPTS,...  --options=OPTS,...
                                          Use module-specific option OPTS for the
                                          traceroute module. Several OPTS allowed,
                                          separated by comma. If OPTS is "help", print info
                                          about available options
              --sport=num                 Use source port num for outgoing packets. Implies
                                          `-N 1'
              --fwmark=num                Set firewall mark for outgoing packets
              -U  --udp                   Use UDP to particular port for tracerouting
                                          (instead of increasing the port per each probe),
                                          default port is 53
              -UL                         Use UDPLITE for tracerouting (default dest port
                                          is 53)
              -D  --dccp                  Use DCCP Request for tracerouting (default port
                                          is 33434)
              -P prot  --protocol=prot    Use raw packet of protocol prot for tracerouting
              --mtu                       Discover MTU along the path being traced. Implies
                                          `-F -N 1'
              --back                      Guess the number of hops in the backward path and
                                          print if it differs
              -V  --version               Print version info and exit
              --help                      Read this help and exit

            Arguments:
            +     host          The host to traceroute to
                  packetlen     The full packet length (default is the length of an IP
                                header plus 40). Can be ignored or increased to a minimal
                                allowed value
            """;
}
