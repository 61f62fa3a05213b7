package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;
import org.ringlab.host.service.DnsMessage;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.RawSocket;
import org.ringlab.netfilter.stack.SendResult;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.UdpSocket;

/** Asks name servers. */
final class DnsLookup {
    private static final int PORT = 53;
    private static final int ADDRESS = 1;

    private DnsLookup() {}

    /** What came of one question. */
    enum Ending {
        /** An answer, maybe that there is no such name. */
        ANSWERED,
        /** Nothing. */
        TIMED_OUT,
        /** An ICMP error: nobody listens there. */
        REFUSED,
        /** An ICMP error: somebody on the way has forbidden it. */
        FORBIDDEN,
        /** It couldn't be sent. */
        UNREACHABLE,
        /** The address to ask from isn't this host's. */
        NO_SUCH_SOURCE,
        /** Asked over TCP, and refused. */
        NO_CONNECTION
    }

    /**
     * What is asked, and how.
     *
     * @param source where the question comes from; 0.0.0.0 lets routing choose
     * @param type the record's type, 1 for addresses
     */
    record Question(Ipv4Address source, Ipv4Address server, int port, String name, int type, int seconds, int tries) {
        Question(Ipv4Address server, int port, String name, int type, int seconds, int tries) {
            this(Ipv4Address.ANY, server, port, name, type, seconds, tries);
        }

        Question from(Ipv4Address address) {
            return new Question(address, server, port, name, type, seconds, tries);
        }

        /** The name as messages show it: without the dot at its end, but for the root. */
        String shownName() {
            return name.length() > 1 ? name.replaceFirst("\\.$", "") : name;
        }
    }

    /**
     * An answer.
     *
     * @param ending what came of the question
     * @param id the question's number
     * @param message the answer; empty without one
     */
    record Reply(Ending ending, int id, Bytes message) {
        static Reply none(Ending ending) {
            return new Reply(ending, 0, Bytes.EMPTY);
        }

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
    static List<Ipv4Address> resolve(Session session, String name) {
        for (Ipv4Address server : servers(session)) {
            Reply reply = ask(session, new Question(server, PORT, name, ADDRESS, 5, 2), false);
            if (reply.found()) {
                return reply.addresses().stream()
                        .flatMap(a -> Ipv4Address.parse(a).stream())
                        .toList();
            }
            if (reply.ending() == Ending.ANSWERED) {
                return List.of();
            }
        }
        return List.of();
    }

    /**
     * Asks one server, several times where nothing comes.
     *
     * @param deaf whether ICMP errors aren't heard, as by BIND before 9.18
     */
    static Reply ask(Session session, Question question, boolean deaf) {
        Reply reply = Reply.none(Ending.TIMED_OUT);
        for (int i = 0; i < question.tries() && reply.ending() == Ending.TIMED_OUT; i++) {
            reply = once(session, question, deaf);
        }
        return reply;
    }

    /** Whether the server takes connections: {@link Ending#ANSWERED} where it does. */
    static Reply overTcp(Session session, Question question) {
        NetStack stack = session.machine().stack();
        TcpConnection c = stack.sockets().connect(question.source(), 0, question.server(), question.port());
        stack.network()
                .queue()
                .runUntil(() -> c.connected() || !c.error().isEmpty(), question.seconds() * SimClock.SECOND);
        boolean connected = c.connected();
        String error = c.error();
        c.abort();
        return Reply.none(
                connected ? Ending.ANSWERED : error.equals("ECONNREFUSED") ? Ending.NO_CONNECTION : Ending.TIMED_OUT);
    }

    private static Reply once(Session session, Question question, boolean deaf) {
        NetStack stack = session.machine().stack();
        int source = stack.sockets().ephemeralPort();
        int id = (source * 31 + question.name().hashCode()) & 0xFFFF;
        List<Bytes> answers = new ArrayList<>();
        @Nullable
        UdpSocket socket = stack.sockets().bindUdp(question.source(), source, (s, a, p, d, data) -> {
            if (data.length() >= 12 && data.at(0) == id >>> 8 && data.at(1) == (id & 255)) {
                answers.add(data);
            }
        });
        if (socket == null) {
            return new Reply(Ending.UNREACHABLE, id, Bytes.EMPTY);
        }
        RawSocket<Packet> refusal = NcCommand.refusal(stack, source);
        Bytes query = DnsMessage.query(id, question.name(), question.type());
        SendResult sent = socket.sendTo(question.server(), question.port(), query);
        if (sent == SendResult.OK) {
            stack.network()
                    .queue()
                    .runUntil(
                            () -> !answers.isEmpty() || !deaf && refusal.found().isPresent(),
                            question.seconds() * SimClock.SECOND);
        }
        socket.close();
        refusal.close();
        if (!answers.isEmpty()) {
            return new Reply(Ending.ANSWERED, id, answers.getFirst());
        }
        if (sent != SendResult.OK) {
            return new Reply(Ending.UNREACHABLE, id, Bytes.EMPTY);
        }
        boolean heard = !deaf && refusal.found().isPresent();
        return new Reply(heard ? refused(refusal.found().get()) : Ending.TIMED_OUT, id, Bytes.EMPTY);
    }

    private static Ending refused(Packet error) {
        boolean forbids = error.payload() instanceof IcmpMessage m && m.code() >= 9;
        return forbids ? Ending.FORBIDDEN : Ending.REFUSED;
    }
}
