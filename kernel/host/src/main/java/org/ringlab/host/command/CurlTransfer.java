package org.ringlab.host.command;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.Profile;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.probe.HttpAnswer;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;

/** One address that {@code curl} fetches: connect, ask, deliver, report (lib/connect.c, lib/http.c, src/tool_operate.c). */
final class CurlTransfer {
    private static final Pattern URL = Pattern.compile(
            "(?:([a-zA-Z][a-zA-Z0-9+.-]*)://)?(?:([^@/?#]*)@)?([^/:?#]*)(?::([^/?#]*))?([/?][^#]*)?(?:#.*)?");
    private static final int COULD_NOT_RESOLVE = 6;
    private static final int COULD_NOT_CONNECT = 7;
    private static final int HTTP_ERROR = 22;
    private static final int WRITE_ERROR = 23;
    private static final int TIMED_OUT = 28;
    private static final int BIND_FAILED = 45;
    private static final int EMPTY_REPLY = 52;
    private static final int RECEIVE_FAILED = 56;
    /** Without a limit of one's own (DEFAULT_CONNECT_TIMEOUT). */
    private static final double USUAL_PATIENCE = 300;

    private final Session session;
    private final Streams io;
    private final CurlOptions options;
    private final NetStack stack;
    private final CurlRequest request;
    private final boolean old;
    private final boolean meter;
    private final long begin;
    private String host = "";
    private int port = 80;
    private String message = "";
    private boolean secret;
    private int delivered;
    private int written;
    private Optional<TcpConnection> connection = Optional.empty();
    private Optional<HttpAnswer> answer = Optional.empty();

    CurlTransfer(Session session, Streams io, CurlOptions options) {
        this.session = session;
        this.io = io;
        this.options = options;
        stack = session.machine().stack();
        old = session.machine().profile() == Profile.CENTOS7;
        request = new CurlRequest(session, options, old);
        begin = stack.network().clock().nanos();
        boolean toScreen = io.out().isScreen() && !options.has("output") && !options.has("remote-name");
        meter = !toScreen
                && !options.has("silent")
                && !options.has("no-progress-meter")
                && !options.has("progress-bar");
    }

    int run(String url) {
        Matcher m = URL.matcher(url);
        boolean spaces = url.chars().anyMatch(c -> c <= ' ' || c == 127);
        if (!m.matches() || spaces && !old || m.group(3).isEmpty()) {
            return ended(3, malformed());
        }
        String scheme = m.group(1) == null
                ? m.group(3).startsWith("ftp.") ? "ftp" : "http"
                : m.group(1).toLowerCase(Locale.ROOT);
        boolean ftp = scheme.equals("ftp");
        secret = scheme.equals("https");
        if (!ftp && !secret && !scheme.equals("http")) {
            boolean real = List.of("ftps", "file", "telnet", "tftp", "scp", "sftp", "smtp", "imap", "pop3", "ldap")
                    .contains(scheme);
            if (real) {
                return leftOut(scheme + " (http and ftp are)");
            }
            return ended(
                    1,
                    old
                            ? "Protocol " + scheme + " not supported or disabled in libcurl"
                            : "Protocol \"" + scheme + "\" not supported or disabled in libcurl");
        }
        String path = m.group(5) == null ? "/" : m.group(5).startsWith("?") ? "/" + m.group(5) : m.group(5);
        if (ftp && !path.equals("/")) {
            return leftOut("files by ftp (a listing is: ftp://" + m.group(3) + "/)");
        }
        host = m.group(3);
        Optional<Integer> number = m.group(4) == null || m.group(4).isEmpty()
                ? Optional.of(ftp ? 21 : secret ? 443 : 80)
                : Texts.number(m.group(4)).filter(p -> p >= 0 && p <= 65_535);
        if (number.isEmpty()) {
            return ended(3, malformed());
        }
        port = number.get();
        if (options.has("remote-name") && path.replaceFirst("\\?.*", "").endsWith("/")) {
            io.err().line("curl: Remote file name has no length!");
            if (old) {
                io.err().line("curl: try 'curl --help' or 'curl --manual' for more information");
                return WRITE_ERROR;
            }
            return ended(WRITE_ERROR, "Failed writing received data to disk/application");
        }
        request.remarks(io);
        if (meter) {
            CurlText.begin(io.err());
        }
        int status = resolveAndFetch(ftp, path, m.group(2));
        if (meter && status != COULD_NOT_RESOLVE) {
            CurlText.go(io.err(), delivered, delivered > 0);
            io.err().line("");
        }
        if (options.has("progress-bar") && status == 0 && !options.has("silent")) {
            io.err().line("\r" + "#".repeat(72) + " 100.0%");
        }
        verbose(status == 0 ? "* Connection #0 to host " + host + " left intact" : "* Closing connection 0");
        return ended(url, status);
    }

