package org.ringlab.host.shell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;

/** What {@code test} and {@code [[ … ]]} share: questions about files, texts and numbers. */
public final class Conditions {
    private Conditions() {}

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
            case "-v" -> session.variables().containsKey(operand);
            default -> false;
        };
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
    static int evaluate(Syntax.Condition condition, Session session, Expansion expansion) throws ExpansionException {
        return switch (condition) {
            case Syntax.Condition.Not not -> {
                int of = evaluate(not.of(), session, expansion);
                yield of > 1 ? of : 1 - of;
            }
            case Syntax.Condition.And and -> {
                int left = evaluate(and.left(), session, expansion);
                yield left == 0 ? evaluate(and.right(), session, expansion) : left;
            }
            case Syntax.Condition.Or or -> {
                int left = evaluate(or.left(), session, expansion);
                yield left == 1 ? evaluate(or.right(), session, expansion) : left;
            }
            case Syntax.Condition.Unary unary -> unary(session, unary.operator(), expansion.text(unary.word())) ? 0 : 1;
            case Syntax.Condition.Binary binary -> binary(binary, session, expansion);
        };
    }

    private static int regex(Syntax.Condition.Binary binary, String left, Session session, Expansion expansion)
            throws ExpansionException {
        try {
            Matcher found = Pattern.compile(expansion.regex(binary.right())).matcher(new CountedText(left));
            boolean matches = found.find();
            if (matches) {
                session.variables().put("BASH_REMATCH", found.group());
            }
            return matches ? 0 : 1;
        } catch (PatternSyntaxException | CountedText.TooManyLooks e) {
            return 2;
        }
    }

    private static int binary(Syntax.Condition.Binary binary, Session session, Expansion expansion)
            throws ExpansionException {
        String left = expansion.text(binary.left());
        if (binary.operator().equals("=~")) {
            return regex(binary, left, session, expansion);
        }
        boolean holds = switch (binary.operator()) {
            case "=", "==" -> Glob.matches(expansion.pattern(binary.right()), left);
            case "!=" -> !Glob.matches(expansion.pattern(binary.right()), left);
            case "<" -> left.compareTo(expansion.text(binary.right())) < 0;
            case ">" -> left.compareTo(expansion.text(binary.right())) > 0;
            default ->
                compare(
                        Arithmetic.evaluate(left, session.variables()),
                        binary.operator(),
                        Arithmetic.evaluate(expansion.text(binary.right()), session.variables()));
        };
        return holds ? 0 : 1;
    }
}
