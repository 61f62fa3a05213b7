package org.ringlab.host.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.command.AwkProgram.Expression;
import org.ringlab.host.command.AwkProgram.Item;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.CountedText;
import org.ringlab.host.shell.Streams;

/** An awk program at work: records, fields, expressions. What its statements do is in {@link AwkStatements}. */
final class AwkRun {
    private static final int MOST_FIELDS = 10_000;
    private static final int DEEPEST = 200;

    private final AwkProgram program;
    private final AwkVariables variables = new AwkVariables();
    private final AwkStreams streams;
    private final AwkFunctions functions;
    private final AwkStatements statements;
    private final Map<String, Pattern> patterns = new HashMap<>();
    private final Set<Item> open = new HashSet<>();
    private final Deque<AwkInput> inputs = new ArrayDeque<>();
    private List<String> fields = new ArrayList<>();
    private String record = "";

    AwkRun(AwkProgram program, String separator, Map<String, String> given, Session session, Streams io) {
        this.program = program;
        streams = new AwkStreams(session, io);
        functions = new AwkFunctions(this, session, streams);
        statements = new AwkStatements(this, streams, io.out());
        Map.of(
                        "FS", separator, "OFS", " ", "ORS", "\n", "RS", "\n", "SUBSEP", "\034", "OFMT", "%.6g",
                        "CONVFMT", "%.6g")
                .forEach((name, value) -> variables.setGlobal(name, AwkValue.of(value)));
        for (String name : List.of("NR", "FNR", "NF", "RSTART")) {
            variables.setGlobal(name, AwkValue.of(0));
        }
        variables.setGlobal("RLENGTH", AwkValue.of(-1));
        given.forEach((name, value) -> variables.setGlobal(name, AwkValue.read(value)));
    }

    /** {@code ARGV} and {@code ENVIRON}. */
    void surroundings(List<String> arguments, Map<String, String> environment) throws Mistake {
        for (int i = 0; i < arguments.size(); i++) {
            variables.array("ARGV").put(String.valueOf(i), AwkValue.read(arguments.get(i)));
        }
        variables.setGlobal("ARGC", AwkValue.of(arguments.size()));
        for (Map.Entry<String, String> entry : environment.entrySet()) {
            variables.array("ENVIRON").put(entry.getKey(), AwkValue.read(entry.getValue()));
        }
    }

    AwkVariables variables() {
        return variables;
    }

    AwkStatements statements() {
        return statements;
    }

    void begin() throws Mistake {
        special("BEGIN");
    }

    void end() throws Mistake {
        if (!statements.hasExited()) {
            special("END");
        }
    }

    /** Commands that were written to run now. */
    void close() {
        streams.closeAll();
    }

    void special(String when) throws Mistake {
        for (Item item : program.items()) {
            if (item.when().equals(when) && item.action().isPresent() && !statements.hasExited()) {
                statements.run(item.action().get());
            }
        }
    }

    void file(String name, String content) throws Mistake {
        variables.setGlobal("FILENAME", AwkValue.of(name));
        variables.setGlobal("FNR", AwkValue.of(0));
        AwkInput input = new AwkInput(content);
        inputs.push(input);
        while (!statements.hasExited() && nextRecord(input)) {
            statements.step();
            for (Item item : program.items()) {
                if (item.when().isEmpty() && statements.goesOn() && concerns(item)) {
                    if (item.action().isPresent()) {
                        statements.run(item.action().get());
                    } else {
                        statements.print(record + variables.get("ORS").text());
                    }
                }
            }
            if (statements.leavesFile()) {
                break;
            }
        }
        inputs.pop();
    }

    private boolean nextRecord(AwkInput input) throws Mistake {
        @Nullable String line = input.next(variables.get("RS").text());
        if (line == null) {
            return false;
        }
        count();
        setRecord(line);
        return true;
    }

    private void count() {
        variables.setGlobal("NR", AwkValue.of(variables.get("NR").value() + 1));
        variables.setGlobal("FNR", AwkValue.of(variables.get("FNR").value() + 1));
    }

    private boolean concerns(Item item) throws Mistake {
        if (item.pattern().isEmpty()) {
            return true;
        }
        if (item.until().isEmpty()) {
            return value(item.pattern().get()).holds();
        }
        boolean in = open.contains(item) || value(item.pattern().get()).holds();
        if (in) {
            open.add(item);
            if (value(item.until().get()).holds()) {
                open.remove(item);
            }
        }
        return in;
    }