    /** What isn't simulated is said to who wants no messages, too. */
    private int leftOut(String what) {
        io.err().line("curl: (1) not simulated: " + what);
        return 1;
    }

    private String malformed() {
        return old ? "<url> malformed" : "URL using bad/illegal format or missing URL";
    }

    private int resolveAndFetch(boolean ftp, String path, @Nullable String userInfo) {
        Optional<Ipv4Address> to = Names.address(session, host);
        if (to.isEmpty()) {
            return fail(COULD_NOT_RESOLVE, "Could not resolve host: " + host + (old ? "; Unknown error" : ""));
        }
        verbose(
                old
                        ? "* About to connect() to " + host + " port " + port + " (#0)\n*   Trying " + to.get() + "..."
                        : "*   Trying " + to.get() + ":" + port + "...");
        Optional<Ipv4Address> from = source();
        if (from.isEmpty()) {
            String wanted = options.last("interface").orElse("");
            int status = fail(BIND_FAILED, "Couldn't bind to '" + wanted + "'");
            if (!old) {
                verbose("* Failed to connect to " + host + " port " + port + " after " + elapsed()
                        + " ms: Failed binding local connection end");
            }
            return status;
        }
        int localPort = options.last("local-port").flatMap(Texts::number).orElse(0);
        TcpConnection c = stack.sockets().connect(from.get(), localPort, to.get(), port);
        boolean immediate = !c.error().isEmpty();
        double limit = Math.min(patience("connect-timeout"), patience("max-time"));
        boolean settled = stack.network()
                .queue()
                .runUntil(() -> c.connected() || !c.error().isEmpty(), nanos(limit));
        if (!c.connected()) {
            String error = c.error();
            c.abort();
            return notConnected(to.get(), error, settled, immediate);
        }
        connection = Optional.of(c);
        verbose("* Connected to " + host + " (" + to.get() + ") port " + port + " (#0)");
        if (secret) {
            c.abort();
            return leftOut("https (http and ftp are)");
        }
        return ftp ? list(c) : fetch(c, path, userInfo);
    }

    /** What {@code --interface} names: an interface or one of the host's addresses; empty where it is neither. */
    private Optional<Ipv4Address> source() {
        Optional<String> wanted = options.last("interface");
        if (wanted.isEmpty()) {
            return Optional.of(Ipv4Address.ANY);
        }
        Optional<NetInterface> iface = stack.findInterface(wanted.get());
        return iface.isPresent()
                ? iface.get().addresses().stream().findFirst().map(a -> a.address())
                : Ipv4Address.parse(wanted.get()).filter(a -> stack.routing().isLocal(a));
    }

    private int notConnected(Ipv4Address to, String error, boolean settled, boolean immediate) {
        if (!settled) {
            boolean byConnectTimeout = patience("connect-timeout") < patience("max-time");
            if (old || !byConnectTimeout) {
                return fail(TIMED_OUT, "Connection timed out after " + (elapsed() + 1) + " milliseconds");
            }
            verbose("* ipv4 connect timeout after " + Math.round(patience("connect-timeout") * 1000) + "ms, move on!");
            return fail(
                    TIMED_OUT,
                    "Failed to connect to " + host + " port " + port + " after " + (elapsed() + 1)
                            + " ms: Timeout was reached");
        }
        if (old && immediate) {
            int status = fail(COULD_NOT_CONNECT, "Failed to connect to " + to + ": " + Errno.text(error));
            verbose("* couldn't connect to host at " + host + ":" + port);
            return status;
        }
        if (old) {
            verbose("* " + Errno.text(error));
            return fail(COULD_NOT_CONNECT, "Failed connect to " + host + ":" + port + "; " + Errno.text(error));
        }
        verbose(
                immediate
                        ? "* Immediate connect fail for " + to + ": " + Errno.text(error)
                        : "* connect to " + to + " port " + port + " failed: " + Errno.text(error));
        return fail(
                error.equals("ETIMEDOUT") ? TIMED_OUT : COULD_NOT_CONNECT,
                "Failed to connect to " + host + " port " + port + " after " + elapsed()
                        + " ms: Couldn't connect to server");
    }

    private int list(TcpConnection c) {
        boolean active = options.has("ftp-port");
        double limit = Math.min(patience("connect-timeout"), patience("max-time"));
        FtpFetch.Result result = new FtpFetch(
                        stack,
                        session.machine().services(),
                        c,
                        nanos(limit),
                        this::verbose,
                        text -> written = deliver("", text),
                        old)
                .list(active);
        TcpConnection refusal = result.refusal();
        if (refusal != null) {
            String error = refusal.error();
            refusal.abort();
            port = Integer.parseInt(result.text());
            return notConnected(refusal.remoteAddress(), error, !error.isEmpty(), false);
        }
        return result.status() == 0 ? written : fail(result.status(), result.text());
    }

