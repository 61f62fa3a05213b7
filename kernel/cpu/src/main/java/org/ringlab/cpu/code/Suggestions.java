package org.ringlab.cpu.code;

import java.util.Collection;
import java.util.Locale;

/** What may have been meant. */
final class Suggestions {
    private static final int MOST_LENGTH = 24;

    private Suggestions() {}

    /** {@code did you mean …?}, or nothing where nothing is near. */
    static String hint(String typed, Collection<String> known) {
        String best = "";
        int least = typed.length() <= 4 ? 2 : 3;
        if (typed.length() > 2 && typed.length() <= MOST_LENGTH) {
            for (String name : known) {
                int distance = distance(typed.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
                if (distance < least) {
                    least = distance;
                    best = name;
                }
            }
        }
        return best.isEmpty() ? "" : "did you mean " + best + "?";
    }

    /** Insertions, deletions, replacements and swaps of neighbours that lead from one to the other. */
    private static int distance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(table[i - 1][j - 1] + change, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                table[i][j] = swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
            }
        }
        return table[a.length()][b.length()];
    }
}
