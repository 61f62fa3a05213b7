package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.service.DnsMessage;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;

/** {@code host} of BIND 9.18 (profile centos7: 9.11): addresses and mail servers of a name (bin/dig/host.c). */
final class HostLookupCommand extends NamedCommand {
    private static final String USAGE = """
            Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]
                        [-R number] [-m flag] [-p port] hostname [server]
                   -a is equivalent to -v -t ANY
                   -A is like -a but omits RRSIG, NSEC, NSEC3
                   -c specifies query class for non-IN data
                   -C compares SOA records on authoritative nameservers
                   -d is equivalent to -v
                   -l lists all hosts in a domain, using AXFR
                   -m set memory debugging flag (trace|record|usage)
                   -N changes the number of dots allowed before root lookup is done
                   -p specifies the port on the server to query
                   -r disables recursive processing
                   -R specifies number of retries for UDP packets
                   -s a SERVFAIL response should stop query
                   -t specifies the query type
                   -T enables TCP/IP mode
                   -U enables UDP mode
                   -v enables verbose output
                   -V print version number and exit
                   -w specifies to wait forever for a reply
                   -W specifies how long to wait for a reply
                   -4 use IPv4 query transport only
                   -6 use IPv6 query transport only
            """;

    HostLookupCommand() {
        super(
                "host",
                "host [-t TYPE] [-W SECONDS] [-R RETRIES] NAME [SERVER]: ask a name server",
                "-t",
                "-W",
                "-R",
                "-p");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean old = session.machine().profile() == Profile.CENTOS7;
        Options options = Options.parse(args, "aACc:dilm:N:p:rR:st:TUvVwW:46");
        if (options.unknown().isPresent()) {
            io.err().print("host: illegal option -- " + options.unknown().get() + "\n" + USAGE);
            return 1;
        }
        if (options.has("-V")) {
            io.err().line("host " + (old ? "9.11.4-P2-RedHat-9.11.4-26.P2.el7" : "9.18.49-1~deb12u3-Debian"));
            return 0;
        }
        for (String letter : List.of("-a", "-A", "-C", "-d", "-l", "-v", "-w", "-6", "-i")) {
            if (options.has(letter)) {
                io.err().line("host: not simulated: " + letter);
                return 1;
            }
        }
        List<String> words = options.operands();
        if (words.isEmpty() || options.lacking().isPresent()) {
            io.err().print(USAGE);
            return 1;
        }
        String wanted = options.value("-t", "").toUpperCase(Locale.ROOT);
        OptionalInt type = DnsMessage.type(wanted.isEmpty() ? "A" : wanted);
        if (type.isEmpty()) {
            io.err().line("host: invalid type: " + options.value("-t", "") + "\n");
            return 2;
        }
        Optional<String> at = words.stream().skip(1).findFirst();
        Optional<Ipv4Address> server = at.isPresent()
                ? Names.address(session, at.get())
                : Optional.of(DnsLookup.servers(session).stream().findFirst().orElse(Ipv4Address.LOOPBACK));
        if (server.isEmpty()) {
            io.err().line("host: couldn't get address for '" + at.orElse("") + "': not found");
            return 1;
        }
        boolean reverse = Ipv4Address.parse(words.getFirst()).isPresent();
        String name = reverse ? DnsMessage.reverse(words.getFirst()) : words.getFirst();
        int port = Texts.number(options.value("-p", "53")).orElse(53);
        int seconds = Math.max(1, Texts.number(options.value("-W", "5")).orElse(5));
        int tries = 1 + Math.max(0, Texts.number(options.value("-R", "1")).orElse(1));
        int first = reverse && wanted.isEmpty() ? DnsMessage.type("PTR").orElse(12) : type.getAsInt();
        DnsLookup.Question question = new DnsLookup.Question(server.get(), port, name, first, seconds, tries);
        DnsLookup.Reply reply =
                options.has("-T") ? DnsLookup.overTcp(session, question) : DnsLookup.ask(session, question, old);
        if (reply.ending() != DnsLookup.Ending.ANSWERED) {
            io.out().print(NslookupCommand.failure(question, reply, old));
            return 1;
        }
        if (options.has("-T")) {
            io.err().line("host: not simulated: names over TCP");
            return 1;
        }
        at.ifPresent(s -> io.out()
                .print("Using domain server:\nName: " + s + "\nAddress: " + server.get() + "#" + port
                        + "\nAliases: \n\n"));
        if (reply.unknown()) {
            io.out().line("Host " + question.shownName() + (reverse ? "." : "") + " not found: 3(NXDOMAIN)");
            return 1;
        }
        List<String> addresses = first == 1 ? reply.addresses() : List.of();
        addresses.forEach(a -> io.out().line(question.shownName() + " has address " + a));
        if (wanted.isEmpty() && !reverse) {
            for (String more : List.of("AAAA", "MX")) {
                int kind = DnsMessage.type(more).orElse(1);
                DnsLookup.ask(session, new DnsLookup.Question(server.get(), port, name, kind, seconds, tries), old);
            }
        } else if (addresses.isEmpty()) {
            io.out().line(question.shownName() + " has no " + DnsMessage.typeName(first) + " record");
        }
        return 0;
    }
}
