package org.ringlab.host.shell;

import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.ringlab.host.machine.Session;

/** {@code NAME=value}, {@code NAME[index]=value} and {@code NAME=(values)}, and how {@code set -x} shows them. */
final class Assignments {
    private static final int LONGEST_VALUE = 1 << 20;
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

    private final Session session;
    private final Expansion expansion;

    Assignments(Session session, Expansion expansion) {
        this.session = session;
        this.expansion = expansion;
    }

    /** Makes them one after another; whoever asks for too much ends the shell. */
    void make(List<Syntax.Assignment> assignments, Output complaints) throws ExpansionException {
        for (Syntax.Assignment assignment : assignments) {
            switch (assignment.value()) {
                case Syntax.Value.One one -> assign(assignment, one.word(), complaints);
                case Syntax.Value.Many many -> assign(assignment, many.elements(), complaints);
            }
        }
    }

    private void assign(Syntax.Assignment assignment, Word word, Output complaints) throws ExpansionException {
        String value = expansion.text(word);
        String name = assignment.name();
        String key = assignment.index().isPresent()
                ? expansion.element(name, assignment.index().get())
                : name;
        String old = assignment.append() ? session.variables().getOrDefault(key, "") : "";
        // One that keeps doubling would fill the memory of whoever simulates.
        if (old.length() + value.length() > LONGEST_VALUE) {
            tooMuch("a variable of more than " + LONGEST_VALUE + " characters", complaints);
            return;
        }
        session.variables().put(key, old + value);
        trace(key + "=" + old + value, complaints);
    }

    /** {@code a=(x y)} and {@code a+=(x y)}. */
    private void assign(Syntax.Assignment assignment, List<Syntax.Element> elements, Output complaints)
            throws ExpansionException {
        String name = assignment.name();
        TreeMap<Long, String> made = new TreeMap<>();
        long next = assignment.append() ? ArrayVariables.end(session.variables(), name) : 0;
        for (Syntax.Element element : elements) {
            if (element.index().isPresent()) {
                next = ArrayVariables.index(
                        session.variables(),
                        name,
                        expansion.arithmetic(element.index().get()));
                if (next < 0) {
                    throw new ExpansionException(
                            "[" + expansion.text(element.index().get()) + "]=: bad array subscript", false);
                }
                made.put(next++, expansion.text(element.word()));
            } else {
                for (String field : expansion.fields(List.of(element.word()))) {
                    made.put(next++, field);
                }
            }
            if (next > ArrayVariables.MOST_ELEMENTS) {
                tooMuch("an array of more than " + ArrayVariables.MOST_ELEMENTS + " elements", complaints);
                return;
            }
        }
        if (!assignment.append()) {
            ArrayVariables.clear(session.variables(), name);
        }
        made.forEach((index, value) -> session.variables().put(ArrayVariables.key(name, index), value));
        trace(
                name + (assignment.append() ? "+=(" : "=(")
                        + String.join(
                                " ",
                                made.values().stream().map(Assignments::shown).toList()) + ")",
                complaints);
    }

    private void tooMuch(String what, Output complaints) {
        complaints.line("bash: not simulated: " + what);
        session.setFlow(Session.Flow.EXIT);
    }

    private void trace(String assignment, Output complaints) {
        if (isTraced()) {
            complaints.line("+ " + assignment);
        }
    }

    /** {@code set -x}: a command is shown before it runs. */
    void trace(List<String> fields, Output complaints) {
        if (isTraced()) {
            trace(String.join(" ", fields.stream().map(Assignments::shown).toList()), complaints);
        }
    }

    private boolean isTraced() {
        return session.options().contains("xtrace");
    }

    /** A word as {@code set -x} shows it: in quotes where it needs them. */
    static String shown(String word) {
        return NEEDS_NO_QUOTES.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
