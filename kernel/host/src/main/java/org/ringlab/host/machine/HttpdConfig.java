package org.ringlab.host.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import org.ringlab.host.ServiceSpec;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.service.Endpoint;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * The configuration of {@code httpd}, in the manner of CentOS 7: as there, {@code Listen} stands in line 42. It is read
 * when the service starts, so that a change needs a restart; of its directives {@code Listen} alone has an effect.
 */
public final class HttpdConfig {
    /** Where it is. */
    public static final String PATH = "/etc/httpd/conf/httpd.conf";

    private static final int LISTEN_LINE = 42;
    private static final int MAX_PORT = 65_535;
    private static final String DIRECTIVE = "Listen";
    private static final Set<String> PROTOCOLS = Set.of("http", "https");

    private static final String HEAD = head();
    private static final String TAIL = "\n\nUser apache\nGroup apache\n\nDocumentRoot \"/var/www/html\"\n";

    private HttpdConfig() {}

    private static String head() {
        List<String> lines = new ArrayList<>(List.of(
                "#",
                "# The web server's main configuration. Lines that begin with # are comments.",
                "# It is read when the server starts: systemctl restart httpd",
                "#",
                "",
                "ServerRoot \"/etc/httpd\"",
                "",
                "#",
                "# Listen: the port the server waits on, or ADDRESS:PORT to wait on one address only.",
                "# Several lines are allowed.",
                "#"));
        while (lines.size() < LISTEN_LINE - 1) {
            lines.add("#");
        }
        return String.join("\n", lines) + "\nListen ";
    }

    /** Writes the file for a service that listens where the lab file says. */
    public static void install(FileSystem files, ServiceSpec service) {
        String address = service.address() == null ? "" : service.address() + ":";
        files.install(PATH, HEAD + address + service.port() + TAIL);
    }

    /** Where the file lets the server listen; empty where it can't start: no such line, or one it doesn't understand. */
    public static List<Endpoint> listens(FileSystem files) {
        List<Endpoint> ends = new ArrayList<>();
        try {
            String text = files.read(PATH);
            for (int start = 0, end; start < text.length(); start = end + 1) {
                int newline = text.indexOf('\n', start);
                end = newline < 0 ? text.length() : newline;
                if (end == start || text.charAt(start) == '#') {
                    continue; // most of it
                }
                List<String> words = words(text.substring(start, end));
                if (words.isEmpty() || !words.getFirst().equalsIgnoreCase(DIRECTIVE)) {
                    continue;
                }
                Optional<Endpoint> listen = listen(words);
                if (listen.isEmpty()) {
                    return List.of();
                }
                ends.add(listen.get());
            }
        } catch (FileException e) {
            return List.of();
        }
        return ends.stream().distinct().toList();
    }

    /** {@code Listen [ADDRESS:]PORT [PROTOCOL]}. */
    private static Optional<Endpoint> listen(List<String> words) {
        boolean protocol = words.size() == 3 && PROTOCOLS.contains(words.get(2).toLowerCase(Locale.ROOT));
        if (words.size() != 2 && !protocol) {
            return Optional.empty();
        }
        String end = words.get(1);
        int colon = end.lastIndexOf(':');
        int port = port(end.substring(colon + 1));
        Optional<Ipv4Address> address =
                colon < 0 ? Optional.of(Ipv4Address.ANY) : Ipv4Address.parse(end.substring(0, colon));
        return port == 0 ? Optional.empty() : address.map(a -> new Endpoint(a, port));
    }

    /** A port; 0 where it is none. */
    private static int port(String text) {
        boolean number = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(text) : 0;
        return port <= MAX_PORT ? port : 0;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(line);
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words;
    }
}
