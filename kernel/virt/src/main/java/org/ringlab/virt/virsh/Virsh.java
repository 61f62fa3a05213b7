package org.ringlab.virt.virsh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirtHost;

/** The program {@code virsh}: one command, a line of several, or what is typed at its prompt. */
public final class Virsh {
    private static final String SYSTEM = "qemu:///system";
    private static final String SOCKET = "/var/run/libvirt/libvirt-sock";
    private static final String PROMPT = "virsh # ";

    private final VirshEnvironment environment;
    private boolean quiet;
    private boolean readOnly;
    private Optional<String> uri = Optional.empty();

    private Virsh(VirshEnvironment environment) {
        this.environment = environment;
    }

    /** Runs it with its words; its exit status. */
    public static int run(VirshEnvironment environment, List<String> args) {
        return new Virsh(environment).main(args);
    }

    /** The names of its commands. */
    public static List<String> names() {
        return VirshCommands.all().stream().map(VirshCommand::name).toList();
    }

    private void error(String text) {
        environment.err("error: " + text + "\n");
    }

    private int main(List<String> args) {
        int at = 0;
        while (at < args.size() && args.get(at).startsWith("-") && args.get(at).length() > 1) {
            String word = args.get(at);
            switch (word) {
                case "-q", "--quiet" -> quiet = true;
                case "-r", "--readonly" -> readOnly = true;
                case "-t", "--timing", "-e", "-k", "-K", "-d", "-l" -> {}
                case "-c", "--connect" -> {
                    if (at + 1 >= args.size()) {
                        environment.err("error: option '" + word + "' requires an argument\n");
                        return 1;
                    }
                    uri = Optional.of(args.get(++at));
                }
                case "-v", "--version" -> {
                    environment.out(version() + "\n");
                    return 0;
                }
                case "-h", "--help" -> {
                    environment.out(HelpCommands.usage());
                    return 0;
                }
                default -> {
                    if (word.startsWith("--connect=")) {
                        uri = Optional.of(word.substring("--connect=".length()));
                    } else {
                        error("unsupported option '" + word + "'. See --help.");
                        return 1;
                    }
                }
            }
            at++;
        }
        List<String> rest = args.subList(at, args.size());
        if (uri.isPresent()) {
            try {
                connect(uri.get());
            } catch (VirError e) {
                error("failed to connect to the hypervisor");
                error(e.text());
                return 1;
            }
        }
        if (rest.isEmpty()) {
            return prompt();
        }
        return rest.size() == 1 ? line(rest.getFirst()) : commands(List.of(rest));
    }

    private String version() {
        return environment.local().host().generation() == Generation.EL7 ? "4.5.0" : "9.0.0";
    }

    private int line(String text) {
        Optional<List<List<String>>> words = CommandLine.split(text);
        if (words.isEmpty()) {
            error("missing \"");
            return 1;
        }
        return commands(words.get());
    }

    /** All are understood before the first is run; one that fails ends it. */
    private int commands(List<List<String>> lines) {
        List<CommandLine.Parsed.Good> commands = new ArrayList<>();
        for (List<String> words : lines) {
            switch (CommandLine.parse(words)) {
                case CommandLine.Parsed.Good good -> commands.add(good);
                case CommandLine.Parsed.Bad bad -> {
                    bad.complaints().forEach(this::error);
                    return 1;
                }
                case CommandLine.Parsed.Nothing nothing -> {}
            }
        }
        for (CommandLine.Parsed.Good good : commands) {
            if (!command(good)) {
                return 1;
            }
            if (isEnd(good)) {
                break;
            }
        }
        return 0;
    }

    private static boolean isEnd(CommandLine.Parsed.Good good) {
        return good.command().name().equals("quit") || good.command().name().equals("exit");
    }

    private boolean command(CommandLine.Parsed.Good good) {
        boolean well = false;
        try {
            Libvirtd libvirtd = good.command().connects() ? connected() : environment.local();
            well = answered(good, libvirtd);
        } catch (VirError unconnected) {
            error(unconnected.text());
        }
        if (!quiet && !isEnd(good)) {
            environment.out("\n");
        }
        return well;
    }

