package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Variables.Attribute;

/** {@code declare} and its kin: {@code typeset}, {@code local}, {@code export}, {@code readonly}. */
public final class Declarations {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    private static final Map<String, String> USAGE = Map.of(
            "declare", "declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]",
            "typeset", "typeset [-aAfFgiIlnrtux] name[=value] ... or typeset -p [-aAfFilnrtux] [name ...]",
            "local", "local [option] name[=value] ...",
            "export", "export [-fn] [name[=value] ...] or export -p",
            "readonly", "readonly [-aAf] [name[=value] ...] or readonly -p");

    private final Session session;
    private final String builtin;
    private final Streams io;
    private final Set<Attribute> given = EnumSet.noneOf(Attribute.class);
    private final Set<Attribute> taken = EnumSet.noneOf(Attribute.class);
    private boolean prints;
    private boolean global;
    private boolean functions;
    private boolean functionNames;
    private int status;

    private Declarations(Session session, String builtin, Streams io) {
        this.session = session;
        this.builtin = builtin;
        this.io = io;
    }

    /** Before an array is made that stands behind such a command: it is local or associative as the options say. */
    static void prepare(Session session, List<String> before, Syntax.Assignment array, Streams io) {
        Declarations declarations = new Declarations(session, before.getFirst(), io);
        declarations.options(before.subList(1, before.size()));
        declarations.given.retainAll(Set.of(Attribute.INDEXED, Attribute.ASSOCIATIVE, Attribute.INTEGER));
        declarations.mark(array.name());
    }

    /** Runs one. */
    public static int run(Session session, String builtin, List<String> args, Streams io) {
        Declarations declarations = new Declarations(session, builtin, io);
        if (builtin.equals("local") && !session.inFunction()) {
            io.err().line(session.where() + "local: can only be used in a function");
            return 1;
        }
        List<String> names = declarations.options(args);
        return declarations.status != 0 ? declarations.status : declarations.all(names);
    }

    /** Reads the options; the words behind them. */
    private List<String> options(List<String> args) {
        if (builtin.equals("export")) {
            given.add(Attribute.EXPORTED);
        } else if (builtin.equals("readonly")) {
            given.add(Attribute.READONLY);
        }
        int at = 0;
        for (; at < args.size() && args.get(at).matches("[-+].+"); at++) {
            String word = args.get(at);
            if (word.equals("--")) {
                at++;
                break;
            }
            for (char letter : word.substring(1).toCharArray()) {
                option(word.charAt(0), letter);
            }
        }
        return args.subList(Math.min(at, args.size()), args.size());
    }

    private void option(char sign, char letter) {
        String known = switch (builtin) {
            case "export" -> "fnp";
            case "readonly" -> "aAfp";
            default -> "aAfFgiIlnprtux";
        };
        if (known.indexOf(letter) < 0) {
            if (status == 0) {
                io.err().line(session.where() + builtin + ": " + sign + letter + ": invalid option");
                io.err().line(builtin + ": usage: " + USAGE.get(builtin));
                status = 2;
            }
            return;
        }
        if ("ItnT".indexOf(letter) >= 0 && !builtin.equals("export") || builtin.equals("export") && letter == 'f') {
            io.err().line(builtin + ": not simulated: " + sign + letter);
            status = 1;
            return;
        }
        switch (letter) {
            case 'p' -> prints = true;
            case 'g' -> global = true;
            case 'f' -> functions = true;
            case 'F' -> functionNames = true;
            case 'n' -> {
                given.remove(Attribute.EXPORTED);
                taken.add(Attribute.EXPORTED);
            }
            default -> {
                for (Attribute attribute : Attribute.values()) {
                    if (attribute.letter() == letter) {
                        (sign == '-' ? given : taken).add(attribute);
                    }
                }
            }
        }
    }

    private int all(List<String> names) {
        if (functions || functionNames) {
            return functions(names);
        }
        if (prints && !names.isEmpty() && !builtin.equals("export") && !builtin.equals("readonly")) {
            for (String name : names) {
                if (session.scope().names().contains(name)) {
                    io.out().line(Transforms.declaration(session, name));
                } else {
                    complain(name + ": not found");
                }
            }
            return status;
        }
        if (names.isEmpty()) {
            list();
            return 0;
        }
        names.forEach(this::one);
        return status;
    }

