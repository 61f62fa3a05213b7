package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
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

/** One page on its way to wget (src/http.c, src/connect.c). */
final class WgetFetch {
    private static final int FILE_FAILURE = 3;
    private static final int NETWORK_FAILURE = 4;
    private static final int SERVER_ERROR = 8;
    /** {@code --waitretry}: a second more after each try, up to ten. */
    private static final int LONGEST_PAUSE = 10;

    private final Session session;
    private final Options options;
    private final boolean quiet;
    private final boolean brief;
    private final boolean spider;
    private final boolean old;
    private final boolean secret;
    private final String host;
    private final int port;
    private final String path;
    private final String url;
    private final Streams io;
    private final NetStack stack;

    WgetFetch(Session session, Options options, String scheme, String host, int port, String path, Streams io) {
        secret = scheme.equals("https");
        this.session = session;
        this.options = options;
        this.host = host;
        this.port = port;
        this.path = path;
        this.io = io;
        url = scheme + "://" + host + (port == (secret ? 443 : 80) ? "" : ":" + port) + path;
        quiet = options.has("-q") || options.has("--quiet");
        brief = options.has("--no-verbose");
        spider = options.has("--spider");
        old = session.machine().profile() == Profile.CENTOS7;
        stack = session.machine().stack();
    }

    /** What only the talkative say. */
    private void say(String text) {
        if (!quiet && !brief) {
            io.err().print(text);
        }
    }

    /** What {@code -nv} says, too. */
    private void tell(String text) {
        if (!quiet) {
            io.err().print(text);
        }
    }

    private String now() {
        return DateCommand.stamp(session.machine());
    }

    private String option(String letter, String word) {
        return options.value(letter, options.value(word, ""));
    }

    private long patience(String word) {
        String text = options.value("--" + word, option("-T", "--timeout"));
        long unit = text.endsWith("m") ? 60 : text.endsWith("h") ? 3600 : 1;
        double seconds = text.isEmpty() ? 900 : Double.parseDouble(text.replaceAll("[a-z]", "")) * unit;
        return (long) ((seconds == 0 ? 900 : seconds) * SimClock.SECOND);
    }

    int run() {
        String target = option("-O", "--output-document");
        if (options.has("--no-clobber") && target.isEmpty() && session.files().exists(session.resolve(ownName()))) {
            say("File ‘" + ownName() + "’ already there; not retrieving.\n\n");
            return 0;
        }
        if (!target.isEmpty() && !target.equals("-")) {
            try {
                session.files().open(session.resolve(target), false);
            } catch (FileException e) {
                io.err().line(target + ": " + e.getMessage());
                return 1;
            }
        }
        if ((options.has("-c") || options.has("--continue")) && session.files().exists(session.resolve(ownName()))) {
            io.err().line("wget: not simulated: going on with a file that is there (-c)");
            return 1;
        }
        if (spider) {
            say("Spider mode enabled. Check if remote file exists.\n");
        }
        say("--" + now() + "--  " + url + "\n");
        List<Ipv4Address> addresses = Names.addresses(session, host);
        boolean named = Ipv4Address.parse(host).isEmpty();
        if (addresses.isEmpty()) {
            say("Resolving " + host + " (" + host + ")... failed: Name or service not known.\n");
            tell("wget: unable to resolve host address ‘" + host + "’\n");
            return NETWORK_FAILURE;
        }
        if (named) {
            say("Resolving " + host + " (" + host + ")... "
                    + String.join(
                            ", ", addresses.stream().map(Ipv4Address::toString).toList()) + "\n");
        }
        int given = Texts.number(option("-t", "--tries")).orElse(20);
        int tries = given <= 0 ? Integer.MAX_VALUE : given;
        for (int attempt = 1; attempt <= tries; attempt++) {
            if (attempt > 1) {
                int pause = Math.min(attempt - 1, LONGEST_PAUSE);
                stack.network().queue().runUntil(() -> false, pause * SimClock.SECOND);
                say("--" + now() + "--  (try:" + Texts.right(String.valueOf(attempt), 2) + ")  " + url + "\n");
            }
            Optional<Integer> status = attempt(addresses, named, attempt == tries);
            if (status.isPresent()) {
                return status.get();
            }
        }
        return NETWORK_FAILURE;
    }

