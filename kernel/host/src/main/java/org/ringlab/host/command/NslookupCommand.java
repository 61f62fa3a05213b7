package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;

/** {@code nslookup} and {@code host} of BIND 9.18: the address of a name. */
final class NslookupCommand extends NamedCommand {
    NslookupCommand(String name) {
        super(name, name + " NAME [SERVER]: ask a name server");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = args.stream().filter(a -> !a.startsWith("-")).toList();
        if (words.isEmpty()) {
            io.err().line(name() + ": not simulated: questions typed one by one (say " + name() + " NAME [SERVER])");
            return 1;
        }
        boolean host = name().equals("host");
        Optional<String> at = words.stream().skip(1).findFirst();
        Optional<Ipv4Address> server = at.isPresent()
                ? Names.address(session, at.get())
                : Optional.of(DnsLookup.servers(session).stream().findFirst().orElse(Ipv4Address.LOOPBACK));
        if (server.isEmpty()) {
            io.out()
                    .line((host ? "host" : "nslookup") + ": couldn't get address for '" + at.orElse("")
                            + "': not found");
            return 1;
        }
        String name = words.get(0).replaceFirst("\\.$", "");
        DnsLookup.Reply reply = DnsLookup.ask(session, server.get(), name, 5, host ? 2 : 3);
        if (reply.ending() != DnsLookup.Ending.ANSWERED) {
            return unreachable(reply, server.get(), name, host ? 2 : 3, io);
        }
        if (host) {
            at.ifPresent(s -> io.out()
                    .print("Using domain server:\nName: " + s + "\nAddress: " + server.get() + "#53\nAliases: \n\n"));
            reply.addresses().forEach(a -> io.out().line(name + " has address " + a));
        } else {
            io.out().print("Server:\t\t" + server.get() + "\nAddress:\t" + server.get() + "#53\n\n");
            if (reply.found()) {
                io.out()
                        .line(
                                (reply.message().at(2) & 4) == 0
                                        ? "Non-authoritative answer:\nName:\t" + name
                                        : "Name:\t" + name);
                reply.addresses().forEach(a -> io.out().line("Address: " + a));
            }
        }
        if (!reply.found()) {
            io.out()
                    .line(
                            host
                                    ? "Host " + name + " not found: 3(NXDOMAIN)"
                                    : "** server can't find " + name + ": NXDOMAIN");
        }
        if (!host) {
            io.out().line("");
        }
        return reply.found() ? 0 : 1;
    }

    private static int unreachable(DnsLookup.Reply reply, Ipv4Address server, String name, int tries, Streams io) {
        String target = server + "#53";
        String line = switch (reply.ending()) {
            case REFUSED -> ";; communications error to " + target + ": connection refused";
            case UNREACHABLE ->
                ";; UDP setup with " + target + "(" + server + ") for " + name + " failed: network unreachable.";
            case TIMED_OUT, ANSWERED -> ";; communications error to " + target + ": timed out";
        };
        for (int i = 0; i < (reply.ending() == DnsLookup.Ending.UNREACHABLE ? 1 : tries); i++) {
            io.out().line(line);
        }
        io.out().line(";; no servers could be reached");
        return 1;
    }
}
