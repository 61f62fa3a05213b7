package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code find}'s expression: {@code !} binds before {@code -a}, that before {@code -o}, and the comma last. */
final class FindParser {
    /** Predicates that real ones know; files of a lab have no times, so what asks for them is here. */
    private static final Set<String> REAL =
            Set.of(("-amin -anewer -atime -cmin -cnewer -context -ctime -execdir -fls -follow -fprint -fprint0 -fprintf"
                            + " -fstype -gid -group -ilname -inum -iregex -links -lname -ls -mmin -mount -mtime -newer"
                            + " -nogroup -noleaf -nouser -ok -okdir -perm -printf -readable -regex -regextype -samefile"
                            + " -uid -used -user -writable -executable -xdev -xtype -L -H -P -D -daystart")
                    .split(" "));

    private static final Pattern SIZE = Pattern.compile("([-+]?)(\\d{1,15})([bcwkMG]?)");

    private final List<String> words;
    private int at;
    private int depth;
    private int least;
    private int most = Integer.MAX_VALUE;
    private boolean deepFirst;
    private boolean acts;

    FindParser(List<String> words) {
        this.words = words;
    }

    /** An expression that is none; the message is find's. */
    static final class Mistake extends Exception {
        private static final long serialVersionUID = 1L;

        Mistake(String message) {
            super(message);
        }
    }

    int least() {
        return least;
    }

    int most() {
        return most;
    }

    boolean deepFirst() {
        return deepFirst;
    }

    /** The whole; where nothing is done with what is found, it is printed. */
    FindTest whole() throws Mistake {
        FindTest test = at < words.size() ? list() : new FindTest.Always(true);
        if (at < words.size()) {
            throw new Mistake(
                    words.get(at).equals(")")
                            ? "invalid expression; you have too many ')'"
                            : "paths must precede expression: `" + words.get(at) + "'");
        }
        return acts ? test : new FindTest.And(test, new FindTest.Print('\n'));
    }

    private FindTest list() throws Mistake {
        FindTest left = or();
        while (take(",")) {
            left = new FindTest.Or(left, or(), true);
        }
        return left;
    }

    private FindTest or() throws Mistake {
        FindTest left = and();
        while (take("-o") || take("-or")) {
            left = new FindTest.Or(left, and(), false);
        }
        return left;
    }

    private FindTest and() throws Mistake {
        FindTest left = primary();
        while (at < words.size() && !List.of("-o", "-or", ",", ")").contains(words.get(at))) {
            if (!take("-a")) {
                take("-and");
            }
            left = new FindTest.And(left, primary());
        }
        return left;
    }

    private boolean take(String word) {
        boolean is = at < words.size() && words.get(at).equals(word);
        at += is ? 1 : 0;
        return is;
    }

    private String value(String predicate) throws Mistake {
        if (at == words.size()) {
            throw new Mistake("missing argument to `" + predicate + "'");
        }
        return words.get(at++);
    }

    private FindTest primary() throws Mistake {
        if (at == words.size() || ++depth > 200) {
            throw new Mistake("expected an expression after '" + (at > 0 ? words.get(at - 1) : "") + "'");
        }
        String word = words.get(at++);
        return switch (word) {
            case "!", "-not" -> new FindTest.Not(primary());
            case "(" -> {
                FindTest inner = list();
                if (!take(")")) {
                    throw new Mistake(
                            "invalid expression; I was expecting to find a ')' somewhere but did not see one.");
                }
                yield inner;
            }
            case "-name", "-iname", "-path", "-ipath", "-wholename" ->
                new FindTest.Name(
                        value(word), word.endsWith("path") || word.endsWith("wholename"), word.startsWith("-i"));
            case "-type" -> type(value(word));
            case "-empty" -> new FindTest.Empty();
            case "-size" -> size(value(word));
            case "-true" -> new FindTest.Always(true);
            case "-false" -> new FindTest.Always(false);
            case "-maxdepth", "-mindepth" -> {
                String value = value(word);
                if (!value.matches("\\d{1,6}")) {
                    throw new Mistake(
                            "Expected a positive decimal integer argument to " + word + ", but got '" + value + "'");
                }
                most = word.equals("-maxdepth") ? Integer.parseInt(value) : most;
                least = word.equals("-mindepth") ? Integer.parseInt(value) : least;
                yield new FindTest.Always(true);
            }
            case "-depth", "-d" -> {
                deepFirst = true;
                yield new FindTest.Always(true);
            }
            case "-print" -> action(new FindTest.Print('\n'));
            case "-print0" -> action(new FindTest.Print('\0'));
            case "-prune" -> new FindTest.Prune();
            case "-quit" -> action(new FindTest.Quit());
            case "-delete" -> {
                deepFirst = true;
                yield action(new FindTest.Delete());
            }
            case "-exec" -> action(exec());
            default -> throw unknown(word);
        };
    }

    private static Mistake unknown(String word) {
        return new Mistake(
                REAL.contains(word)
                        ? "not simulated: " + word
                        : word.startsWith("-")
                                ? "unknown predicate `" + word + "'"
                                : "paths must precede expression: `" + word + "'");
    }

    private FindTest action(FindTest test) {
        acts = true;
        return test;
    }

    private static FindTest type(String value) throws Mistake {
        List<String> kinds = List.of(value.split(",", -1));
        for (String kind : kinds) {
            if (!kind.matches("[fdlbcps]")) {
                throw new Mistake("Unknown argument to -type: " + (kind.isEmpty() ? "" : kind.substring(0, 1)));
            }
        }
        return new FindTest.Type(kinds);
    }

    private static FindTest size(String value) throws Mistake {
        Matcher size = SIZE.matcher(value);
        if (!size.matches()) {
            boolean unit = value.matches("[-+]?[0-9]*.");
            throw new Mistake(
                    unit
                            ? "invalid -size type `" + value.charAt(value.length() - 1) + "'"
                            : "Invalid argument `" + value + "' to -size");
        }
        long unit = switch (size.group(3)) {
            case "c" -> 1;
            case "w" -> 2;
            case "k" -> 1 << 10;
            case "M" -> 1 << 20;
            case "G" -> 1 << 30;
            default -> 512;
        };
        char sign = size.group(1).isEmpty() ? '=' : size.group(1).charAt(0);
        return new FindTest.Size(sign, Long.parseLong(size.group(2)), unit);
    }

    private FindTest exec() throws Mistake {
        List<String> command = new ArrayList<>();
        while (at < words.size()) {
            String word = words.get(at++);
            if (word.equals(";") && !command.isEmpty()) {
                return new FindTest.Exec(command);
            }
            if (word.equals("+") && command.size() > 1 && command.getLast().equals("{}")) {
                command.removeLast();
                return new FindTest.ExecAll(command, new ArrayList<>());
            }
            command.add(word);
        }
        throw new Mistake("missing argument to `-exec'");
    }
}