    /** One try; empty where another one may follow. */
    private Optional<Integer> attempt(List<Ipv4Address> addresses, boolean named, boolean lastTry) {
        String error = "";
        for (Ipv4Address address : addresses) {
            String shown = named ? host + " (" + host + ")|" + address + "|:" + port : address + ":" + port;
            say("Connecting to " + shown + "... ");
            Ipv4Address from =
                    Ipv4Address.parse(options.value("--bind-address", "")).orElse(Ipv4Address.ANY);
            TcpConnection c = stack.sockets().connect(from, 0, address, port);
            stack.network().queue().runUntil(() -> c.connected() || !c.error().isEmpty(), patience("connect-timeout"));
            if (c.connected()) {
                say("connected.\n");
                if (secret) {
                    c.abort();
                    io.err().line("wget: not simulated: https");
                    return Optional.of(NETWORK_FAILURE);
                }
                return exchange(c, lastTry);
            }
            error = c.error().isEmpty() ? "ETIMEDOUT" : c.error();
            c.abort();
            tell("failed: " + Errno.text(error) + ".\n");
        }
        return error.equals("ETIMEDOUT") ? again(lastTry) : Optional.of(NETWORK_FAILURE);
    }

    private Optional<Integer> again(boolean lastTry) {
        say(lastTry ? "Giving up.\n\n" : "Retrying.\n\n");
        return lastTry ? Optional.of(NETWORK_FAILURE) : Optional.empty();
    }

    private Optional<Integer> exchange(TcpConnection c, boolean lastTry) {
        say("HTTP request sent, awaiting response... ");
        c.send(Bytes.utf8(request()));
        stack.network()
                .queue()
                .runUntil(
                        () -> parse(c).isPresent()
                                || c.peerClosed()
                                || !c.error().isEmpty(),
                        patience("read-timeout"));
        Optional<HttpAnswer> answer = parse(c);
        if (answer.isPresent()) {
            c.shutdownWrite();
            stack.network().queue().runUntil(() -> c.peerClosed() || !c.error().isEmpty(), SimClock.SECOND);
            return Optional.of(received(answer.get()));
        }
        boolean silent = c.received().length() == 0;
        boolean closed = c.peerClosed();
        boolean reset = c.wasReset();
        c.abort();
        if (!silent) {
            io.err().line("\nwget: not simulated: an answer without headers (HTTP/0.9)");
            return Optional.of(NETWORK_FAILURE);
        }
        tell(
                closed && !reset
                        ? "No data received.\n"
                        : "Read error (" + (reset ? "Connection reset by peer" : "Connection timed out")
                                + ") in headers.\n");
        return again(lastTry);
    }

    private Optional<HttpAnswer> parse(TcpConnection c) {
        return spider ? HttpAnswer.head(c.received()) : HttpAnswer.parse(c.received());
    }

    private String request() {
        String body = options.value("--post-data", "");
        boolean posts = options.has("--post-data");
        String method = options.value("--method", spider ? "HEAD" : posts ? "POST" : "GET");
        String address = "Host: " + host + (port == 80 ? "" : ":" + port) + "\r\n";
        String agent = "User-Agent: " + option("-U", "--user-agent").replaceFirst("^$", usualAgent()) + "\r\n";
        String own = options.has("--header") ? options.value("--header", "") + "\r\n" : "";
        return method + " " + path + " HTTP/1.1\r\n"
                + (old ? agent + "Accept: */*\r\n" + address : address + agent + "Accept: */*\r\n")
                + (old ? "" : "Accept-Encoding: identity\r\n")
                + "Connection: Keep-Alive\r\n"
                + (posts
                        ? "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                + Bytes.utf8(body).length() + "\r\n"
                        : "")
                + own + "\r\n" + body;
    }

