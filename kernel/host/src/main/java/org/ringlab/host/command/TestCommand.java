package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Conditions;
import org.ringlab.host.shell.Streams;

/** {@code test} and {@code [}, bash's builtins: the number of arguments says what they mean (POSIX), {@code -a -o ( )} beyond. */
final class TestCommand extends NamedCommand {
    private static final int WRONG = 2;
    private static final List<String> UNARY =
            List.of("-z", "-n", "-e", "-a", "-f", "-d", "-r", "-w", "-x", "-s", "-L", "-h", "-v");
    private static final List<String> NUMBERS = List.of("-eq", "-ne", "-lt", "-le", "-gt", "-ge");
    private static final List<String> TEXTS = List.of("=", "==", "!=", "<", ">");

    private final boolean bracket;

    TestCommand(boolean bracket) {
        super(bracket ? "[" : "test", "test EXPRESSION: compare texts and numbers, look at files");
        this.bracket = bracket;
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = args;
        if (bracket) {
            if (args.isEmpty() || !args.getLast().equals("]")) {
                io.err().line(session.where() + "[: missing `]'");
                return WRONG;
            }
            words = args.subList(0, args.size() - 1);
        }
        return new Expression(session, words, io).status();
    }

    /** The words of one call; {@link Mistake} where they make no sense. */
    private final class Expression {
        private final Session session;
        private final List<String> words;
        private final Streams io;
        private int at;

        Expression(Session session, List<String> words, Streams io) {
            this.session = session;
            this.words = words;
            this.io = io;
        }

        int status() {
            try {
                return counted(words) ? 0 : 1;
            } catch (Mistake mistake) {
                io.err().line(session.where() + name() + ": " + mistake.getMessage());
                return WRONG;
            }
        }

        private boolean counted(List<String> few) throws Mistake {
            return switch (few.size()) {
                case 0 -> false;
                case 1 -> !few.getFirst().isEmpty();
                case 2 -> two(few);
                case 3 -> three(few);
                case 4 -> {
                    if (few.getFirst().equals("!")) {
                        yield !three(few.subList(1, 4));
                    }
                    if (few.getFirst().equals("(") && few.get(3).equals(")")) {
                        yield two(few.subList(1, 3));
                    }
                    yield whole();
                }
                default -> whole();
            };
        }

        private boolean two(List<String> few) throws Mistake {
            if (few.getFirst().equals("!")) {
                return few.get(1).isEmpty();
            }
            if (!UNARY.contains(few.getFirst())) {
                throw new Mistake(few.getFirst() + ": unary operator expected");
            }
            return Conditions.unary(session, few.getFirst(), few.get(1));
        }

        private boolean three(List<String> few) throws Mistake {
            String operator = few.get(1);
            if (TEXTS.contains(operator) || NUMBERS.contains(operator)) {
                return binary(few.getFirst(), operator, few.get(2));
            }
            if (operator.equals("-a") || operator.equals("-o")) {
                boolean left = !few.getFirst().isEmpty();
                boolean right = !few.get(2).isEmpty();
                return operator.equals("-a") ? left && right : left || right;
            }
            if (few.getFirst().equals("!")) {
                return !two(few.subList(1, 3));
            }
            if (few.getFirst().equals("(") && few.get(2).equals(")")) {
                return !operator.isEmpty();
            }
            throw new Mistake(operator + ": binary operator expected");
        }

        private boolean whole() throws Mistake {
            boolean value = or();
            if (at < words.size()) {
                throw new Mistake("too many arguments");
            }
            return value;
        }

        private boolean or() throws Mistake {
            boolean value = and();
            while (at < words.size() && words.get(at).equals("-o")) {
                at++;
                value |= and();
            }
            return value;
        }

        private boolean and() throws Mistake {
            boolean value = primary(0);
            while (at < words.size() && words.get(at).equals("-a")) {
                at++;
                value &= primary(0);
            }
            return value;
        }

        private boolean primary(int depth) throws Mistake {
            if (at >= words.size() || depth > 100) {
                throw new Mistake("argument expected");
            }
            String word = words.get(at);
            if (word.equals("!")) {
                at++;
                return !primary(depth + 1);
            }
            if (word.equals("(")) {
                at++;
                boolean value = or();
                if (at >= words.size() || !words.get(at).equals(")")) {
                    throw new Mistake("`)' expected" + (at < words.size() ? ", found " + words.get(at) : ""));
                }
                at++;
                return value;
            }
            if (at + 2 < words.size() && (TEXTS.contains(words.get(at + 1)) || NUMBERS.contains(words.get(at + 1)))) {
                at += 3;
                return binary(word, words.get(at - 2), words.get(at - 1));
            }
            if (UNARY.contains(word) && at + 1 < words.size()) {
                at += 2;
                return Conditions.unary(session, word, words.get(at - 1));
            }
            at++;
            return !word.isEmpty();
        }

        private boolean binary(String left, String operator, String right) throws Mistake {
            return switch (operator) {
                case "=", "==" -> left.equals(right);
                case "!=" -> !left.equals(right);
                case "<" -> left.compareTo(right) < 0;
                case ">" -> left.compareTo(right) > 0;
                default -> Conditions.compare(number(left), operator, number(right));
            };
        }

        private long number(String text) throws Mistake {
            return Texts.longNumber(text.strip())
                    .orElseThrow(() -> new Mistake(text + ": integer expression expected"));
        }
    }

    /** Words that make no expression. */
    private static final class Mistake extends Exception {
        private static final long serialVersionUID = 1L;

        Mistake(String message) {
            super(message);
        }
    }
}
