package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;
import org.ringlab.host.service.DnsMessage;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.RawSocket;
import org.ringlab.netfilter.stack.SendResult;
import org.ringlab.netfilter.stack.UdpSocket;

/** Asks name servers for addresses. */
final class DnsLookup {
    private static final int PORT = 53;

    private DnsLookup() {}

    /** What came of one question. */
    enum Ending {
        /** An answer, maybe that there is no such name. */
        ANSWERED,
        /** Nothing. */
        TIMED_OUT,
        /** An ICMP error. */
        REFUSED,
        /** It couldn't be sent. */
        UNREACHABLE
    }

    /**
     * An answer.
     *
     * @param ending what came of the question
     * @param id the question's number
     * @param message the answer; empty without one
     */
    record Reply(Ending ending, int id, Bytes message) {
        boolean found() {
            return ending == Ending.ANSWERED
                    && (message.at(3) & 15) == 0
                    && !addresses().isEmpty();
        }

        /** Whether the server said that there is no such name. */
        boolean unknown() {
            return ending == Ending.ANSWERED && (message.at(3) & 15) == 3;
        }

        List<String> addresses() {
            return DnsMessage.addresses(message);
        }
    }

    /** The servers in {@code /etc/resolv.conf}. */
    static List<Ipv4Address> servers(Session session) {
        return servers(session.files(), "/etc/resolv.conf");
    }

    /** The servers in a file of that form. */
    static List<Ipv4Address> servers(FileSystem files, String file) {
        List<Ipv4Address> servers = new ArrayList<>();
        try {
            for (String line : Texts.lines(files.read(file))) {
                String[] words = line.strip().split("\\s+");
                if (words.length > 1 && words[0].equals("nameserver")) {
                    Ipv4Address.parse(words[1]).ifPresent(servers::add);
                }
            }
        } catch (FileException e) {
            // without the file there is no server
        }
        return servers;
    }

    /** Asks the servers of {@code /etc/resolv.conf} in turn, as programs do that want to connect by name. */
    static Optional<Ipv4Address> resolve(Session session, String name) {
        for (Ipv4Address server : servers(session)) {
            Reply reply = ask(session, server, name, 5, 2);
            if (reply.found()) {
                return Ipv4Address.parse(reply.addresses().getFirst());
            }
            if (reply.ending() == Ending.ANSWERED) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Asks one server, several times where nothing comes. */
    static Reply ask(Session session, Ipv4Address server, String name, int seconds, int tries) {
        Reply reply = new Reply(Ending.TIMED_OUT, 0, Bytes.EMPTY);
        for (int i = 0; i < tries && reply.ending() == Ending.TIMED_OUT; i++) {
            reply = once(session, server, name, seconds);
        }
        return reply;
    }

    private static Reply once(Session session, Ipv4Address server, String name, int seconds) {
        NetStack stack = session.machine().stack();
        int source = stack.sockets().ephemeralPort();
        int id = (source * 31 + name.hashCode()) & 0xFFFF;
        List<Bytes> answers = new ArrayList<>();
        @Nullable
        UdpSocket socket = stack.sockets().bindUdp(Ipv4Address.ANY, source, (s, a, p, d, data) -> {
            if (data.length() >= 12 && data.at(0) == id >>> 8 && data.at(1) == (id & 255)) {
                answers.add(data);
            }
        });
        if (socket == null) {
            return new Reply(Ending.UNREACHABLE, id, Bytes.EMPTY);
        }
        RawSocket<Packet> refusal = NcCommand.refusal(stack, source);
        SendResult sent = socket.sendTo(server, PORT, DnsMessage.query(id, name));
        if (sent == SendResult.OK) {
            stack.network()
                    .queue()
                    .runUntil(() -> !answers.isEmpty() || refusal.found().isPresent(), seconds * SimClock.SECOND);
        }
        socket.close();
        refusal.close();
        if (!answers.isEmpty()) {
            return new Reply(Ending.ANSWERED, id, answers.getFirst());
        }
        return new Reply(
                sent != SendResult.OK
                        ? Ending.UNREACHABLE
                        : refusal.found().isPresent() ? Ending.REFUSED : Ending.TIMED_OUT,
                id,
                Bytes.EMPTY);
    }
}
