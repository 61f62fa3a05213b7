package org.ringlab.host.export;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.shell.Syntax;
import org.ringlab.host.shell.Word;

/**
 * Which shell text an exported lab repeats on a real machine, as root: text made of commands that configure the network
 * namespace they run in, and of nothing else. All the rest (traffic, services, whatever could change the machine itself)
 * is left as a comment.
 */
final class Replayable {
    private static final Set<String> CONFIGURING = Set.of(
            "iptables",
            "iptables-restore",
            "iptables-save",
            "ip",
            "route",
            "ifconfig",
            "brctl",
            "bridge",
            "arp",
            "ipset",
            "conntrack",
            "modprobe",
            "sysctl");

    /** Harmless, and needed between the others. */
    private static final Set<String> HELPING = Set.of(
            ":",
            "[",
            "break",
            "cat",
            "cd",
            "continue",
            "echo",
            "false",
            "grep",
            "head",
            "sleep",
            "tail",
            "test",
            "true");

    /** Where a host of the lab has files of its own. */
    private static final List<String> OWN_FILES = List.of("/proc/sys/net/", "/etc/", "/root/", "/tmp/", "/dev/null");

    private Replayable() {}

    /** Whether a statement may be repeated; null is one with a mistake. */
    static boolean is(@Nullable Syntax syntax) {
        return switch (syntax) {
            case null -> false;
            case Syntax.Simple simple -> simple(simple);
            case Syntax.Pipeline pipeline -> pipeline.parts().stream().allMatch(Replayable::is);
            case Syntax.AndOr andOr -> is(andOr.left()) && is(andOr.right());
            case Syntax.Background background -> false;
            case Syntax.Sequence sequence -> sequence.parts().stream().allMatch(Replayable::is);
            case Syntax.Group group -> is(group.body()) && redirects(group.redirects());
            case Syntax.If conditional ->
                is(conditional.condition())
                        && is(conditional.then())
                        && conditional.otherwise().map(Replayable::is).orElse(true);
            case Syntax.For loop -> words(loop.words()) && is(loop.body());
            case Syntax.CountingFor loop -> is(loop.body());
            case Syntax.Select menu -> false;
            case Syntax.Timed timed -> is(timed.body());
            case Syntax.Case choice ->
                words(List.of(choice.subject()))
                        && choice.clauses().stream().allMatch(c -> words(c.patterns()) && is(c.body()));
            case Syntax.Function function -> false;
            case Syntax.ArithmeticCommand arithmetic -> words(List.of(arithmetic.expression()));
            case Syntax.Conditional conditional -> is(conditional.condition());
            case Syntax.While loop -> is(loop.condition()) && is(loop.body()) && redirects(loop.redirects());
        };
    }

    private static boolean simple(Syntax.Simple simple) {
        return simple.assignments().stream()
                        .allMatch(a -> a.index().isEmpty()
                                && a.value() instanceof Syntax.Value.One one
                                && words(List.of(one.word())))
                && words(simple.words())
                && redirects(simple.redirects())
                && (simple.words().isEmpty() || command(simple.words()));
    }

    /** What is run must be written out; what it is told may hold variables. */
    private static boolean command(List<Word> words) {
        List<String> literals = words.stream().map(w -> w.literal().orElse("")).toList();
        return switch (literals.getFirst()) {
            case "sysctl" -> literals.stream().skip(1).allMatch(Replayable::networkSetting);
            case "ip" -> ip(words, literals);
            default -> CONFIGURING.contains(literals.getFirst()) || HELPING.contains(literals.getFirst());
        };
    }

    /** {@code ip} may run another program, read commands from a file, and give an interface to a process. */
    private static boolean ip(List<Word> words, List<String> literals) {
        if (literals.size() > 4 && literals.subList(1, 3).equals(List.of("netns", "exec"))) {
            return command(words.subList(4, words.size()));
        }
        for (int i = 1; i < literals.size(); i++) {
            String word = literals.get(i);
            boolean process =
                    literals.get(i - 1).equals("netns") && !word.isEmpty() && Character.isDigit(word.charAt(0));
            if (process || word.matches("-b|-batch|-force|exec|attach|set-id") || i == 1 && word.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean networkSetting(String word) {
        return word.startsWith("-") || word.startsWith("net.") || word.startsWith("/etc/sysctl");
    }

    private static boolean words(List<Word> words) {
        return words.stream().flatMap(w -> w.parts().stream()).allMatch(part -> switch (part) {
            case Word.Text text -> true;
            case Word.Variable variable -> words(variable.index().stream().toList()) && operation(variable.operation());
            case Word.Substitution substitution -> is(substitution.script());
            case Word.Arithmetic arithmetic -> words(List.of(arithmetic.expression()));
            case Word.ProcessSubstitution substitution -> false;
            case Word.Declared declared -> false;
        });
    }

    private static boolean operation(Word.Operation operation) {
        return switch (operation) {
            case Word.Operation.Default fallback -> words(List.of(fallback.word()));
            case Word.Operation.Trim trim -> words(List.of(trim.pattern()));
            case Word.Operation.Replace replace -> words(List.of(replace.pattern(), replace.with()));
            case Word.Operation.Slice slice ->
                words(List.of(slice.offset(), slice.length().orElse(slice.offset())));
            case Word.Operation.Plain plain -> true;
            case Word.Operation.Length length -> true;
            case Word.Operation.Keys keys -> true;
            case Word.Operation.Indirect indirect -> operation(indirect.then());
            case Word.Operation.Names names -> true;
            case Word.Operation.Transform transform -> true;
            case Word.Operation.Case letters -> words(List.of(letters.pattern()));
            case Word.Operation.Bad bad -> false;
        };
    }

    private static boolean is(Syntax.Condition condition) {
        return switch (condition) {
            case Syntax.Condition.Not not -> is(not.of());
            case Syntax.Condition.And and -> is(and.left()) && is(and.right());
            case Syntax.Condition.Or or -> is(or.left()) && is(or.right());
            case Syntax.Condition.Unary unary -> words(List.of(unary.word()));
            case Syntax.Condition.Binary binary -> words(List.of(binary.left(), binary.right()));
        };
    }

    private static boolean redirects(List<Syntax.Redirect> redirects) {
        return redirects.stream().allMatch(redirect -> switch (redirect.kind()) {
            case DUPLICATE, HERE_DOCUMENT, HERE_STRING, READ ->
                words(List.of(redirect.target().word()));
            case WRITE, APPEND, WRITE_BOTH, READ_WRITE ->
                redirect.target()
                        .word()
                        .literal()
                        .filter(path ->
                                !path.contains("..") && OWN_FILES.stream().anyMatch(path::startsWith))
                        .isPresent();
        });
    }
}
