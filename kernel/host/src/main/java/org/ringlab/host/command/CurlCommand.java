package org.ringlab.host.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.probe.HttpAnswer;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;

/** {@code curl} for plain HTTP and the listing of an ftp server; the texts are 7.29's (profile centos7) or 7.88's. */
final class CurlCommand extends NamedCommand {
    private static final Pattern URL = Pattern.compile("(?:([a-zA-Z]+)://)?([^/:]+)(?::(\\d{1,5}))?(/.*)?");
    private static final int COULD_NOT_RESOLVE = 6;
    private static final int COULD_NOT_CONNECT = 7;
    private static final int TIMED_OUT = 28;
    private static final int EMPTY_REPLY = 52;
    private static final int RECEIVE_FAILED = 56;

    CurlCommand() {
        super(
                "curl",
                "curl [-s] [-v] [-I] [-P -] [-m SECONDS] [--connect-timeout SECONDS] [-o FILE] [-w FORMAT] [-X METHOD] [-H HEADER] [-d DATA] URL: fetch a page or,"
                        + " by ftp://, a listing (-P -: in active mode)",
                "-s",
                "-S",
                "-v",
                "-I",
                "-m",
                "-o",
                "-w",
                "-P",
                "--connect-timeout");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(
                args,
                "sSvIm:o:w:P:LfkiH:X:d:",
                "connect-timeout:",
                "max-time:",
                "ftp-port:",
                "header:",
                "request:",
                "data:",
                "silent",
                "show-error",
                "verbose",
                "head",
                "output:");
        if (options.unknown().isPresent()) {
            String option = options.unknown().get();
            io.err().line("curl: option " + (option.startsWith("--") ? option : "-" + option) + ": is unknown");
            io.err().line("curl: try 'curl --help' for more information");
            return 2;
        }
        if (options.lacking().isPresent() || options.operands().isEmpty()) {
            io.err()
                    .line(
                            options.operands().isEmpty()
                                    ? "curl: no URL specified!"
                                    : "curl: option -" + options.lacking().orElse("") + ": requires parameter");
            io.err().line("curl: try 'curl --help' for more information");
            return 2;
        }
        return new Transfer(session, io, options).run(options.operands().get(0));
    }

    /** One request on its way. */
    private static final class Transfer {
        private final Session session;
        private final Streams io;
        private final Options options;
        private final NetStack stack;
        private String host = "";
        private int port = 80;
        private String status = "000";

        Transfer(Session session, Streams io, Options options) {
            this.session = session;
            this.io = io;
            this.options = options;
            stack = session.machine().stack();
        }

        int run(String url) {
            Matcher m = URL.matcher(url);
            if (!m.matches()) {
                return fail(3, "URL using bad/illegal format or missing URL");
            }
            String scheme = m.group(1) == null ? "http" : m.group(1).toLowerCase(Locale.ROOT);
            boolean ftp = scheme.equals("ftp");
            if (!ftp && !scheme.equals("http")) {
                return fail(1, "not simulated: " + scheme + " (http and ftp are)");
            }
            if (ftp && m.group(4) != null && !m.group(4).equals("/")) {
                return fail(1, "not simulated: files by ftp (a listing is: ftp://" + m.group(2) + "/)");
            }
            host = m.group(2);
            port = m.group(3) == null ? ftp ? 21 : 80 : Integer.parseInt(m.group(3));
            Optional<Ipv4Address> address = Names.address(session, host);
            if (address.isEmpty()) {
                boolean old = session.machine().profile() == Profile.CENTOS7;
                return finish(
                        fail(COULD_NOT_RESOLVE, "Could not resolve host: " + host + (old ? "; Unknown error" : "")));
            }
            if (port < 1 || port > 65_535) {
                return fail(3, "URL using bad/illegal format or missing URL");
            }
            return finish(ftp ? list(address.get()) : fetch(address.get(), m.group(4) == null ? "/" : m.group(4)));
        }

        private int list(Ipv4Address address) {
            long begin = stack.network().clock().nanos();
            TcpConnection c = stack.sockets().connect(Ipv4Address.ANY, 0, address, port);
            double limit = Math.min(seconds("--connect-timeout"), seconds("-m", "--max-time"));
            boolean settled = stack.network()
                    .queue()
                    .runUntil(() -> c.connected() || !c.error().isEmpty(), nanos(limit));
            if (!c.connected()) {
                c.abort();
                return notConnected(c, settled, (stack.network().clock().nanos() - begin) / SimClock.MILLI, address);
            }
            verbose("* Connected to " + host + " (" + address + ") port " + port + " (#0)");
            begin = stack.network().clock().nanos();
            boolean active = options.has("-P") || options.has("--ftp-port");
            FtpFetch.Result result =
                    new FtpFetch(stack, session.machine().services(), c, nanos(limit), this::verbose).list(active);
            TcpConnection refusal = result.refusal();
            if (refusal != null) {
                boolean given = !refusal.error().isEmpty();
                port = Integer.parseInt(result.text());
                long elapsed = (stack.network().clock().nanos() - begin) / SimClock.MILLI;
                refusal.abort();
                return notConnected(refusal, given, elapsed, address);
            }
            return result.status() == 0 ? deliver(result.text()) : fail(result.status(), result.text());
        }

