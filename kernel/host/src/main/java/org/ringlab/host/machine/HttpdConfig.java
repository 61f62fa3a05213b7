package org.ringlab.host.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern LISTEN =
            Pattern.compile("(?i)\\s*Listen\\s+(?:([0-9.]+):)?([0-9]{1,5})(?:\\s+https?)?\\s*");
    private static final Pattern ANY_LISTEN = Pattern.compile("(?i)\\s*Listen(\\s.*)?");

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
                String line = text.substring(start, end);
                if (!line.stripLeading().regionMatches(true, 0, DIRECTIVE, 0, DIRECTIVE.length())) {
                    continue;
                }
                Matcher listen = LISTEN.matcher(line);
                if (listen.matches()) {
                    int port = Integer.parseInt(listen.group(2));
                    if (port == 0 || port > MAX_PORT) {
                        return List.of();
                    }
                    Optional<Ipv4Address> address =
                            listen.group(1) == null ? Optional.of(Ipv4Address.ANY) : Ipv4Address.parse(listen.group(1));
                    if (address.isEmpty()) {
                        return List.of();
                    }
                    ends.add(new Endpoint(address.get(), port));
                } else if (ANY_LISTEN.matcher(line).matches()) {
                    return List.of();
                }
            }
        } catch (FileException e) {
            return List.of();
        }
        return ends.stream().distinct().toList();
    }
}