    private int fetch(TcpConnection c, String path, @Nullable String userInfo) {
        String text = request.text(host, port, path, userInfo, this::verbose);
        int end = text.indexOf("\r\n\r\n") + 2;
        text.substring(0, end).lines().forEach(line -> verbose("> " + line + "\r"));
        verbose("> \r");
        if (!text.substring(end + 2).isEmpty()) {
            int size = Bytes.utf8(text.substring(end + 2)).length();
            verboseBlock("}", size);
            if (old) {
                verbose("* upload completely sent off: " + size + " out of " + size + " bytes");
            }
        }
        c.send(Bytes.utf8(text));
        double left = patience("max-time") - elapsed() / 1000.0;
        stack.network()
                .queue()
                .runUntil(
                        () -> parse(c).isPresent()
                                || c.peerClosed()
                                || !c.error().isEmpty()
                                || !old && isNoHttp(c.received().utf8()),
                        nanos(left));
        answer = parse(c);
        return answer.isPresent() ? received(c, answer.get()) : notReceived(c);
    }

    private Optional<HttpAnswer> parse(TcpConnection c) {
        return request.isHead() ? HttpAnswer.head(c.received()) : HttpAnswer.parse(c.received());
    }

    private static boolean isNoHttp(String text) {
        return !text.isEmpty() && !text.startsWith("HTTP/".substring(0, Math.min(5, text.length())));
    }

    private int notReceived(TcpConnection c) {
        boolean reset = c.wasReset();
        boolean timedOut = !reset && !c.peerClosed() && c.error().isEmpty();
        String text = c.received().utf8();
        c.abort();
        if (!old && isNoHttp(text)) {
            return fail(1, "Received HTTP/0.9 when not allowed");
        }
        Optional<HttpAnswer> head = HttpAnswer.head(c.received());
        head.ifPresent(h -> showHead(h.head()));
        if (timedOut) {
            String size =
                    head.flatMap(HttpAnswer::length).map(n -> " out of " + n).orElse(old ? " out of -1" : "");
            int got = head.map(h -> Bytes.utf8(h.body()).length()).orElse(0);
            return fail(
                    TIMED_OUT,
                    "Operation timed out after " + (elapsed() + 1) + " milliseconds with " + got + size
                            + " bytes received");
        }
        return reset
                ? fail(RECEIVE_FAILED, "Recv failure: Connection reset by peer")
                : fail(EMPTY_REPLY, "Empty reply from server");
    }

    private int received(TcpConnection c, HttpAnswer got) {
        c.shutdownWrite();
        stack.network().queue().runUntil(() -> c.peerClosed() || !c.error().isEmpty(), SimClock.SECOND);
        showHead(got.head());
        if (options.has("location")
                && got.status() / 100 == 3
                && got.header("Location").isPresent()) {
            return leftOut(
                    "following a redirection (-L) to " + got.header("Location").get());
        }
        boolean refused = got.status() >= 400 && options.has("fail");
        if (refused) {
            String line = got.head().lines().findFirst().orElse("").replaceFirst("^\\S+ ", "");
            return fail(HTTP_ERROR, "The requested URL returned error: " + (old ? line : String.valueOf(got.status())));
        }
        String head = got.head() + "\r\n\r\n";
        options.last("dump-header").ifPresent(file -> save(file, head));
        boolean shows = request.isHead() || options.has("include");
        int status = deliver(shows ? head : "", request.isHead() ? "" : got.body());
        if (got.status() >= 400 && options.has("fail-with-body")) {
            return fail(HTTP_ERROR, "The requested URL returned error: " + got.status());
        }
        return status;
    }

    private void showHead(String head) {
        head.lines().forEach(line -> verbose("< " + line + "\r"));
        verbose("< \r");
    }

    /** Prints what was fetched, or writes it into the file that was asked for. */
    private int deliver(String head, String body) {
        delivered = Bytes.utf8(body).length();
        if (delivered > 0) {
            verboseBlock("{", delivered);
        }
        Optional<String> file = options.has("remote-name") ? Optional.of(request.fileName()) : options.last("output");
        if (file.isEmpty() || file.get().equals("-")) {
            io.out().print(head + body);
            return 0;
        }
        if (save(file.get(), head + body)) {
            return 0;
        }
        return fail(
                WRITE_ERROR,
                old ? "Failed writing body (0 != " + delivered + ")" : "Failure writing output to destination");
    }