        private int fetch(Ipv4Address address, String path) {
            long begin = stack.network().clock().nanos();
            verbose("*   Trying " + address + ":" + port + "...");
            TcpConnection c = stack.sockets().connect(Ipv4Address.ANY, 0, address, port);
            double connectLimit = Math.min(seconds("--connect-timeout"), seconds("-m", "--max-time"));
            boolean settled = stack.network()
                    .queue()
                    .runUntil(() -> c.connected() || !c.error().isEmpty(), nanos(connectLimit));
            long elapsed = (stack.network().clock().nanos() - begin) / SimClock.MILLI;
            if (!c.connected()) {
                c.abort();
                return notConnected(c, settled, elapsed, address);
            }
            verbose("* Connected to " + host + " (" + address + ") port " + port + " (#0)");
            boolean headOnly = options.has("-I") || options.has("--head");
            String request = request(headOnly, path);
            request.lines().forEach(line -> verbose("> " + line));
            c.send(Bytes.utf8(request));
            double left = seconds("-m", "--max-time") - elapsed / 1000.0;
            stack.network()
                    .queue()
                    .runUntil(
                            () -> HttpAnswer.parse(c.received()).isPresent()
                                    || c.peerClosed()
                                    || !c.error().isEmpty(),
                            nanos(left));
            return received(c, headOnly);
        }

        private int notConnected(TcpConnection c, boolean settled, long elapsed, Ipv4Address address) {
            boolean old = session.machine().profile() == Profile.CENTOS7;
            if (!settled) {
                return fail(TIMED_OUT, "Connection timed out after " + (elapsed + 1) + " milliseconds");
            }
            if (old) {
                return fail(COULD_NOT_CONNECT, "Failed connect to " + host + ":" + port + "; " + Errno.text(c.error()));
            }
            int status = c.error().equals("ETIMEDOUT") ? TIMED_OUT : COULD_NOT_CONNECT;
            verbose("* connect to " + address + " port " + port + " failed: " + Errno.text(c.error()));
            return fail(
                    status,
                    "Failed to connect to " + host + " port " + port + " after " + elapsed
                            + " ms: Couldn't connect to server");
        }

        /** The request as it is sent; a header given by hand takes the place of the program's own. */
        private String request(boolean headOnly, String path) {
            String body = options.value("-d", options.value("--data", ""));
            boolean sends = options.has("-d") || options.has("--data");
            String usual = headOnly ? "HEAD" : sends ? "POST" : "GET";
            String method = options.value("-X", options.value("--request", usual));
            String given = options.value("-H", options.value("--header", ""));
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Host", port == 80 ? host : host + ":" + port);
            headers.put("User-Agent", "curl");
            headers.put("Accept", "*/*");
            if (sends) {
                headers.put("Content-Type", "application/x-www-form-urlencoded");
                headers.put("Content-Length", String.valueOf(Bytes.utf8(body).length()));
            }
            int colon = given.indexOf(':');
            if (colon > 0) {
                headers.keySet().removeIf(k -> k.equalsIgnoreCase(given.substring(0, colon)));
                headers.put(
                        given.substring(0, colon), given.substring(colon + 1).strip());
            }
            StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
            headers.forEach((k, v) -> text.append(k).append(": ").append(v).append("\r\n"));
            return text.append("\r\n").append(body).toString();
        }

        private int received(TcpConnection c, boolean headOnly) {
            Optional<HttpAnswer> answer = HttpAnswer.parse(c.received());
            if (answer.isEmpty()) {
                boolean reset = c.wasReset();
                boolean timedOut = !reset && !c.peerClosed() && c.error().isEmpty();
                int bytes = c.received().length();
                c.abort();
                return timedOut
                        ? fail(TIMED_OUT, "Operation timed out with " + bytes + " bytes received")
                        : reset
                                ? fail(RECEIVE_FAILED, "Recv failure: Connection reset by peer")
                                : fail(EMPTY_REPLY, "Empty reply from server");
            }
            c.shutdownWrite();
            stack.network().queue().runUntil(() -> c.peerClosed() || !c.error().isEmpty(), SimClock.SECOND);
            status = String.valueOf(answer.get().status());
            answer.get().head().lines().forEach(line -> verbose("< " + line));
            String head = answer.get().head() + "\r\n\r\n";
            String text = headOnly
                    ? head
                    : options.has("-i")
                            ? head + answer.get().body()
                            : answer.get().body();
            return deliver(text);
        }

        /** Prints what was fetched, or writes it into the file that was asked for. */
        private int deliver(String text) {
            String file = options.value("-o", options.value("--output", ""));
            if (file.isEmpty()) {
                io.out().print(text);
                return 0;
            }
            try {
                String path = session.resolve(file);
                session.files().open(path, false);
                session.files().append(path, text);
                return 0;
            } catch (FileException e) {
                return fail(23, "Failed writing body");
            }
        }

        private int finish(int code) {
            String format = options.value("-w", "");
            if (!format.isEmpty()) {
                io.out()
                        .print(format.replace("%{http_code}", status)
                                .replace("%{response_code}", status)
                                .replace("\\n", "\n")
                                .replace("\\t", "\t"));
            }
            return code;
        }

        private int fail(int code, String message) {
            boolean silent = options.has("-s") || options.has("--silent");
            if (!silent || options.has("-S") || options.has("--show-error")) {
                io.err().line("curl: (" + code + ") " + message);
            }
            return code;
        }

        private void verbose(String line) {
            if (options.has("-v") || options.has("--verbose")) {
                io.err().line(line);
            }
        }

        /** The limit an option sets, in seconds; without one five minutes, as curl has for connecting. */
        private double seconds(String... names) {
            for (String name : names) {
                String value = options.value(name, "");
                if (value.matches("\\d{1,6}(\\.\\d{1,6})?") && Double.parseDouble(value) > 0) {
                    return Double.parseDouble(value);
                }
            }
            return 300;
        }

        private static long nanos(double seconds) {
            return (long) (Math.max(0, seconds) * SimClock.SECOND);
        }
    }
}
