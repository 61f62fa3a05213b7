package org.ringlab.host;

import java.util.List;
import java.util.SplittableRandom;

/** Small shell scripts by chance: they end, and touch nothing but variables and files beside them. */
final class RandomScript {
    private static final List<String> NAMES = List.of("a", "b", "c", "x");
    private static final List<String> TEXTS = List.of(
            "foo", "a b", "x=1", "foo.bar.c", "/etc/x/y", "", "3", "-7", "12", "*", "a:b:c", " lead", "it", "$", "é");

    private final SplittableRandom random;

    RandomScript(SplittableRandom random) {
        this.random = random;
    }

    String text() {
        StringBuilder script = new StringBuilder("f() { echo \"f:$#:$1\"; x=${2:-none}; return $(($# % 3)); }\n");
        for (int i = 0; i < 2 + random.nextInt(6); i++) {
            script.append(statement(0)).append('\n');
        }
        return script.append("echo \"$a|$b|$c|$x\"\n").toString();
    }

    @SafeVarargs
    private <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private String statement(int depth) {
        if (depth > 2) {
            return simple();
        }
        return switch (random.nextInt(13)) {
            case 0 ->
                "if " + condition() + "; then " + statement(depth + 1) + "; else " + statement(depth + 1) + "; fi";
            case 1 -> "for " + name() + " in " + word() + " " + word() + "; do " + statement(depth + 1) + "; done";
            case 2 ->
                "case " + word() + " in " + one("f*", "*b*", "\"a b\"", "[0-9]*", "?", "''") + ") "
                        + statement(depth + 1) + " ;; " + one("*", "a|3", "-*") + ") " + statement(depth + 1)
                        + " ;; esac";
            case 3 -> "( " + statement(depth + 1) + "; " + statement(depth + 1) + " )";
            case 4 ->
                "{ " + statement(depth + 1) + "; } | "
                        + one("cat", "grep -c ''", "sed s/o/0/", "while read -r l; do echo \"<$l>\"; done");
            case 5 -> condition() + one(" && ", " || ") + simple() + one(" || ", " && ") + simple();
            case 6 ->
                "for ((i" + depth + " = 0; i" + depth + " < " + random.nextInt(4) + "; i" + depth + "++)); do "
                        + statement(depth + 1) + "; done";
            default -> simple();
        };
    }

    private String simple() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> name() + one("=", "+=") + word();
            case 2 -> "f " + word() + " " + word() + "; echo $?";
            case 3 -> "printf '[%s]\\n' " + word() + " " + word();
            case 4 -> "set -- " + word() + " " + word() + "; echo $# \"$1\"";
            case 5 -> "x=$((" + arithmetic(0) + ")); echo $x";
            case 6 -> "echo " + word() + one(" > out; cat out", " | cat", "; echo $?", " 2>&1");
            default -> "echo " + word() + " " + word();
        };
    }

    private String condition() {
        return switch (random.nextInt(4)) {
            case 0 -> "[ " + quoted(word()) + one(" = ", " != ") + quoted(word()) + " ]";
            case 1 ->
                "[[ " + quoted(word()) + one(" == ", " != ", " < ") + one("f*", "\"a b\"", "?", "*.c", "'*'") + " ]]";
            case 2 -> "((" + arithmetic(0) + "))";
            default -> one("true", "false", "[ -n \"$x\" ]", "[ -z \"$a\" ]");
        };
    }

    private static String quoted(String word) {
        return word.startsWith("\"")
                        || word.startsWith("'")
                        || !word.contains("$") && !word.isEmpty() && !word.contains("*") && !word.contains("{")
                ? word
                : "\"" + word.replace("\"", "") + "\"";
    }

    private String word() {
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        String name = name();
        return switch (random.nextInt(12)) {
            case 0 -> "'" + text + "'";
            case 1 -> "\"" + text.replace("$", "") + "$" + name + "\"";
            case 2 -> "$" + name;
            case 3 ->
                "\"${" + name
                        + one("%.*", "%%.*", "#*/", "##*/", "/o/0", "//o/0", ":1", ":1:2", ":-dflt", "^^", "/#f/F")
                        + "}\"";
            case 4 -> "${" + name + one(":-" + one("u", "v w"), "-z", ":+set") + "}";
            case 5 -> "$((" + arithmetic(0) + "))";
            case 6 -> "$(echo " + one("a", "'b c'", "\"$" + name + "\"") + ")";
            case 7 -> one("{a,b}", "{1..3}", "x{y,z}w", "{c..a}", "pre{,fix}");
            case 8 -> "\"$@\"";
            case 9 -> "${#" + name + "}";
            default -> "\"" + text.replace("$", "") + "\"";
        };
    }

    private String arithmetic(int depth) {
        if (depth > 2 || random.nextInt(3) == 0) {
            return String.valueOf(random.nextInt(20));
        }
        return switch (random.nextInt(8)) {
            case 0 -> "(" + arithmetic(depth + 1) + ")";
            case 1 -> "-" + arithmetic(depth + 1).replaceFirst("^-", "");
            case 2 -> "!" + arithmetic(depth + 1);
            case 3 -> arithmetic(depth + 1) + " ? " + arithmetic(depth + 1) + " : " + arithmetic(depth + 1);
            case 4 -> arithmetic(depth + 1) + one(" / ", " % ") + arithmetic(depth + 1);
            default ->
                arithmetic(depth + 1)
                        + one(
                                " + ", " - ", " * ", " < ", " <= ", " == ", " != ", " && ", " || ", " & ", " | ", " ^ ",
                                " << ")
                        + arithmetic(depth + 1);
        };
    }
}