    /** Whether the daemon did what a command asks for. */
    private boolean answered(CommandLine.Parsed.Good good, Libvirtd libvirtd) {
        try {
            Call call = new Call(libvirtd, environment, good.words(), quiet, readOnly, uri.orElse(SYSTEM));
            Optional<String> complaint = ExclusiveOptions.complaint(good.command(), call);
            complaint.ifPresent(this::error);
            return complaint.isEmpty() && good.command().action().run(call);
        } catch (VirError refused) {
            error(refused.text());
            environment.refused(refused);
            return false;
        }
    }

    private Libvirtd connected() throws VirError {
        try {
            return connect(uri.orElse(SYSTEM));
        } catch (VirError e) {
            error("failed to connect to the hypervisor");
            throw e;
        }
    }

    private Libvirtd connect(String wanted) throws VirError {
        return connect(environment.local(), wanted);
    }

    /** The daemon behind a URI (virConnectOpen). */
    static Libvirtd connect(Libvirtd local, String uri) throws VirError {
        int colon = uri.indexOf("://");
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        String rest = colon < 0 ? "" : uri.substring(colon + 3);
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "/" : rest.substring(slash);
        if (!scheme.equals("qemu") && !scheme.startsWith("qemu+")) {
            throw new VirError(VirError.Code.SYSTEM, "no connection driver available for " + uri);
        }
        Libvirtd found = local;
        String host = name.replaceFirst("^.*@", "").replaceFirst(":\\d+$", "");
        if (!host.isEmpty() && !host.equals(local.host().name())) {
            found = switch (local.host().peer(host)) {
                case VirtHost.Peer.Found peer -> peer.libvirtd();
                case VirtHost.Peer.Unknown unknown ->
                    throw new VirError(
                            VirError.Code.SYSTEM,
                            scheme.equals("qemu+ssh")
                                    ? "Cannot recv data: ssh: Could not resolve hostname " + host
                                            + ": Name or service not known: Connection reset by peer"
                                    : "Unable to resolve address '" + host
                                            + "' service '16509': Temporary failure in name resolution");
                case VirtHost.Peer.Refused refused ->
                    throw new VirError(
                            VirError.Code.SYSTEM,
                            scheme.equals("qemu+ssh")
                                    ? "Cannot recv data: ssh: connect to host " + host
                                            + " port 22: Connection refused: Connection reset by peer"
                                    : "unable to connect to server at '" + host + ":16509': Connection refused");
            };
        }
        if (!found.isRunning()) {
            throw new VirError(
                    VirError.Code.SYSTEM, "Failed to connect socket to '" + SOCKET + "': No such file or directory");
        }
        if (!path.equals("/system") && !path.equals("/session")) {
            String driver = local.host().generation() == Generation.EL7 ? "QEMU" : "qemu";
            throw new VirError(
                    VirError.Code.INTERNAL, "unexpected " + driver + " URI path '" + path + "', try qemu:///system");
        }
        return found;
    }

    /** The prompt, until the input ends; what was typed is seen. */
    private int prompt() {
        environment.out("Welcome to virsh, the virtualization interactive terminal.\n\n"
                + "Type:  'help' for help with commands\n       'quit' to quit\n\n");
        String input = environment.input();
        for (String typed : input.isEmpty() ? new String[0] : input.split("\n")) {
            environment.out(PROMPT + typed + "\n");
            Optional<List<List<String>>> words = CommandLine.split(typed);
            if (words.isEmpty()) {
                error("missing \"");
                continue;
            }
            commands(words.get());
            if (words.get().stream()
                    .anyMatch(w -> w.getFirst().equals("quit") || w.getFirst().equals("exit"))) {
                return 0;
            }
        }
        environment.out(PROMPT + "\n");
        return 0;
    }
}