    private String usualAgent() {
        return old ? "Wget/1.14 (linux-gnu)" : "Wget/1.21.3";
    }

    private int received(HttpAnswer answer) {
        String line = answer.head().lines().findFirst().orElse("").replaceFirst("^\\S+ ", "");
        if (options.has("-S") || options.has("--server-response")) {
            say("\n");
            answer.head().lines().forEach(l -> io.err().line("  " + l));
        } else {
            say(line + "\n");
        }
        if (answer.status() >= 400) {
            if (spider) {
                say("Remote file does not exist -- broken link!!!\n\n");
                return SERVER_ERROR;
            }
            tell(brief ? url + ":\n" : "");
            tell(now() + " ERROR " + answer.status() + ": " + line.replaceFirst("^\\d+ ?", "") + ".\n");
            say("\n");
            return SERVER_ERROR;
        }
        if (answer.status() >= 300) {
            io.err().line("wget: not simulated: following a redirection");
            return SERVER_ERROR;
        }
        int size = answer.length().orElse(Bytes.utf8(answer.body()).length());
        Optional<String> type = answer.header("Content-Type").map(t -> t.replaceFirst(";.*", ""));
        say(WgetText.length(size).replace("\n", type.map(t -> " [" + t + "]").orElse("") + "\n"));
        if (spider) {
            boolean page = type.orElse("text/html").equals("text/html");
            say(
                    page
                            ? "Remote file exists and could contain further links,\nbut recursion is disabled -- not retrieving.\n\n"
                            : "Remote file exists.\n\n");
            tell(brief ? now() + " URL: " + url + " " + line + "\n" : "");
            return 0;
        }
        return save(answer.body(), size);
    }

    private int save(String body, int size) {
        String target = option("-O", "--output-document");
        boolean printed = target.equals("-");
        String file = target.isEmpty() ? free(ownName()) : target;
        boolean bar = io.err().isScreen();
        say("Saving to: ‘" + (printed ? "STDOUT" : file) + "’\n\n");
        String shown = file.substring(file.lastIndexOf('/') + 1);
        say(bar ? WgetText.begin(printed ? "-" : target.isEmpty() ? shown : file, old) : "");
        if (printed) {
            io.out().print(body);
        } else {
            try {
                if (target.isEmpty() && file.contains("/")) {
                    session.files().makeDirectories(session.resolve(file.substring(0, file.lastIndexOf('/'))));
                }
                session.files().write(session.resolve(file), body);
            } catch (FileException e) {
                io.err().line(file + ": " + e.getMessage());
                return FILE_FAILURE;
            }
        }
        say(bar ? WgetText.end(printed ? "-" : target.isEmpty() ? shown : file, size, old) : WgetText.dots(size));
        say(now() + " (1.00 MB/s) - " + (printed ? "written to stdout" : "‘" + file + "’ saved") + " [" + size + "/"
                + size + "]\n\n");
        tell(brief ? now() + " URL:" + url + " [" + size + "/" + size + "] -> \"" + file + "\" [1]\n" : "");
        return 0;
    }

    /** The file that the page itself names. */
    private String ownName() {
        int asked = path.indexOf('?');
        int slash = path.lastIndexOf('/', asked < 0 ? path.length() : asked);
        String page = path.substring(slash + 1);
        String folder = option("-P", "--directory-prefix");
        String name = page.isEmpty() || page.startsWith("?") ? "index.html" + page : page;
        return folder.isEmpty() ? name : folder.replaceFirst("/$", "") + "/" + name;
    }

    /** The same with {@code .1} … where there is such a file. */
    private String free(String name) {
        String tried = name;
        for (int i = 1; session.files().exists(session.resolve(tried)); i++) {
            tried = name + "." + i;
        }
        return tried;
    }
}
