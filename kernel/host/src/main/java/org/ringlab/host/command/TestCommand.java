package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code test} and {@code [}, bash's builtins: one comparison, maybe turned round. */
final class TestCommand extends NamedCommand {
    private static final int WRONG = 2;

    private final boolean bracket;

    TestCommand(boolean bracket) {
        super(bracket ? "[" : "test", "test EXPRESSION: compare texts and numbers, look at files");
        this.bracket = bracket;
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = args;
        if (bracket) {
            if (args.isEmpty() || !args.get(args.size() - 1).equals("]")) {
                io.err().line("bash: [: missing `]'");
                return WRONG;
            }
            words = args.subList(0, args.size() - 1);
        }
        boolean negated = words.size() > 1 && words.get(0).equals("!");
        int status = evaluate(session, negated ? words.subList(1, words.size()) : words, io);
        return negated && status != WRONG ? 1 - status : status;
    }

    private int evaluate(Session session, List<String> words, Streams io) {
        return switch (words.size()) {
            case 0 -> 1;
            case 1 -> words.get(0).isEmpty() ? 1 : 0;
            case 2 -> unary(session, words.get(0), words.get(1), io);
            case 3 -> binary(words.get(0), words.get(1), words.get(2), io);
            default -> complain(io, "too many arguments");
        };
    }

    private int unary(Session session, String operator, String operand, Streams io) {
        String path = session.resolve(operand);
        boolean directory = session.files().isDirectory(path);
        boolean exists = session.files().exists(path);
        return switch (operator) {
            case "-z" -> operand.isEmpty() ? 0 : 1;
            case "-n" -> operand.isEmpty() ? 1 : 0;
            case "-e" -> exists ? 0 : 1;
            case "-f" -> exists && !directory ? 0 : 1;
            case "-d" -> directory ? 0 : 1;
            case "-r", "-w" -> exists ? 0 : 1;
            default -> complain(io, operator + ": unary operator expected");
        };
    }

    private int binary(String left, String operator, String right, Streams io) {
        if (operator.equals("=") || operator.equals("==")) {
            return left.equals(right) ? 0 : 1;
        }
        if (operator.equals("!=")) {
            return left.equals(right) ? 1 : 0;
        }
        if (!List.of("-eq", "-ne", "-lt", "-le", "-gt", "-ge").contains(operator)) {
            return complain(io, operator + ": binary operator expected");
        }
        Optional<Integer> a = Texts.number(left.strip());
        Optional<Integer> b = Texts.number(right.strip());
        if (a.isEmpty() || b.isEmpty()) {
            return complain(io, (a.isEmpty() ? left : right) + ": integer expression expected");
        }
        int order = Integer.compare(a.get(), b.get());
        boolean holds = switch (operator) {
            case "-eq" -> order == 0;
            case "-ne" -> order != 0;
            case "-lt" -> order < 0;
            case "-le" -> order <= 0;
            case "-gt" -> order > 0;
            default -> order >= 0;
        };
        return holds ? 0 : 1;
    }

    private int complain(Streams io, String what) {
        io.err().line("bash: " + name() + ": " + what);
        return WRONG;
    }
}
