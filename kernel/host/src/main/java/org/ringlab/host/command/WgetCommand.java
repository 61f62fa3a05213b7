package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.common.SimClock;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.probe.HttpAnswer;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;

/** {@code wget} 1.21 for plain HTTP. */
final class WgetCommand extends NamedCommand {
    private static final Pattern URL = Pattern.compile("(?:([a-zA-Z]+)://)?([^/:]+)(?::(\\d{1,5}))?(/.*)?");
    private static final int NETWORK_FAILURE = 4;
    private static final int SERVER_ERROR = 8;

    WgetCommand() {
        super(
                "wget",
                "wget [-q] [-O FILE] [-T SECONDS] [-t TRIES] URL: fetch a page into a file",
                "-q",
                "-O",
                "-T",
                "-t");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        boolean spider = args.contains("--spider");
        List<String> known = args.stream()
                .filter(a -> !a.equals("--spider") && !a.equals("-nv") && !a.equals("-c"))
                .toList();
        Options options = Options.parse(known, "qO:T:t:S", "timeout:", "tries:", "quiet", "output-document:");
        if (options.complaint("wget").isPresent()) {
            return Texts.wrong(
                    io,
                    options.complaint("wget").get(),
                    "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.",
                    2);
        }
        if (options.operands().isEmpty()) {
            io.err().line("wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.");
            return 1;
        }
        Matcher m = URL.matcher(options.operands().get(0));
        if (!m.matches() || m.group(1) != null && !m.group(1).equalsIgnoreCase("http")) {
            io.err().line("wget: not simulated: " + options.operands().get(0) + " (only http is)");
            return 1;
        }
        boolean quiet = options.has("-q") || options.has("--quiet");
        boolean brief = args.contains("-nv");
        return new Fetch(session, options, quiet, brief, spider, m, io).run();
    }

    /** One page on its way. */
    private static final class Fetch {
        private final Session session;
        private final Options options;
        private final boolean quiet;
        private final boolean brief;
        private final boolean spider;
        private final String host;
        private final int port;
        private final String path;
        private final Streams io;
        private final NetStack stack;

        Fetch(Session session, Options options, boolean quiet, boolean brief, boolean spider, Matcher url, Streams io) {
            this.session = session;
            this.options = options;
            this.quiet = quiet;
            this.brief = brief;
            this.spider = spider;
            host = url.group(2);
            port = url.group(3) == null ? 80 : Integer.parseInt(url.group(3));
            path = url.group(4) == null ? "/" : url.group(4);
            this.io = io;
            stack = session.machine().stack();
        }

        private void say(String text) {
            if (!quiet && !brief) {
                io.err().print(text);
            }
        }

        private String now() {
            return DateCommand.stamp(session.machine());
        }

        private int number(String letter, String word, int standard) {
            return Texts.number(options.value(letter, options.value(word, ""))).orElse(standard);
        }

        int run() {
            String url = "http://" + host + (port == 80 ? "" : ":" + port) + path;
            say("--" + now() + "--  " + url + "\n");
            Optional<Ipv4Address> address = Names.address(session, host);
            boolean named = Ipv4Address.parse(host).isEmpty();
            if (address.isEmpty()) {
                say("Resolving " + host + " (" + host + ")... failed: Name or service not known.\n");
                if (!quiet) {
                    io.err().line("wget: unable to resolve host address ‘" + host + "’");
                }
                return NETWORK_FAILURE;
            }
            if (named) {
                say("Resolving " + host + " (" + host + ")... " + address.get() + "\n");
            }
            int tries = Math.max(1, number("-t", "--tries", 20));
            for (int attempt = 1; attempt <= tries; attempt++) {
                if (attempt > 1) {
                    say("--" + now() + "--  (try:" + Texts.right(String.valueOf(attempt), 2) + ")  " + url + "\n");
                }
                Optional<Integer> status = attempt(address.get(), named, url, attempt == tries);
                if (status.isPresent()) {
                    return status.get();
                }
            }
            return NETWORK_FAILURE;
        }

