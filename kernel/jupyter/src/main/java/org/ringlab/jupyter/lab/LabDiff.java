package org.ringlab.jupyter.lab;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.Lab;

/** What differs between two states of a lab, as lines of the commands that show configuration. */
public final class LabDiff {
    private static final String RULES = "iptables-save";
    private static final List<String> SHOW = List.of("cat /proc/sys/net/ipv4/ip_forward", "ip addr", "ip route", RULES);

    /** Lines that tell numbers or times rather than configuration. */
    private static final String VOLATILE = "\\[\\d+:\\d+\\]";

    private LabDiff() {}

    /**
     * Lines that are gone ({@code -}) and new ({@code +}), under a heading for each host and command that has some.
     *
     * @param before asked for its configuration, so it must be a copy
     * @param after likewise
     */
    public static List<String> lines(Lab before, Lab after) {
        List<String> lines = new ArrayList<>();
        for (String host : after.hostNames()) {
            for (String command : SHOW) {
                List<String> old = before.hasHost(host) ? show(before, host, command) : List.of();
                List<String> changes = diff(old, show(after, host, command));
                if (!changes.isEmpty()) {
                    lines.add(host + ": " + command);
                    changes.forEach(change -> lines.add("  " + change));
                }
            }
        }
        return List.copyOf(lines);
    }

    private static List<String> show(Lab lab, String host, String command) {
        List<String> lines = lab.run(host, command)
                .stdout()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll(VOLATILE, "").stripTrailing())
                .toList();
        return command.equals(RULES) ? rules(lines) : lines;
    }

    /**
     * What {@code iptables-save} prints as one line each, as typed after {@code iptables}. A table that is as the kernel
     * makes it (no rule, no chain of the user's, policies ACCEPT) has none, so looking at one changes nothing.
     */
    static List<String> rules(List<String> saved) {
        List<String> rules = new ArrayList<>();
        String table = "";
        for (String line : saved) {
            String[] words = line.split(" ");
            if (line.startsWith("*")) {
                table = line.equals("*filter") ? "" : "-t " + line.substring(1) + " ";
            } else if (line.startsWith(":") && words[1].equals("-")) {
                rules.add(table + "-N " + words[0].substring(1));
            } else if (line.startsWith(":") && !words[1].equals("ACCEPT")) {
                rules.add(table + "-P " + words[0].substring(1) + " " + words[1]);
            } else if (line.startsWith("-")) {
                rules.add(table + line);
            }
        }
        return rules;
    }

    /** The longest common subsequence's complement: lists are a host's configuration, some dozens of lines. */
    static List<String> diff(List<String> old, List<String> fresh) {
        int[][] common = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(fresh.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> changes = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < fresh.size()) {
            if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
                i++;
                j++;
            } else if (j == fresh.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
                changes.add("- " + old.get(i++));
            } else {
                changes.add("+ " + fresh.get(j++));
            }
        }
        return changes;
    }
}
