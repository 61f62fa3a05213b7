package org.ringlab.virt.install;

import java.util.ArrayList;
import java.util.List;

/** What differs between two texts, as {@code diff -u} and Python's difflib show it. */
final class Differences {
    private static final int CONTEXT = 3;

    private Differences() {}

    private record Line(char sign, String text, int before, int after) {}

    static String unified(String from, String to, String a, String b) {
        List<String> old = List.of(a.stripTrailing().split("\n"));
        List<String> next = List.of(b.stripTrailing().split("\n"));
        List<Line> lines = lines(old, next);
        StringBuilder out = new StringBuilder("--- " + from + "\n+++ " + to + "\n");
        int at = 0;
        while (at < lines.size()) {
            if (lines.get(at).sign == ' ') {
                at++;
                continue;
            }
            int start = Math.max(0, at - CONTEXT);
            int last = at;
            for (int i = at; i < lines.size() && i <= last + 2 * CONTEXT; i++) {
                last = lines.get(i).sign == ' ' ? last : i;
            }
            int end = Math.min(lines.size(), last + CONTEXT + 1);
            hunk(out, lines.subList(start, end));
            at = end;
        }
        return out.toString();
    }

    private static void hunk(StringBuilder out, List<Line> lines) {
        long removed = lines.stream().filter(l -> l.sign != '+').count();
        long added = lines.stream().filter(l -> l.sign != '-').count();
        out.append("@@ -").append(lines.getFirst().before).append(',').append(removed);
        out.append(" +")
                .append(lines.getFirst().after)
                .append(',')
                .append(added)
                .append(" @@\n");
        lines.forEach(l -> out.append(l.sign).append(l.text).append('\n'));
    }

    /** The longest common subsequence decides which lines stay. */
    private static List<Line> lines(List<String> a, List<String> b) {
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] = a.get(i).equals(b.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
                lines.add(new Line(' ', a.get(i), i + 1, j + 1));
                i++;
                j++;
            } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line('-', a.get(i), i + 1, j + 1));
                i++;
            } else {
                lines.add(new Line('+', b.get(j), i + 1, j + 1));
                j++;
            }
        }
        return lines;
    }
}
