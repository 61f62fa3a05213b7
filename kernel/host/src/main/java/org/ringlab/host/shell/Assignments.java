package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.host.machine.Session;

/** {@code NAME=value}, {@code NAME[index]=value} and {@code NAME=(values)}, and how {@code set -x} shows them. */
final class Assignments {
    private static final int LONGEST_VALUE = 1 << 20;

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
        boolean first = session.scope().is(name, Variables.Attribute.ASSOCIATIVE);
        String key = assignment.index().isPresent()
                ? expansion.element(name, assignment.index().get())
                : first ? name + "[0]" : name;
        String old = assignment.append() ? session.variables().getOrDefault(key, "") : "";
        // One that keeps doubling would fill the memory of whoever simulates.
        if (old.length() + value.length() > LONGEST_VALUE) {
            tooMuch("a variable of more than " + LONGEST_VALUE + " characters", complaints);
            return;
        }
        if (assignment.index().isPresent() && !first) {
            session.scope().mark(name, Variables.Attribute.INDEXED);
        }
        boolean adds = assignment.append() && session.scope().is(name, Variables.Attribute.INTEGER);
        String made = adds ? "(" + (old.isEmpty() ? "0" : old) + ")+(" + value + ")" : old + value;
        String index = assignment.index().isPresent()
                ? "[" + expansion.text(assignment.index().get()) + "]"
                : "";
        trace(name + index + (assignment.append() ? "+=" : "=") + Quoting.listed(value), complaints);
        Variables.assign(session, key, made);
    }

    /** {@code a=(x y)} and {@code a+=(x y)}. */
    private void assign(Syntax.Assignment assignment, List<Syntax.Element> elements, Output complaints)
            throws ExpansionException {
        String name = assignment.name();
        boolean texts = session.scope().is(name, Variables.Attribute.ASSOCIATIVE);
        Map<String, String> made = new LinkedHashMap<>();
        List<String> shown = new ArrayList<>();
        long next = assignment.append() && !texts ? ArrayVariables.end(session.variables(), name) : 0;
        String key = "";
        for (Syntax.Element element : elements) {
            if (element.index().isPresent()) {
                String index = expansion.text(element.index().get());
                String value = expansion.text(element.word());
                if (texts) {
                    made.put(name + "[" + index + "]", value);
                } else {
                    next = ArrayVariables.index(session.variables(), name, Arithmetic.evaluate(index, session));
                    if (next < 0) {
                        throw new ExpansionException("[" + index + "]=: bad array subscript", false);
                    }
                    made.put(ArrayVariables.key(name, next++), value);
                }
                shown.add("[" + index + "]=" + Quoting.shown(value));
                continue;
            }
            for (String field : expansion.fields(List.of(element.word()))) {
                shown.add(Quoting.shown(field));
                if (!texts) {
                    made.put(ArrayVariables.key(name, next++), field);
                } else if (key.isEmpty()) {
                    key = name + "[" + field + "]";
                } else {
                    made.put(key, field);
                    key = "";
                }
            }
            if (next > ArrayVariables.MOST_ELEMENTS) {
                tooMuch("an array of more than " + ArrayVariables.MOST_ELEMENTS + " elements", complaints);
                return;
            }
        }
        if (!key.isEmpty()) {
            made.put(key, "");
        }
        trace(name + (assignment.append() ? "+=(" : "=(") + String.join(" ", shown) + ")", complaints);
        if (session.scope().is(name, Variables.Attribute.READONLY)) {
            throw new ExpansionException(name + ": readonly variable", false);
        }
        if (!assignment.append()) {
            ArrayVariables.clear(session.variables(), name);
        }
        if (!texts) {
            session.scope().mark(name, Variables.Attribute.INDEXED);
        }
        for (Map.Entry<String, String> element : made.entrySet()) {
            Variables.assign(session, element.getKey(), element.getValue());
        }
    }

    /** {@code NAME=value} behind {@code declare} and its kin, as the text that the builtin gets. */
    String argument(Syntax.Assignment assignment, Word word) throws ExpansionException {
        String index = assignment.index().isPresent()
                ? "[" + expansion.text(assignment.index().get()) + "]"
                : "";
        return assignment.name() + index + (assignment.append() ? "+=" : "=") + expansion.text(word);
    }

    private void tooMuch(String what, Output complaints) {
        complaints.line("bash: not simulated: " + what);
        session.setFlow(Session.Flow.EXIT);
    }

    private void trace(String text, Output complaints) {
        if (traces()) {
            complaints.line(prefix() + text);
        }
    }

    private boolean traces() {
        return session.options().contains("xtrace");
    }

    /** {@code set -x}: a command is shown before it runs. */
    void trace(List<String> fields, Output complaints) {
        if (traces()) {
            trace(String.join(" ", fields.stream().map(Quoting::shown).toList()), complaints);
        }
    }

    /** {@code set -x}: the same of a compound command. */
    void traceText(String text, Output complaints) {
        trace(text, complaints);
    }

    /** {@code PS4}, its first character once more for each substitution around. */
    private String prefix() {
        String own = session.variables().getOrDefault("PS4", "+ ");
        try {
            Cursor in = new Cursor(own);
            own = expansion.text(WordParser.hereDocument(own, in.here(), false));
        } catch (ShellSyntaxException | ExpansionException e) {
            return own;
        }
        return own.isEmpty() ? "" : own.substring(0, 1).repeat(session.substitutions()) + own;
    }
}