    private boolean save(String file, String text) {
        if (file.equals("-")) {
            io.out().print(text);
            return true;
        }
        try {
            String path = session.resolve(file);
            session.files().open(path, false);
            session.files().append(path, text);
            return true;
        } catch (FileException e) {
            if (!options.has("silent")) {
                io.err()
                        .line("Warning: Failed to " + (old ? "create" : "open") + " the file " + file + ": "
                                + e.getMessage());
            }
            return false;
        }
    }

    private int ended(int status, String text) {
        message = text;
        return ended("", status);
    }

    /** The program's last words: 7.29 fills in {@code --write-out} before the error, 7.88 after it. */
    private int ended(String url, int status) {
        boolean tells = status != 0 && (!options.has("silent") || options.has("show-error"));
        if (tells && !old) {
            io.err().line("curl: (" + status + ") " + message);
        }
        options.last("write-out")
                .ifPresent(format -> io.out().print(CurlText.writeOut(format, variables(url, status), io.err())));
        if (tells && old) {
            io.err().line("curl: (" + status + ") " + message);
        }
        return status;
    }

    private Map<String, String> variables(String url, int status) {
        Map<String, String> v = new HashMap<>();
        String code = answer.map(a -> String.valueOf(a.status())).orElse("000");
        v.put("http_code", code);
        v.put("response_code", code);
        v.put("http_connect", "000");
        v.put("size_download", String.valueOf(delivered));
        v.put("size_upload", String.valueOf(request.bodySize()));
        v.put(
                "size_header",
                String.valueOf(answer.map(a -> a.head().length() + 4).orElse(0)));
        v.put("size_request", String.valueOf(connection.isPresent() ? request.headSize() : 0));
        v.put("remote_ip", connection.map(c -> c.remoteAddress().toString()).orElse(""));
        v.put("remote_port", connection.map(c -> String.valueOf(c.remotePort())).orElse("0"));
        v.put("local_ip", connection.map(c -> c.localAddress().toString()).orElse(""));
        v.put("local_port", connection.map(c -> String.valueOf(c.localPort())).orElse("0"));
        v.put("content_type", answer.flatMap(a -> a.header("Content-Type")).orElse(""));
        v.put("redirect_url", answer.flatMap(a -> a.header("Location")).orElse(""));
        v.put("num_connects", connection.isPresent() ? "1" : "0");
        v.put("num_redirects", "0");
        v.put("ssl_verify_result", "0");
        v.put("url_effective", effective(url));
        v.put(
                "filename_effective",
                options.last("output").orElse(options.has("remote-name") ? request.fileName() : ""));
        v.put("speed_download", (old ? delivered * 1000 + ".000" : String.valueOf(delivered * 1000)));
        v.put("speed_upload", old ? "0.000" : "0");
        for (String time :
                List.of("total", "connect", "namelookup", "pretransfer", "starttransfer", "appconnect", "redirect")) {
            String seconds = String.format(Locale.ROOT, old ? "%.3f" : "%.6f", elapsed() / 1000.0);
            boolean none = time.equals("redirect") || time.equals("appconnect");
            v.put("time_" + time, none ? seconds.replaceAll("[1-9]", "0") : seconds);
        }
        if (!old) {
            v.put("method", request.method());
            v.put("exitcode", String.valueOf(status));
            v.put("errormsg", message);
            v.put("scheme", answer.isPresent() ? "HTTP" : "");
            v.put("http_version", answer.map(a -> a.head().substring(5, 8)).orElse("0"));
            v.put(
                    "num_headers",
                    String.valueOf(answer.map(a -> a.head().lines().count() - 1).orElse(0L)));
            v.put("url", url);
            v.put("urlnum", "0");
        }
        return v;
    }

    /** An address as libcurl writes it; 7.29 writes the scheme in capitals where it was guessed. */
    private String effective(String url) {
        String whole = url.contains("://") ? url : (old ? "HTTP://" : "http://") + url;
        return whole.indexOf('/', whole.indexOf("://") + 3) < 0 ? whole + "/" : whole;
    }

    private int fail(int status, String text) {
        message = text;
        verbose("* " + text);
        return status;
    }

    private void verbose(String lines) {
        if (options.has("verbose")) {
            io.err().line(lines);
        }
    }

    /** What passed, where it isn't seen on the screen itself. */
    private void verboseBlock(String mark, int size) {
        boolean seen = io.out().isScreen() && !options.has("output") && !options.has("remote-name");
        if (!seen) {
            verbose(mark + (old ? " [data not shown]" : " [" + size + " bytes data]"));
        }
    }

    private long elapsed() {
        return (stack.network().clock().nanos() - begin) / SimClock.MILLI;
    }

    private double patience(String option) {
        double seconds = options.seconds(option);
        return seconds > 0 ? seconds : USUAL_PATIENCE;
    }

    private static long nanos(double seconds) {
        return (long) (Math.max(0, seconds) * SimClock.SECOND);
    }
}