    private void setRecord(String line) throws Mistake {
        record = line;
        fields = new ArrayList<>(split(line, variables.get("FS").text()));
        variables.setGlobal("NF", AwkValue.of(fields.size()));
    }

    /** A text parted as {@code FS} parts a record: a blank stands for any blanks, more than one character is a pattern. */
    List<String> split(String text, String separator) throws Mistake {
        if (separator.equals(" ")) {
            String plain = text.strip();
            return plain.isEmpty() ? List.of() : List.of(plain.split("[ \t\n]+"));
        }
        if (text.isEmpty()) {
            return List.of();
        }
        if (separator.isEmpty()) {
            return List.of(text.split(""));
        }
        boolean lines = variables.get("RS").text().isEmpty();
        Pattern pattern = separator.length() == 1
                ? Pattern.compile(Pattern.quote(separator) + (lines ? "|\n" : ""))
                : compiled(separator);
        return List.of(pattern.split(text, -1));
    }

    private Pattern compiled(String text) throws Mistake {
        Pattern known = patterns.get(text);
        if (known == null) {
            known = AwkProgram.regex(text);
            patterns.put(text, known);
        }
        return known;
    }

    /** A regular expression, written out or computed. */
    Pattern pattern(Expression expression) throws Mistake {
        return expression instanceof Expression.Regex regex
                ? regex.pattern()
                : compiled(value(expression).text());
    }

    List<AwkValue> values(List<Expression> expressions) throws Mistake {
        List<AwkValue> values = new ArrayList<>();
        for (Expression expression : expressions) {
            values.add(value(expression));
        }
        return values;
    }

    /** The indices of an element as one. */
    String index(List<Expression> index) throws Mistake {
        List<String> texts = new ArrayList<>();
        for (AwkValue value : values(index)) {
            texts.add(value.text());
        }
        return String.join(variables.get("SUBSEP").text(), texts);
    }

    private AwkValue computed(double number) {
        return AwkValue.of(number, variables.get("CONVFMT").text());
    }

    AwkValue value(Expression expression) throws Mistake {
        return switch (expression) {
            case Expression.Number number -> computed(number.value());
            case Expression.Text text -> AwkValue.of(text.text());
            case Expression.Regex regex ->
                AwkValue.truth(regex.pattern().matcher(new CountedText(record)).find());
            case Expression.Variable variable -> variables.get(variable.name());
            case Expression.Element element ->
                variables.array(element.array()).computeIfAbsent(index(element.index()), key -> AwkValue.UNSET);
            case Expression.In in -> AwkValue.truth(variables.array(in.array()).containsKey(index(in.index())));
            case Expression.Field field -> field((int) value(field.number()).value());
            case Expression.Unary unary -> {
                AwkValue of = value(unary.of());
                yield switch (unary.operator()) {
                    case "!" -> AwkValue.truth(!of.holds());
                    case "-" -> computed(-of.value());
                    default -> computed(of.value());
                };
            }
            case Expression.Choice choice -> value(value(choice.condition()).holds() ? choice.yes() : choice.no());
            case Expression.Assign assign -> {
                AwkValue right = value(assign.value());
                AwkValue made = assign.operator().isEmpty()
                        ? right
                        : computed(AwkValue.calculated(value(assign.to()).value(), assign.operator(), right.value()));
                set(assign.to(), made);
                yield made;
            }
            case Expression.Step step -> {
                double old = value(step.of()).value();
                set(step.of(), computed(old + step.by()));
                yield computed(step.before() ? old + step.by() : old);
            }
            case Expression.Binary binary -> binary(binary);
            case Expression.Call call -> call(call);
            case Expression.Getline getline -> getline(getline);
        };
    }

    private AwkValue field(int number) throws Mistake {
        if (number < 0) {
            throw new Mistake("attempt to access field " + number);
        }
        return number == 0
                ? AwkValue.read(record)
                : number <= fields.size() ? AwkValue.read(fields.get(number - 1)) : AwkValue.UNSET;
    }

    /** Assigns to a variable, an element or a field. */
    void set(Expression place, AwkValue value) throws Mistake {
        switch (place) {
            case Expression.Variable variable -> {
                variables.set(variable.name(), value);
                if (variable.name().equals("NF")) {
                    resize((int) Math.max(0, Math.min(MOST_FIELDS, value.value())));
                }
            }
            case Expression.Element element -> variables.array(element.array()).put(index(element.index()), value);
            case Expression.Field field -> setField((int) value(field.number()).value(), value);
            default -> throw new Mistake("syntax error: assignment to a value");
        }
    }

