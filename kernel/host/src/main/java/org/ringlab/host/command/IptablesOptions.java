package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;

/** What the options of iptables mean, for completion and for those who ask. */
final class IptablesOptions {
    /** Names (one letter and long), what follows, meaning; blank where an option has none of these. */
    private static final String TABLE = """
            -A --append|CHAIN RULE|add a rule at the end of a chain
            -I --insert|CHAIN [NUMBER] RULE|put a rule before number NUMBER, by default first
            -D --delete|CHAIN RULE, or CHAIN NUMBER|take a rule out, named by its text or its number
            -R --replace|CHAIN NUMBER RULE|put a rule in another one's place
            -C --check|CHAIN RULE|tell by the exit status whether there is such a rule
            -L --list|[CHAIN [NUMBER]]|list the rules as a table (with -n: addresses as numbers, with -v: counters)
            -S --list-rules|[CHAIN [NUMBER]]|print the rules as the commands that make them
            -F --flush|[CHAIN]|delete all rules of a chain, by default of all chains of the table
            -Z --zero|[CHAIN [NUMBER]]|set the counters to zero
            -P --policy|CHAIN ACCEPT or DROP|what becomes of packets that no rule of a built-in chain decides
            -N --new-chain|NAME|make a chain of your own
            -X --delete-chain|[NAME]|delete an empty chain of your own, by default all of them
            -E --rename-chain|OLD NEW|rename a chain of your own
            -t --table|TABLE|the table it is about: filter (if left out), nat, mangle, raw or security
            -p --protocol|PROTOCOL|match packets of tcp, udp, icmp, a protocol's number or all
            -s --source|ADDRESS[/LENGTH]|match packets from that address or network
            -d --destination|ADDRESS[/LENGTH]|match packets to that address or network
            -i --in-interface|NAME|match packets that came in there (eth+ means every name that begins with eth)
            -o --out-interface|NAME|match packets that are about to go out there
            -j --jump|TARGET|what to do with packets that match: a target, or a chain of your own to go through
            -g --goto|CHAIN|go on in that chain and don't come back to this one
            -m --match|NAME|load a further match, which brings its own options
            -f --fragment||match second and further fragments only
            -n --numeric||print addresses and ports as numbers
            -v --verbose||print counters and interfaces too
            -x --exact||print counters in full, not as 12K
            -w --wait|[SECONDS]|wait for other iptables that are at work
            --line-numbers||print the number of each rule, for -D, -I and -R
            --sport --source-port|PORT[:PORT]|match the source port (needs -p tcp or -p udp before it)
            --dport --destination-port|PORT[:PORT]|match the destination port (needs -p tcp or -p udp before it)
            --sports --source-ports|PORT,PORT:PORT…|match up to 15 source ports (of -m multiport)
            --dports --destination-ports|PORT,PORT:PORT…|match up to 15 destination ports (of -m multiport)
            --ports|PORT,PORT:PORT…|match if either port is among these (of -m multiport)
            --tcp-flags|MASK FLAGS|match if, among the flags of MASK, exactly FLAGS are set (of -p tcp)
            --syn||match the first packet of a TCP connection: SYN set, RST, ACK and FIN not
            --icmp-type|TYPE[/CODE]|match that ICMP type, by name or number (of -p icmp)
            --state|STATE,STATE…|match what connection tracking says: NEW, ESTABLISHED, RELATED, INVALID (of -m state)
            --ctstate|STATE,STATE…|the same of -m conntrack, which also knows SNAT and DNAT
            --limit|NUMBER/second, /minute, /hour or /day|match so often at most (of -m limit)
            --limit-burst|NUMBER|match so often before the limit begins to count (5 if left out)
            --src-range|FROM-TO|match source addresses between these (of -m iprange)
            --dst-range|FROM-TO|match destination addresses between these (of -m iprange)
            --mac-source|ADDRESS|match the sender's MAC address (of -m mac)
            --comment|TEXT|a remark that is kept with the rule (of -m comment)
            --reject-with|KIND|which refusal REJECT sends: icmp-port-unreachable (if left out), tcp-reset and others
            --to-source|ADDRESS[:PORT]|the source address that SNAT writes into packets
            --to-destination|ADDRESS[:PORT]|the destination that DNAT writes into packets
            --to-ports|PORT[-PORT]|the port that REDIRECT or MASQUERADE writes into packets
            --log-prefix|TEXT|what each line of LOG begins with, 29 characters at most
            --log-level|LEVEL|how important the lines of LOG are: a name or 0 to 7
            --set-mark|VALUE[/MASK]|the mark that MARK writes on packets
            """;

    private static final List<Option> ALL = TABLE.lines().map(Option::read).toList();

    private record Option(List<String> names, String argument, String meaning) {
        static Option read(String line) {
            String[] parts = line.split("\\|", -1);
            return new Option(List.of(parts[0].split(" ")), parts[1], parts[2]);
        }

        String text() {
            return String.join(", ", names) + (argument.isEmpty() ? "" : " " + argument) + ": " + meaning;
        }
    }

    private IptablesOptions() {}

    /** All names. */
    static String[] names() {
        return ALL.stream().flatMap(option -> option.names().stream()).toArray(String[]::new);
    }

    /** What an option means; empty for one that isn't in the table. */
    static Optional<String> explain(String name) {
        return ALL.stream()
                .filter(option -> option.names().contains(name))
                .findFirst()
                .map(Option::text);
    }

    /** Whether {@code word} is the option with that letter, short or long. */
    static boolean is(String word, String letters) {
        return ALL.stream()
                .filter(option -> option.names().contains(word))
                .flatMap(option -> option.names().stream())
                .anyMatch(name -> name.length() == 2 && letters.indexOf(name.charAt(1)) >= 0);
    }
}
