package org.ringlab.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.common.SeededRandom;
import org.ringlab.host.tree.Node;

/**
 * The values of each student's own that an exercise asks about, so that numbers and tables can't be copied: {@code given} of
 * {@code exercise.yaml}. They follow from the student's account, the exercise and the attempt, so a notebook shows the same ones
 * that the grader takes of the next attempt, and an answer that was once right can't be handed on; right values are
 * {@link Formula}s over them.
 */
public record Given(List<Value> values) {
    /** Nothing: everybody is asked the same. */
    public static final Given NONE = new Given(List.of());

    private static final List<String> KEYS = List.of("pick", "from", "to", "step", "is", "shown", "unit", "says");
    private static final int MOST = 1_000_000;

    /** Far apart, so that one student's second attempt isn't a neighbour's first. */
    private static final long NEXT_ATTEMPT = 0x9E37_79B9_7F4A_7C15L;

    /** Copies the list. */
    public Given {
        values = List.copyOf(values);
    }

    /**
     * One value.
     *
     * @param name as formulas call it
     * @param pick one of these, numbers or texts; of texts, formulas see which one it is, from 0. Empty: another way
     * @param from lowest of a range
     * @param to highest
     * @param step between neighbours, from 1 on
     * @param formula over the values before it; empty: drawn
     * @param hex whether it is shown in hexadecimal
     * @param unit shown behind it; empty for none
     * @param says what it is; empty where students don't see it
     */
    public record Value(
            String name,
            List<Object> pick,
            int from,
            int to,
            int step,
            String formula,
            boolean hex,
            String unit,
            Text says) {
        /** Copies the list. */
        public Value {
            pick = List.copyOf(pick);
        }

        private String text(double value) {
            if (!pick.isEmpty() && pick.getFirst() instanceof String) {
                return (String) pick.get((int) value);
            }
            String digits = hex ? "0x" + Long.toHexString((long) value) : NumberJudge.plain(value);
            return unit.isEmpty() ? digits : digits + " " + unit;
        }
    }

    /**
     * A value as a student sees it.
     *
     * @param says what it is
     * @param text the value
     */
    public record Shown(Text says, String text) {}

    /** The number of a student, by the account's name. */
    public static long student(String account) {
        return account.hashCode();
    }

    /**
     * A student's values by name.
     *
     * @param exercise its id, LESSON/EXERCISE
     * @param attempt from 1
     */
    public Map<String, Double> of(long student, String exercise, int attempt) {
        SeededRandom random = new SeededRandom(student * 31 + exercise.hashCode() + (attempt - 1) * NEXT_ATTEMPT);
        Map<String, Double> drawn = new LinkedHashMap<>();
        for (Value value : values) {
            double number;
            if (!value.formula.isEmpty()) {
                number = Formula.value(value.formula, drawn).value();
            } else if (value.pick.isEmpty()) {
                number = value.from + (double) value.step * random.nextInt((value.to - value.from) / value.step + 1);
            } else {
                int index = random.nextInt(value.pick.size());
                number = value.pick.get(index) instanceof Number picked ? picked.doubleValue() : index;
            }
            drawn.put(value.name, number);
        }
        return drawn;
    }

    /** What a student with these values sees, in the author's order. */
    public List<Shown> shown(Map<String, Double> drawn) {
        List<Shown> shown = new ArrayList<>();
        for (Value value : values) {
            if (!value.says.isEmpty()) {
                shown.add(new Shown(value.says, value.text(drawn.getOrDefault(value.name, 0.0))));
            }
        }
        return shown;
    }

    /** Reads {@code given}; missing is {@link #NONE}. */
    public static Given read(Node in) {
        List<Value> values = new ArrayList<>();
        in.children().forEach((name, node) -> {
            values.add(value(name, node));
            Value last = values.getLast();
            String problem = last.formula.isEmpty()
                    ? ""
                    : Formula.value(last.formula, new Given(values.subList(0, values.size() - 1)).of(0, "", 1))
                            .problem();
            if (!problem.isEmpty()) {
                node.child("is").error("given-formula", problem, "");
            }
        });
        return values.isEmpty() ? NONE : new Given(values);
    }

    private static Value value(String name, Node in) {
        in.onlyKeys(KEYS);
        if (!name.matches("[a-z][a-z0-9]*")) {
            in.error("given-name", "`" + name + "` is no name for a given value", "small letters and digits");
        }
        List<Object> pick = new ArrayList<>();
        for (Node item : in.child("pick").elements()) {
            Object value = item.value();
            pick.add(value instanceof Number ? value : item.text(""));
        }
        boolean ranged = !in.child("from").isMissing() && !in.child("to").isMissing();
        int ways = (pick.isEmpty() ? 0 : 1) + (ranged ? 1 : 0) + (in.child("is").isMissing() ? 0 : 1);
        if (ways != 1) {
            in.error("given-kind", "how is it drawn?", "one of pick: […], from: and to:, is: \"= formula\"");
        }
        if (pick.stream()
                        .map(Object::getClass)
                        .map(Number.class::isAssignableFrom)
                        .distinct()
                        .count()
                > 1) {
            in.child("pick").error("given-pick", "numbers or texts, not both", "");
        }
        if (!pick.isEmpty() && pick.size() < 4) {
            in.child("pick").error("given-pick", "at least four values, or neighbours share them", "");
        }
        int from = in.child("from").number(0, MOST, 0);
        int to = in.child("to").number(0, MOST, from);
        if (to < from) {
            in.child("to").error("given-range", "`to` is below `from`", "");
        }
        String shown = in.child("shown").isMissing()
                ? "decimal"
                : String.valueOf(in.child("shown").word(List.of("decimal", "hex"), "way to show it"));
        return new Value(
                name,
                pick,
                from,
                Math.max(from, to),
                in.child("step").number(1, MOST, 1),
                in.child("is").text(""),
                shown.equals("hex"),
                in.child("unit").text(""),
                Text.readOptional(in.child("says")));
    }
}