        /** One try; empty where another one may follow. */
        private Optional<Integer> attempt(Ipv4Address address, boolean named, String url, boolean lastTry) {
            String shown = named ? host + " (" + host + ")|" + address + "|:" + port : address + ":" + port;
            say("Connecting to " + shown + "... ");
            long patience = number("-T", "--timeout", 900) * SimClock.SECOND;
            TcpConnection c = stack.sockets().connect(Ipv4Address.ANY, 0, address, port);
            stack.network().queue().runUntil(() -> c.connected() || !c.error().isEmpty(), patience);
            if (!c.connected()) {
                String error = c.error().isEmpty() ? "ETIMEDOUT" : c.error();
                c.abort();
                say("failed: " + Errno.text(error) + ".\n");
                boolean again = error.equals("ETIMEDOUT");
                say(again && !lastTry ? "Retrying.\n\n" : again ? "Giving up.\n\n" : "");
                return again && !lastTry ? Optional.empty() : Optional.of(NETWORK_FAILURE);
            }
            say("connected.\nHTTP request sent, awaiting response... ");
            c.send(Bytes.utf8(
                    (spider ? "HEAD " : "GET ") + path + " HTTP/1.1\r\nHost: " + host + (port == 80 ? "" : ":" + port)
                            + "\r\nUser-Agent: Wget/1.21.3\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
                            + "Connection: Keep-Alive\r\n\r\n"));
            stack.network()
                    .queue()
                    .runUntil(
                            () -> HttpAnswer.parse(c.received()).isPresent()
                                    || c.peerClosed()
                                    || !c.error().isEmpty(),
                            patience);
            Optional<HttpAnswer> answer = HttpAnswer.parse(c.received());
            if (answer.isEmpty()) {
                say("No data received.\n" + (lastTry ? "Giving up.\n\n" : "Retrying.\n\n"));
                c.abort();
                return lastTry ? Optional.of(NETWORK_FAILURE) : Optional.empty();
            }
            c.shutdownWrite();
            stack.network().queue().runUntil(() -> c.peerClosed() || !c.error().isEmpty(), SimClock.SECOND);
            return Optional.of(received(answer.get(), url));
        }

        private int received(HttpAnswer answer, String url) {
            String line = answer.head().lines().findFirst().orElse("").replaceFirst("^\\S+ ", "");
            say(line + "\n");
            if (answer.status() >= 400) {
                say(now() + " ERROR " + answer.status() + ": " + line.replaceFirst("^\\d+ ?", "") + ".\n\n");
                return SERVER_ERROR;
            }
            int size = answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            say("Length: " + size + "\n");
            if (spider) {
                say("Remote file exists.\n\n");
                return 0;
            }
            String name = options.value("-O", options.value("--output-document", ""));
            if (name.equals("-")) {
                say("Saving to: ‘STDOUT’\n\n");
                io.out().print(answer.body());
            } else {
                String file = name.isEmpty() ? free(path.substring(path.lastIndexOf('/') + 1)) : name;
                say("Saving to: ‘" + file + "’\n\n");
                try {
                    session.files().write(session.resolve(file), answer.body());
                } catch (FileException e) {
                    io.err().line(file + ": " + e.getMessage());
                    return 3;
                }
                name = file;
            }
            say(String.format(Locale.ROOT, "%6dK%58s100%% 1.00M=0s%n%n", 0, ""));
            say(now() + " (1.00 MB/s) - ‘" + name + "’ saved [" + size + "/" + size + "]\n\n");
            if (brief && !quiet) {
                io.err().line(now() + " URL:" + url + " [" + size + "/" + size + "] -> \"" + name + "\" [1]");
            }
            return 0;
        }

        /** The page's own name, with {@code .1} … where there is such a file. */
        private String free(String page) {
            String file = page.isEmpty() ? "index.html" : page;
            String tried = file;
            for (int i = 1; session.files().exists(session.resolve(tried)); i++) {
                tried = file + "." + i;
            }
            return tried;
        }
    }
}
