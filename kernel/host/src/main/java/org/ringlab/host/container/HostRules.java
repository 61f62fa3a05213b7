package org.ringlab.host.container;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.command.Commands;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

/** How a daemon changes its host's rules: by the program {@code iptables}, as Docker and kube-proxy do. */
public final class HostRules {
    private final Machine host;

    /** Those of a host's first network namespace. */
    public HostRules(Machine host) {
        this.host = host;
    }

    /**
     * Runs {@code iptables} with words that blanks part; a text in quotes is one word.
     *
     * @return whether it succeeded
     */
    public boolean run(String words) {
        return program(host, "iptables", split(words));
    }

    /** Runs a program on a host, or in a network namespace of it, and leaves what it says unread. */
    public static boolean program(Machine where, String name, List<String> words) {
        return program(where, name, words, Input.empty());
    }

    /** A namespace's programs need a process that is in it; a host's first one is there already. */
    private static boolean program(Machine where, String name, List<String> words, Input input) {
        Output nowhere = new Output(text -> {});
        Session session = new Session(where);
        boolean inside = where.host() != where;
        if (inside) {
            session.login();
        }
        boolean done = Commands.run(session, name, words, new Streams(input, nowhere, nowhere)) == 0;
        if (inside) {
            session.logout();
        }
        return done;
    }

    /** Replaces the chains that a text names, and leaves the others ({@code iptables-restore --noflush}). */
    public boolean restore(String text) {
        return restore(text, List.of("--noflush"));
    }

    /** Replaces the tables that a text names. */
    boolean replace(String text) {
        return restore(text, List.of());
    }

    private boolean restore(String text, List<String> options) {
        return program(host, "iptables-restore", options, new Input(text));
    }

    /** Adds a rule at the end unless it is there. */
    public void append(String table, String rule) {
        if (!run("-t " + table + " -C " + rule)) {
            run("-t " + table + " -A " + rule);
        }
    }

    /** Puts a rule first, taking away the same further down. */
    public void first(String table, String rule) {
        remove(table, rule);
        run("-t " + table + " -I " + rule);
    }

    /** Takes a rule away, where it is. */
    public void remove(String table, String rule) {
        run("-t " + table + " -D " + rule);
    }

    /** Makes an empty chain. */
    public void chain(String table, String name) {
        run("-t " + table + " -N " + name);
        run("-t " + table + " -F " + name);
    }

    /** Makes a chain unless it is there. */
    public void keepChain(String table, String name) {
        run("-t " + table + " -N " + name);
    }

    /** Takes a chain away that no rule leads to. */
    public void dropChain(String table, String name) {
        run("-t " + table + " -F " + name);
        run("-t " + table + " -X " + name);
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : (text + " ").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                }
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        return words;
    }
}
