package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** {@code wget} 1.21 (profile centos7: 1.14) for plain HTTP. */
final class WgetCommand extends NamedCommand {
    private static final Pattern URL =
            Pattern.compile("(?:([a-zA-Z]+)://)?([^/:?#]*)(?::([^/?#]*))?([/?][^#]*)?(?:#.*)?");
    private static final String HINT = "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.";

    WgetCommand() {
        super(
                "wget",
                "wget [-q] [-nv] [-S] [-O FILE] [-P FOLDER] [-T SECONDS] [-t TRIES] [--spider] URL: fetch a page into a file",
                "-q",
                "-nv",
                "-S",
                "-O",
                "-P",
                "-T",
                "-t",
                "--spider",
                "--header",
                "--post-data");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> known = new ArrayList<>(args);
        known.replaceAll(a -> switch (a) {
            case "-nv" -> "--no-verbose";
            case "-nc" -> "--no-clobber";
            default -> a;
        });
        Options options = Options.parse(
                known,
                "qO:T:t:SP:co:U:4v",
                "timeout:",
                "tries:",
                "quiet",
                "output-document:",
                "directory-prefix:",
                "server-response",
                "spider",
                "no-verbose",
                "no-clobber",
                "continue",
                "output-file:",
                "header:",
                "post-data:",
                "method:",
                "user-agent:",
                "bind-address:",
                "connect-timeout:",
                "read-timeout:",
                "dns-timeout:",
                "no-check-certificate",
                "no-proxy",
                "verbose");
        if (options.complaint("wget").isPresent()) {
            return Texts.wrong(io, options.complaint("wget").get(), HINT, 2);
        }
        for (String word : List.of("timeout", "connect-timeout", "read-timeout", "dns-timeout")) {
            String given = options.value(word.equals("timeout") ? "-T" : "--" + word, options.value("--" + word, "0"));
            if (!given.matches("\\d{1,6}(\\.\\d{0,6})?[smhdw]?")) {
                io.err().line("wget: --" + word + ": Invalid time period ‘" + given + "’");
                return 2;
            }
        }
        if (options.operands().isEmpty()) {
            io.err().line("wget: missing URL\n" + HINT);
            return 1;
        }
        if (options.operands().size() > 1) {
            io.err().line("wget: not simulated: several addresses in one call");
            return 1;
        }
        String log = options.value("-o", options.value("--output-file", ""));
        if (log.isEmpty()) {
            return fetch(session, options, io);
        }
        StringBuilder text = new StringBuilder();
        int status = fetch(session, options, new Streams(io.in(), io.out(), new Output(text::append)));
        try {
            session.files().write(session.resolve(log), text.toString());
        } catch (FileException e) {
            io.err().line(log + ": " + e.getMessage());
            return 1;
        }
        return status;
    }

    private static int fetch(Session session, Options options, Streams io) {
        String url = options.operands().getFirst();
        Matcher m = URL.matcher(url);
        String scheme = m.matches() && m.group(1) != null ? m.group(1) : "http";
        if (List.of("ftp", "ftps").contains(scheme)) {
            io.err().line("wget: not simulated: " + url + " (only http is)");
            return 1;
        }
        String wrong = !scheme.equals("http") && !scheme.equals("https")
                ? "Unsupported scheme ‘" + scheme + "’"
                : !m.matches() || m.group(2).isEmpty()
                        ? "Invalid host name"
                        : m.group(3) != null
                                        && Texts.number(m.group(3))
                                                .filter(p -> p > 0 && p < 65_536)
                                                .isEmpty()
                                ? "Bad port number"
                                : "";
        if (!wrong.isEmpty()) {
            io.err().line((url.contains("://") ? url : "http://" + url) + ": " + wrong + ".");
            return 1;
        }
        int port = m.group(3) == null ? scheme.equals("https") ? 443 : 80 : Integer.parseInt(m.group(3));
        String path = m.group(4) == null ? "/" : m.group(4).startsWith("?") ? "/" + m.group(4) : m.group(4);
        return new WgetFetch(session, options, scheme, m.group(2), port, path, io).run();
    }
}