    private void resize(int size) {
        while (fields.size() < size) {
            fields.add("");
        }
        fields = new ArrayList<>(fields.subList(0, size));
        record = String.join(variables.get("OFS").text(), fields);
    }

    private void setField(int number, AwkValue value) throws Mistake {
        if (number < 0 || number > MOST_FIELDS) {
            throw new Mistake("attempt to access field " + number);
        }
        if (number == 0) {
            setRecord(value.text());
            return;
        }
        while (fields.size() < number) {
            fields.add("");
        }
        fields.set(number - 1, value.text());
        variables.setGlobal("NF", AwkValue.of(fields.size()));
        record = String.join(variables.get("OFS").text(), fields);
    }

    private AwkValue binary(Expression.Binary binary) throws Mistake {
        String operator = binary.operator();
        if (operator.equals("&&") || operator.equals("||")) {
            boolean left = value(binary.left()).holds();
            boolean decided = operator.equals("||") == left;
            return AwkValue.truth(decided ? left : value(binary.right()).holds());
        }
        if (operator.equals("~") || operator.equals("!~")) {
            String text = value(binary.left()).text();
            return AwkValue.truth(
                    pattern(binary.right()).matcher(new CountedText(text)).find() == operator.equals("~"));
        }
        AwkValue left = value(binary.left());
        AwkValue right = value(binary.right());
        if (operator.equals(" ")) {
            return AwkValue.of(left.text() + right.text());
        }
        if (List.of("<", "<=", ">", ">=", "==", "!=").contains(operator)) {
            int order = left.number() && right.number()
                    ? Double.compare(left.value(), right.value())
                    : left.text().compareTo(right.text());
            return AwkValue.truth(
                    switch (operator) {
                        case "<" -> order < 0;
                        case "<=" -> order <= 0;
                        case ">" -> order > 0;
                        case ">=" -> order >= 0;
                        case "==" -> order == 0;
                        default -> order != 0;
                    });
        }
        return computed(AwkValue.calculated(left.value(), operator, right.value()));
    }

    /** A function of the program's: what it is given by name may be an array. */
    private AwkValue call(Expression.Call call) throws Mistake {
        AwkProgram.Function function = program.functions().get(call.function());
        if (function == null) {
            if (!AwkFunctions.NAMES.contains(call.function())) {
                throw new Mistake("function " + call.function() + " never defined");
            }
            return functions.call(call.function(), call.arguments());
        }
        if (call.arguments().size() > function.parameters().size()) {
            throw new Mistake("too many arguments in call to " + call.function());
        }
        if (variables.depth() > DEEPEST) {
            throw new Mistake("not simulated: functions that call each other deeper");
        }
        Map<String, AwkVariables.Cell> parameters = new TreeMap<>();
        for (int i = 0; i < function.parameters().size(); i++) {
            @Nullable
            Expression argument = i < call.arguments().size() ? call.arguments().get(i) : null;
            parameters.put(
                    function.parameters().get(i),
                    argument == null
                            ? new AwkVariables.Cell(null, null)
                            : argument instanceof Expression.Variable variable
                                    ? variables.reference(variable.name())
                                    : new AwkVariables.Cell(value(argument), null));
        }
        variables.enter(parameters);
        AwkValue result = statements.call(function.body());
        variables.leave();
        return result;
    }

    /** 1 with a line, 0 at the end, −1 where nothing can be read. */
    private AwkValue getline(Expression.Getline getline) throws Mistake {
        @Nullable AwkInput input = inputs.peek();
        if (getline.source().isPresent()) {
            input = streams.input(getline.kind(), value(getline.source().get()).text())
                    .orElse(null);
            if (input == null) {
                return AwkValue.of(-1);
            }
        }
        @Nullable
        String line = input == null ? null : input.next(variables.get("RS").text());
        if (line == null) {
            return AwkValue.of(0);
        }
        if (!getline.kind().equals("<")) {
            count();
        }
        if (getline.into().isPresent()) {
            set(getline.into().get(), AwkValue.read(line));
        } else {
            setRecord(line);
        }
        return AwkValue.of(1);
    }

    /** The record as it is. */
    String record() {
        return record;
    }
}
