package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.namespaces.UtsNamespace;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.stack.NetInterface;

/** {@code hostname}: the name that a uts namespace has; {@code hostname NAME} sets it, until the next boot. */
final class HostnameCommand extends NamedCommand {
    private static final int MAX_NAME = 64;
    private static final int MISUSE = 255;

    HostnameCommand() {
        super("hostname", "hostname [-s|-f|-I] [NAME]: print or set the host's name", "-I", "-s", "-f", "-F");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "aAdfF:iIsyb", "fqdn", "long", "short", "file:", "all-ip-addresses");
        if (options.complaint("hostname").isPresent()) {
            String complaint = options.complaint("hostname").get();
            io.err().line(complaint);
            return complaint.contains(": not simulated: ") ? 1 : usage(io);
        }
        UtsNamespace uts = session.process().memberships().uts();
        String file = options.value("-F", options.value("--file", ""));
        if (!file.isEmpty()) {
            try {
                return set(session, session.files().read(session.resolve(file)).strip(), io);
            } catch (FileException e) {
                io.err().line("hostname: can't open `" + file + "'");
                return 1;
            }
        }
        if (options.operands().size() > 1) {
            return usage(io);
        }
        if (!options.operands().isEmpty()) {
            return set(session, options.operands().get(0), io);
        }
        if (options.has("-I") || options.has("--all-ip-addresses")) {
            StringBuilder addresses = new StringBuilder();
            for (NetInterface iface : session.machine().stack().interfaces()) {
                if (!iface.isLoopback() && iface.isUp()) {
                    iface.addresses().forEach(a -> addresses.append(a.address()).append(' '));
                }
            }
            io.out().line(addresses.toString());
            return 0;
        }
        for (String word : List.of("-a", "-A", "-d", "-i", "-y")) {
            if (options.has(word)) {
                io.err().line("hostname: not simulated: " + word);
                return 1;
            }
        }
        String name = uts.hostname();
        boolean brief = options.has("-s") || options.has("--short");
        io.out().line(brief && name.indexOf('.') > 0 ? name.substring(0, name.indexOf('.')) : name);
        return 0;
    }

    /** Letters, digits, hyphens and dots; neither first nor last a hyphen, no dot beside another (hostname.c). */
    private static int set(Session session, String name, Streams io) {
        if (!name.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?") || name.contains("..") || name.contains(".-")) {
            io.err().line("hostname: the specified hostname is invalid");
            return 1;
        }
        UtsNamespace uts = session.process().memberships().uts();
        if (!session.process().mayChange(uts)) {
            io.err().line("hostname: you must be root to change the host name");
            return 1;
        }
        if (name.length() > MAX_NAME) {
            io.err().line("hostname: name too long");
            return 1;
        }
        uts.setHostname(name);
        return 0;
    }

    private static int usage(Streams io) {
        io.err().line("Usage: hostname [-b] {hostname|-F file}         set host name (from file)");
        io.err().line("       hostname [-a|-A|-d|-f|-i|-I|-s|-y]       display formatted name");
        io.err().line("       hostname                                 display host name");
        return MISUSE;
    }
}
