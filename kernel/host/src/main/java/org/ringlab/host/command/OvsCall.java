package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One command of a transaction of {@code ovs-vsctl}.
 *
 * @param name one of the commands that are simulated
 * @param options with their values, empty where they have none
 * @param args as many as it takes
 */
record OvsCall(String name, Map<String, String> options, List<String> args) {
    private static final int NO_LIMIT = 1000;

    /** The commands with the fewest and most arguments, and their options. */
    private static final Map<String, Syntax> COMMANDS = Map.ofEntries(
            command("init", 0, 0),
            command("show", 0, 0),
            command("add-br", 1, 3, "--may-exist"),
            command("del-br", 1, 1, "--if-exists"),
            command("list-br", 0, 0),
            command("br-exists", 1, 1),
            command("br-to-vlan", 1, 1),
            command("br-to-parent", 1, 1),
            command("br-set-external-id", 2, 3),
            command("br-get-external-id", 1, 2),
            command("list-ports", 1, 1),
            command("add-port", 2, NO_LIMIT, "--may-exist"),
            command("del-port", 1, 2, "--if-exists", "--with-iface"),
            command("port-to-br", 1, 1),
            command("list-ifaces", 1, 1),
            command("iface-to-br", 1, 1),
            command("get-controller", 1, 1),
            command("del-controller", 1, 1),
            command("get-fail-mode", 1, 1),
            command("del-fail-mode", 1, 1),
            command("get-manager", 0, 0),
            command("del-manager", 0, 0),
            command("list", 1, NO_LIMIT, "--if-exists", "--columns="),
            command("find", 1, NO_LIMIT, "--columns="),
            command("get", 2, NO_LIMIT, "--if-exists"),
            command("set", 3, NO_LIMIT, "--if-exists"),
            command("add", 4, NO_LIMIT, "--if-exists"),
            command("remove", 4, NO_LIMIT, "--if-exists"),
            command("clear", 3, NO_LIMIT, "--if-exists"));

    private static final Set<String> NOT_SIMULATED = Set.of(
            "emer-reset",
            "add-bond",
            "add-bond-iface",
            "del-bond-iface",
            "set-controller",
            "set-fail-mode",
            "set-manager",
            "get-ssl",
            "set-ssl",
            "del-ssl",
            "create",
            "destroy",
            "wait-until",
            "comment",
            "get-aa-mapping",
            "auto-attach",
            "port-to-ifaces",
            "iface-to-port");

    private record Syntax(int least, int most, List<String> options) {}

    private static Map.Entry<String, Syntax> command(String name, int least, int most, String... options) {
        return Map.entry(name, new Syntax(least, most, List.of(options)));
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    String arg(int i) {
        return args.get(i);
    }

    /** The commands between {@code --}. */
    static List<OvsCall> all(List<String> words) throws OvsException {
        List<OvsCall> calls = new ArrayList<>();
        List<String> one = new ArrayList<>();
        List<String> all = new ArrayList<>(words);
        all.add("--");
        for (String word : all) {
            if (!word.equals("--")) {
                one.add(word);
                continue;
            }
            if (!one.isEmpty()) {
                calls.add(call(one));
            }
            one = new ArrayList<>();
        }
        if (calls.isEmpty()) {
            throw new OvsException("missing command name (use --help for help)");
        }
        return calls;
    }

    private static OvsCall call(List<String> words) throws OvsException {
        Map<String, String> options = new LinkedHashMap<>();
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String word = words.get(at++);
            int equals = word.indexOf('=');
            options.put(
                    equals < 0 ? word : word.substring(0, equals + 1), equals < 0 ? "" : word.substring(equals + 1));
        }
        if (at == words.size()) {
            throw new OvsException("missing command name (use --help for help)");
        }
        String name = words.get(at);
        Syntax syntax = COMMANDS.get(name);
        if (syntax == null) {
            throw new OvsException(
                    NOT_SIMULATED.contains(name)
                            ? "not simulated: " + name
                            : "unknown command '" + name + "'; use --help for help");
        }
        for (String option : options.keySet()) {
            if (!syntax.options.contains(option)) {
                throw new OvsException("'" + name + "' command has no '" + option.replace("=", "") + "' option");
            }
        }
        List<String> args = List.copyOf(words.subList(at + 1, words.size()));
        if (args.size() < syntax.least) {
            throw new OvsException("'" + name + "' command requires at least " + syntax.least + " arguments");
        }
        if (args.size() > syntax.most) {
            throw new OvsException("'" + name + "' command takes at most " + syntax.most + " arguments");
        }
        return new OvsCall(name, options, args);
    }
}
