package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;
import org.ringlab.netfilter.stack.TcpListener;

/** {@code ftp}, tnftp as Debian has it or netkit's as CentOS does, with its commands on standard input: a here-document. */
final class FtpCommand extends NamedCommand {
    FtpCommand() {
        super(
                "ftp",
                "ftp [-n] [-p] HOST [PORT] <<EOF: open, user, pass, passive, ls, quit on the lines below",
                "-n",
                "-p");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "npivdgA");
        if (options.unknown().isPresent()) {
            boolean old = session.machine().profile() == Profile.CENTOS7;
            String letter = options.unknown().get().replaceFirst("^-.*", "-");
            if (old) {
                io.out().line("ftp: " + options.unknown().get() + ": unknown option");
            } else {
                io.err().print("ftp: invalid option -- '" + letter + "'\n" + USAGE);
            }
            return 1;
        }
        return new Client(session, io, !options.has("-A"), !options.has("-n")).run(options.operands());
    }

    private static final String USAGE = """
            usage: ftp [-46AadefginpRtVv] [-N NETRC] [-o OUTPUT] [-P PORT] [-q QUITTIME]
                       [-r RETRY] [-s SRCADDR] [-T DIR,MAX[,INC]] [-x XFERSIZE]
                       [[USER@]HOST [PORT]]
                       [[USER@]HOST:[PATH][/]]
                       [file:///PATH]
                       [ftp://[USER[:PASSWORD]@]HOST[:PORT]/PATH[/][;type=TYPE]]
                       [http://[USER[:PASSWORD]@]HOST[:PORT]/PATH]
                       [https://[USER[:PASSWORD]@]HOST[:PORT]/PATH]
                       ...
                   ftp -u URL FILE ...
                   ftp -?
            """;

    /** One run: at most one connection at a time. */
    private static final class Client {
        private static final long PATIENCE = 60 * SimClock.SECOND;
        private static final Pattern PASSIVE =
                Pattern.compile("227 .*\\((\\d+),(\\d+),(\\d+),(\\d+),(\\d+),(\\d+)\\).*");

        private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
        private static final List<String> LEFT_OUT = List.of(
                "get",
                "recv",
                "put",
                "send",
                "mget",
                "mput",
                "append",
                "delete",
                "mdelete",
                "mkdir",
                "rmdir",
                "rename",
                "lcd",
                "help",
                "?",
                "status",
                "system",
                "rstatus",
                "reget",
                "restart",
                "size",
                "modtime",
                "nlist",
                "mls",
                "mdir",
                "account",
                "bell",
                "case",
                "cdup",
                "chmod",
                "cr",
                "debug",
                "form",
                "glob",
                "idle",
                "ipv4",
                "macdef",
                "mode",
                "newer",
                "nmap",
                "ntrans",
                "proxy",
                "reset",
                "runique",
                "sendport",
                "site",
                "struct",
                "sunique",
                "tenex",
                "tick",
                "trace",
                "type",
                "umask",
                "epsv",
                "epsv4",
                "fget",
                "more",
                "page",
                "less",
                "rate",
                "set",
                "unset");

        private final Session session;
        private final Streams io;
        private final NetStack stack;
        private final boolean login;
        private final boolean old;
        private boolean passive;
        private @Nullable TcpConnection control;
        private int read;

        Client(Session session, Streams io, boolean passive, boolean login) {
            this.session = session;
            this.io = io;
            this.passive = passive;
            this.login = login;
            old = session.machine().profile() == Profile.CENTOS7;
            stack = session.machine().stack();
        }

        int run(List<String> operands) {
            if (!operands.isEmpty()) {
                open(operands);
            }
            for (String line = io.in().line(); line != null; line = io.in().line()) {
                List<String> words = List.of(line.strip().split("\\s+"));
                if (List.of("quit", "bye", "exit").contains(words.get(0))) {
                    break;
                }
                command(words);
            }
            if (control != null) {
                ask("QUIT");
                end();
            }
            return 0;
        }

        private void command(List<String> words) {
            switch (words.get(0)) {
                case "" -> {}
                case "open" -> open(words.subList(1, words.size()));
                case "passive" -> {
                    passive = !passive;
                    String state = passive ? "on" : "off";
                    io.out()
                            .line(
                                    old
                                            ? "Passive mode " + state + "."
                                            : "Passive mode: " + state + "; fallback to active mode: " + state + ".");
                }
                case "user" -> {
                    ask("USER " + word(words, 1));
                    if (words.size() > 2) {
                        ask("PASS " + words.get(2));
                    }
                }
                case "pass" -> ask("PASS " + word(words, 1));
                case "quote" -> ask(String.join(" ", words.subList(1, words.size())));
                case "ls", "dir" -> list();
                case "close", "disconnect" -> {
                    ask("QUIT");
                    end();
                }
                case "bin", "binary", "image" -> ask("TYPE I");
                case "ascii" -> ask("TYPE A");
                case "cd" -> ask("CWD " + word(words, 1));
                case "pwd" -> workingDirectory();
                case "prompt", "verbose", "hash" -> {}
                default -> {
                    boolean real = LEFT_OUT.contains(words.getFirst());
                    io.out()
                            .line(
                                    real
                                            ? "ftp: not simulated: " + words.getFirst()
                                            : old ? "?Invalid command" : "?Invalid command.");
                }
            }
        }

        /** Netkit shows the answer, tnftp what it says. */
        private void workingDirectory() {
            if (old || control == null) {
                ask("PWD");
                return;
            }
            Matcher m = QUOTED.matcher(exchange("PWD").orElse(""));
            io.out().line(m.find() ? "Remote directory: " + m.group(1) : "");
        }

        private static String word(List<String> words, int index) {
            return index < words.size() ? words.get(index) : "";
        }

        private void open(List<String> target) {
            String name = word(target, 0);
            int port = Texts.number(word(target, 1)).orElse(21);
            Optional<Ipv4Address> to = Names.address(session, name);
            if (to.isEmpty()) {
                io.out()
                        .line(
                                old
                                        ? "ftp: " + name + ": Name or service not known"
                                        : "ftp: Can't lookup `" + name + ":" + (port == 21 ? "ftp" : port)
                                                + "': Name or service not known");
                return;
            }
            TcpConnection c = stack.sockets().connect(Ipv4Address.ANY, 0, to.get(), port);
            stack.network().queue().runUntil(() -> c.connected() || !c.error().isEmpty(), 127 * SimClock.SECOND);
            if (!c.connected()) {
                String why = Errno.text(c.error().isEmpty() ? "ETIMEDOUT" : c.error());
                String place = "ftp: Can't connect to `" + name + ":" + (port == 21 ? "ftp" : port) + "'";
                io.out().line(old ? "ftp: connect: " + why : place + ": " + why + "\n" + place);
                c.abort();
                return;
            }
            control = c;
            read = 0;
            io.out().line(old ? "Connected to " + name + " (" + to.get() + ")." : "Connected to " + name + ".");
            answer();
            if (login) {
                // netkit asks for name and password; the next two lines answer
                String user = io.in().line();
                String password = io.in().line();
                io.out().line("Name (" + name + ":root): ");
                ask("USER " + (user == null || user.isBlank() ? "root" : user.strip()));
                ask("PASS " + (password == null ? "" : password.strip()));
            }
        }

        /** Sends a command and shows the answer; empty where there is no connection, or none came. */
        private Optional<String> ask(String command) {
            if (control == null) {
                io.out().line("Not connected.");
                return Optional.empty();
            }
            control.send(Bytes.utf8(command + "\r\n"));
            return answer();
        }

        private Optional<String> answer() {
            Optional<String> line = heard();
            line.ifPresent(io.out()::line);
            return line;
        }

        /** Sends a command whose answer is shown otherwise. */
        private Optional<String> exchange(String command) {
            if (control != null) {
                control.send(Bytes.utf8(command + "\r\n"));
            }
            return heard();
        }

        private Optional<String> heard() {
            TcpConnection c = control;
            if (c == null) {
                return Optional.empty();
            }
            await(() -> c.received().utf8().indexOf('\n', read) >= 0
                    || c.peerClosed()
                    || !c.error().isEmpty());
            String text = c.received().utf8();
            int end = text.indexOf('\n', read);
            if (end < 0) {
                io.out().line("421 Service not available, remote server has closed connection" + (old ? "" : "."));
                end();
                return Optional.empty();
            }
            String line = text.substring(read, end).strip();
            read = end + 1;
            return Optional.of(line);
        }

        private boolean await(BooleanSupplier done) {
            return stack.network().queue().runUntil(done, PATIENCE);
        }

        private void end() {
            if (control != null) {
                control.shutdownWrite();
                TcpConnection c = control;
                stack.network()
                        .queue()
                        .runUntil(() -> c.peerClosed() || !c.error().isEmpty(), SimClock.SECOND);
                control = null;
            }
        }

        private void list() {
            if (control == null) {
                io.out().line("Not connected.");
                return;
            }
            if (passive) {
                listPassive();
            } else {
                listActive(control.localAddress());
            }
        }

        private void listPassive() {
            Optional<String> reply = ask("PASV");
            Matcher m = PASSIVE.matcher(reply.orElse(""));
            if (!m.matches()) {
                return;
            }
            Optional<Ipv4Address> to =
                    Ipv4Address.parse(m.group(1) + "." + m.group(2) + "." + m.group(3) + "." + m.group(4));
            if (to.isEmpty()) {
                return;
            }
            int port = (Integer.parseInt(m.group(5)) * 256 + Integer.parseInt(m.group(6))) & 0xFFFF;
            TcpConnection data = stack.sockets().connect(Ipv4Address.ANY, 0, to.get(), port);
            stack.network()
                    .queue()
                    .runUntil(() -> data.connected() || !data.error().isEmpty(), 127 * SimClock.SECOND);
            if (!data.connected()) {
                io.out().line("ftp: connect: " + Errno.text(data.error().isEmpty() ? "ETIMEDOUT" : data.error()));
                data.abort();
                return;
            }
            if (ask("LIST").map(a -> a.startsWith("1")).orElse(false)) {
                receive(data);
            }
        }

        private void listActive(Ipv4Address own) {
            int port = stack.sockets().ephemeralPort();
            TcpConnection[] came = new TcpConnection[1];
            @Nullable TcpListener listener = stack.sockets().listen(own, port, c -> came[0] = c);
            if (listener == null) {
                io.out().line("ftp: bind: Address already in use");
                return;
            }
            String place = own.toString().replace('.', ',') + "," + (port >> 8) + "," + (port & 255);
            if (ask("PORT " + place).map(a -> a.startsWith("2")).orElse(false)
                    && ask("LIST").map(a -> a.startsWith("1")).orElse(false)) {
                await(() -> came[0] != null);
                if (came[0] != null) {
                    receive(came[0]);
                }
            }
            listener.close();
        }

        private void receive(TcpConnection data) {
            stack.network().queue().runUntil(data::peerClosed, SimClock.SECOND);
            io.out().print(data.received().utf8().replace("\r\n", "\n"));
            session.machine().services().clientHasRead();
            data.shutdownWrite();
            answer();
        }
    }
}
