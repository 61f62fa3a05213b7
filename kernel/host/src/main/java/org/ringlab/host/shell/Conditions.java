package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.ringlab.host.command.PosixRegex;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;

/** What {@code test} and {@code [[ … ]]} share: questions about files, texts and numbers. */
public final class Conditions {
    private final Session session;
    private final Expansion expansion;
    private final Assignments traces;
    private final Output complaints;

    Conditions(Session session, Expansion expansion, Assignments traces, Output complaints) {
        this.session = session;
        this.expansion = expansion;
        this.traces = traces;
        this.complaints = complaints;
    }

    /** Whether a question about one operand holds; operators that don't exist hold for nothing. */
    public static boolean unary(Session session, String operator, String operand) {
        String path = session.resolve(operand);
        boolean directory = session.files().isDirectory(path);
        boolean exists = !operand.isEmpty() && session.files().exists(path);
        return switch (operator) {
            case "-z" -> operand.isEmpty();
            case "-n" -> !operand.isEmpty();
            case "-e", "-a", "-r", "-w" -> exists;
            case "-f" -> exists && !directory;
            case "-d" -> exists && directory;
            case "-x" -> exists && (directory || session.files().isExecutable(path));
            case "-s" -> exists && (directory || size(session, path) > 0);
            case "-L", "-h" -> session.files().linkTarget(path).isPresent();
            case "-v" -> isSet(session, operand);
            case "-o" -> session.options().contains(operand);
            case "-t" -> false; // nobody sits at the terminal
            case "-p" -> operand.startsWith("/dev/fd/") && exists;
            case "-O", "-G", "-N" -> exists;
            case "-c" -> operand.matches("/dev/(null|zero|tty|random|urandom)") && exists;
            default -> false;
        };
    }

    private static boolean isSet(Session session, String name) {
        int bracket = name.indexOf('[');
        if (bracket < 0) {
            boolean first = session.scope().is(name, Variables.Attribute.ASSOCIATIVE);
            return session.variables().containsKey(first ? name + "[0]" : name)
                    || ShellVariables.value(session, name) != null;
        }
        String array = name.substring(0, bracket);
        String index = name.endsWith("]") ? name.substring(bracket + 1, name.length() - 1) : "";
        return ArrayVariables.entries(session.scope(), array).containsKey(index)
                || index.matches("[@*]") && session.scope().isSet(array);
    }

    private static long size(Session session, String path) {
        try {
            return session.files().size(path);
        } catch (FileException gone) {
            return 0;
        }
    }

    /** Whether numbers stand so to each other. */
    public static boolean compare(long left, String operator, long right) {
        return switch (operator) {
            case "-eq" -> left == right;
            case "-ne" -> left != right;
            case "-lt" -> left < right;
            case "-le" -> left <= right;
            case "-gt" -> left > right;
            default -> left >= right;
        };
    }

    /** The status of {@code [[ … ]]}: 0 where it holds, 2 for a regular expression that is none. */
    int evaluate(Syntax.Condition condition) throws ExpansionException {
        return switch (condition) {
            case Syntax.Condition.Not not -> {
                int of = evaluate(not.of());
                yield of > 1 ? of : 1 - of;
            }
            case Syntax.Condition.And and -> {
                int left = evaluate(and.left());
                yield left == 0 ? evaluate(and.right()) : left;
            }
            case Syntax.Condition.Or or -> {
                int left = evaluate(or.left());
                yield left == 1 ? evaluate(or.right()) : left;
            }
            case Syntax.Condition.Unary unary -> {
                String operand = expansion.text(unary.word());
                traces.traceText("[[ " + unary.operator() + " " + Quoting.shown(operand) + " ]]", complaints);
                yield unary(session, unary.operator(), operand) ? 0 : 1;
            }
            case Syntax.Condition.Binary binary -> binary(binary);
        };
    }

    /** {@code =~}: what matched and its groups are in {@code BASH_REMATCH}. */
    private int regex(String left, String regex) {
        try {
            Matcher found = Pattern.compile(PosixRegex.toJava(regex, true)).matcher(new CountedText(left));
            ArrayVariables.clear(session.variables(), "BASH_REMATCH");
            if (!found.find()) {
                return 1;
            }
            List<String> groups = new ArrayList<>();
            for (int group = 0; group <= found.groupCount(); group++) {
                groups.add(Optional.ofNullable(found.group(group)).orElse(""));
            }
            ArrayVariables.fill(session, "BASH_REMATCH", 0, groups);
            return 0;
        } catch (PatternSyntaxException | CountedText.TooManyLooks e) {
            return 2;
        }
    }

    private int binary(Syntax.Condition.Binary binary) throws ExpansionException {
        String left = expansion.text(binary.left());
        String operator = binary.operator();
        boolean matches = List.of("=", "==", "!=").contains(operator);
        String right = matches
                ? expansion.pattern(binary.right())
                : operator.equals("=~") ? expansion.regex(binary.right()) : expansion.text(binary.right());
        traces.traceText(
                "[[ " + Quoting.shown(left) + " " + operator + " " + (matches ? right : Quoting.shown(right)) + " ]]",
                complaints);
        if (operator.equals("=~")) {
            return regex(left, right);
        }
        boolean holds = switch (operator) {
            case "=", "==" -> Glob.matches(right, left);
            case "!=" -> !Glob.matches(right, left);
            case "<" -> left.compareTo(right) < 0;
            case ">" -> left.compareTo(right) > 0;
            case "-nt", "-ot", "-ef" -> files(operator, left, right);
            default -> compare(Arithmetic.evaluate(left, session), operator, Arithmetic.evaluate(right, session));
        };
        return holds ? 0 : 1;
    }

    /** Files have no times: only one that is there is newer than one that isn't. */
    private boolean files(String operator, String left, String right) {
        boolean one = session.files().exists(session.resolve(left));
        boolean other = session.files().exists(session.resolve(right));
        return switch (operator) {
            case "-nt" -> one && !other;
            case "-ot" -> !one && other;
            default -> one && session.resolve(left).equals(session.resolve(right));
        };
    }
}