    private int functions(List<String> names) {
        if (!functionNames) {
            boolean known = names.stream().allMatch(session.functions()::containsKey);
            if (known && !session.functions().isEmpty()) {
                io.err().line(builtin + ": not simulated: -f (the text of functions)");
            }
            return 1;
        }
        if (names.isEmpty()) {
            session.functions().keySet().forEach(name -> io.out().line("declare -f " + name));
            return 0;
        }
        for (String name : names) {
            if (session.functions().containsKey(name)) {
                io.out().line(name);
            } else {
                status = 1;
            }
        }
        return status;
    }

    private void list() {
        boolean plain = given.isEmpty() && !prints && !builtin.equals("local");
        Set<String> all = builtin.equals("local")
                ? session.scope().localNames()
                : session.scope().names();
        for (String name : new ArrayList<>(all)) {
            if (!session.scope().attributes(name).containsAll(given)) {
                continue;
            }
            if (!plain) {
                io.out().line(Transforms.declaration(session, name));
            } else if (session.scope().isSet(name)) {
                io.out().line(Transforms.listed(session, name));
            }
        }
    }

    /** {@code NAME}, {@code NAME=VALUE}, {@code NAME+=VALUE}, {@code NAME[INDEX]=VALUE}. */
    private void one(String word) {
        int equals = word.indexOf('=');
        boolean append = equals > 0 && word.charAt(equals - 1) == '+';
        String target = equals < 0 ? word : word.substring(0, append ? equals - 1 : equals);
        int bracket = target.indexOf('[');
        String name = bracket > 0 && target.endsWith("]") ? target.substring(0, bracket) : target;
        if (!name.matches(NAME)) {
            complain("`" + word + "': not a valid identifier");
            return;
        }
        Variables scope = session.scope();
        boolean fixed = scope.is(name, Attribute.READONLY);
        if (fixed && !scope.isLocal(name) && (builtin.equals("local") || session.inFunction() && !global && isDeclare())
                || fixed && (equals >= 0 || taken.contains(Attribute.READONLY))) {
            complain(name + ": readonly variable");
            return;
        }
        if (isConverted(name)) {
            return;
        }
        String before = session.variables().getOrDefault(target, "");
        if (bracket > 0) {
            given.add(scope.is(name, Attribute.ASSOCIATIVE) ? Attribute.ASSOCIATIVE : Attribute.INDEXED);
        }
        boolean readonly = given.remove(Attribute.READONLY);
        mark(name);
        if (equals >= 0) {
            String value = word.substring(equals + 1);
            boolean adds = append && scope.is(name, Attribute.INTEGER);
            String made = adds
                    ? "(" + (before.isEmpty() ? "0" : before) + ")+(" + value + ")"
                    : append ? before + value : value;
            if (!assigned(target, name, bracket, made)) {
                status = 1;
            }
        }
        if (readonly) {
            given.add(Attribute.READONLY);
            scope.mark(name, Attribute.READONLY);
        }
    }

    private boolean assigned(String target, String name, int bracket, String value) {
        String key = target;
        if (bracket > 0 && !session.scope().is(name, Attribute.ASSOCIATIVE)) {
            String index = target.substring(bracket + 1, target.length() - 1);
            long number = Shell.arithmetic(session, index, builtin, io.err()).orElse(-1L);
            if (number < 0) {
                return false;
            }
            key = ArrayVariables.key(name, number);
        }
        return Variables.assign(session, key, value, io.err());
    }

    private boolean isConverted(String name) {
        boolean indexed = session.scope().is(name, Attribute.INDEXED);
        boolean texts = session.scope().is(name, Attribute.ASSOCIATIVE);
        boolean own = session.inFunction()
                && isDeclare()
                && !global
                && !session.scope().isLocal(name);
        if (own || !(indexed && given.contains(Attribute.ASSOCIATIVE) || texts && given.contains(Attribute.INDEXED))) {
            return false;
        }
        complain(name + ": cannot convert " + (indexed ? "indexed to associative" : "associative to indexed")
                + " array");
        return true;
    }

    private boolean isDeclare() {
        return !builtin.equals("export") && !builtin.equals("readonly");
    }

    private void mark(String name) {
        if (isDeclare() && !global) {
            session.scope().makeLocal(name);
        }
        given.forEach(attribute -> session.scope().mark(name, attribute));
        taken.forEach(attribute -> session.scope().unmark(name, attribute));
    }

    private void complain(String what) {
        io.err().line(session.where() + builtin + ": " + what);
        status = 1;
    }
}
