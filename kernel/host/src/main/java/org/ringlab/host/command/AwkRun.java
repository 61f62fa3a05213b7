package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.command.AwkProgram.Expression;
import org.ringlab.host.command.AwkProgram.Item;
import org.ringlab.host.command.AwkProgram.Statement;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.CountedText;
import org.ringlab.host.shell.Streams;

/** An awk program at work: values are texts that may be numbers, as POSIX has them. */
final class AwkRun {
    private final AwkProgram program;
    private final Session session;
    private final Streams io;
    private final Map<String, AwkValue> variables = new TreeMap<>();
    private final Set<Item> open = new HashSet<>();
    private List<String> fields = new ArrayList<>();
    private String record = "";
    private boolean exited;
    private boolean skips;
    private int status;

    AwkRun(AwkProgram program, String separator, Map<String, String> given, Session session, Streams io) {
        this.program = program;
        this.session = session;
        this.io = io;
        variables.put("FS", AwkValue.of(separator));
        variables.put("OFS", AwkValue.of(" "));
        variables.put("ORS", AwkValue.of("\n"));
        variables.put("NR", AwkValue.of(0));
        variables.put("FNR", AwkValue.of(0));
        variables.put("NF", AwkValue.of(0));
        given.forEach((name, value) -> variables.put(name, AwkValue.read(value)));
    }

    boolean hasExited() {
        return exited;
    }

    int status() {
        return status;
    }

    void begin() throws Mistake {
        special("BEGIN");
    }

    void end() throws Mistake {
        if (!exited) {
            special("END");
        }
    }

    private void special(String when) throws Mistake {
        for (Item item : program.items()) {
            if (item.when().equals(when) && item.action().isPresent() && !exited) {
                all(item.action().get());
            }
        }
    }

    void file(String name, List<String> lines) throws Mistake {
        variables.put("FILENAME", AwkValue.of(name));
        variables.put("FNR", AwkValue.of(0));
        for (String line : lines) {
            if (exited || !session.step()) {
                return;
            }
            setRecord(line);
            variables.put("NR", AwkValue.of(variable("NR").value() + 1));
            variables.put("FNR", AwkValue.of(variable("FNR").value() + 1));
            skips = false;
            for (Item item : program.items()) {
                if (item.when().isEmpty() && !skips && !exited && concerns(item)) {
                    if (item.action().isPresent()) {
                        all(item.action().get());
                    } else {
                        io.out().print(record + variable("ORS").text());
                    }
                }
            }
        }
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
        String separator = variable("FS").text();
        List<String> parts = new ArrayList<>();
        if (separator.equals(" ")) {
            String plain = line.strip();
            parts.addAll(plain.isEmpty() ? List.of() : List.of(plain.split("[ \t\n]+")));
        } else if (!line.isEmpty()) {
            Pattern pattern =
                    separator.length() == 1 ? Pattern.compile(Pattern.quote(separator)) : AwkProgram.regex(separator);
            parts.addAll(List.of(pattern.split(line, -1)));
        }
        fields = parts;
        variables.put("NF", AwkValue.of(parts.size()));
    }

    private AwkValue variable(String name) {
        return variables.getOrDefault(name, new AwkValue("", 0, true));
    }

    private void all(List<Statement> statements) throws Mistake {
        for (Statement statement : statements) {
            if (exited || skips) {
                return;
            }
            switch (statement) {
                case Statement.Print print -> {
                    List<String> texts = new ArrayList<>();
                    for (Expression value : print.values()) {
                        texts.add(value(value).text());
                    }
                    String line = texts.isEmpty()
                            ? record
                            : String.join(variable("OFS").text(), texts);
                    io.out().print(line + variable("ORS").text());
                }
                case Statement.Printf printf -> {
                    List<String> texts = new ArrayList<>();
                    for (Expression value : printf.values()) {
                        texts.add(value(value).text());
                    }
                    io.out().print(AwkFormat.formatted(texts));
                }
                case Statement.If conditional ->
                    all(value(conditional.condition()).holds() ? conditional.then() : conditional.otherwise());
                case Statement.Value expression -> value(expression.expression());
                case Statement.Next next -> skips = true;
                case Statement.Exit exit -> {
                    status = exit.status().isPresent()
                            ? (int) value(exit.status().get()).value() & 255
                            : status;
                    special("END");
                    exited = true;
                }
            }
        }
    }

    private AwkValue value(Expression expression) throws Mistake {
        return switch (expression) {
            case Expression.Number number -> AwkValue.of(number.value());
            case Expression.Text text -> AwkValue.of(text.text());
            case Expression.Regex regex ->
                AwkValue.truth(regex.pattern().matcher(new CountedText(record)).find());
            case Expression.Variable variable -> variable(variable.name());
            case Expression.Field field -> field((int) value(field.number()).value());
            case Expression.Unary unary -> {
                AwkValue of = value(unary.of());
                yield switch (unary.operator()) {
                    case "!" -> AwkValue.truth(!of.holds());
                    case "-" -> AwkValue.of(-of.value());
                    default -> AwkValue.of(of.value());
                };
            }
            case Expression.Choice choice -> value(value(choice.condition()).holds() ? choice.yes() : choice.no());
            case Expression.Assign assign -> {
                AwkValue right = value(assign.value());
                AwkValue made = assign.operator().isEmpty()
                        ? right
                        : AwkValue.of(
                                AwkValue.calculated(value(assign.to()).value(), assign.operator(), right.value()));
                set(assign.to(), made);
                yield made;
            }
            case Expression.Step step -> {
                double old = value(step.of()).value();
                set(step.of(), AwkValue.of(old + step.by()));
                yield AwkValue.of(step.before() ? old + step.by() : old);
            }
            case Expression.Binary binary -> binary(binary);
            case Expression.Call call -> call(call);
        };
    }

    private AwkValue field(int number) throws Mistake {
        if (number < 0) {
            throw new Mistake("attempt to access field " + number);
        }
        return number == 0
                ? AwkValue.read(record)
                : number <= fields.size() ? AwkValue.read(fields.get(number - 1)) : new AwkValue("", 0, true);
    }

    private void set(Expression place, AwkValue value) throws Mistake {
        if (place instanceof Expression.Variable variable) {
            variables.put(variable.name(), value);
            if (variable.name().equals("NF")) {
                int size = Math.max(0, Math.min(10_000, (int) value.value()));
                while (fields.size() < size) {
                    fields.add("");
                }
                fields = new ArrayList<>(fields.subList(0, size));
                record = String.join(variable("OFS").text(), fields);
            }
            return;
        }
        int number = place instanceof Expression.Field field
                ? (int) value(field.number()).value()
                : -1;
        if (number < 0 || number > 10_000) {
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
        variables.put("NF", AwkValue.of(fields.size()));
        record = String.join(variable("OFS").text(), fields);
    }

    private AwkValue binary(Expression.Binary binary) throws Mistake {
        String operator = binary.operator();
        if (operator.equals("&&") || operator.equals("||")) {
            boolean left = value(binary.left()).holds();
            boolean decided = operator.equals("||") == left;
            return AwkValue.truth(decided ? left : value(binary.right()).holds());
        }
        if (operator.equals("~") || operator.equals("!~")) {
            Pattern pattern = binary.right() instanceof Expression.Regex regex
                    ? regex.pattern()
                    : AwkProgram.regex(value(binary.right()).text());
            return AwkValue.truth(pattern.matcher(value(binary.left()).text()).find() == operator.equals("~"));
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
        return AwkValue.of(AwkValue.calculated(left.value(), operator, right.value()));
    }

    private AwkValue call(Expression.Call call) throws Mistake {
        List<Expression> arguments = call.arguments();
        if (call.function().equals("sub") || call.function().equals("gsub")) {
            return substitute(call);
        }
        String first =
                arguments.isEmpty() ? record : value(arguments.getFirst()).text();
        return switch (call.function()) {
            case "length" -> AwkValue.of(first.length());
            case "toupper" -> AwkValue.of(first.toUpperCase(Locale.ROOT));
            case "tolower" -> AwkValue.of(first.toLowerCase(Locale.ROOT));
            case "int" -> AwkValue.of((double) (long) AwkValue.of(first).value());
            case "index" ->
                AwkValue.of(
                        arguments.size() < 2
                                ? 0
                                : first.indexOf(value(arguments.get(1)).text()) + 1);
            default -> {
                double from =
                        arguments.size() > 1 ? Math.rint(value(arguments.get(1)).value()) : 1;
                double to = arguments.size() > 2
                        ? from + Math.rint(value(arguments.get(2)).value())
                        : first.length() + 1.0;
                int start = (int) Math.max(1, Math.min(from, first.length() + 1.0));
                int end = (int) Math.max(start, Math.min(to, first.length() + 1.0));
                yield AwkValue.of(first.substring(start - 1, end - 1));
            }
        };
    }

    private AwkValue substitute(Expression.Call call) throws Mistake {
        List<Expression> arguments = call.arguments();
        if (arguments.size() < 2) {
            throw new Mistake(call.function() + ": not enough arguments");
        }
        Pattern pattern = arguments.getFirst() instanceof Expression.Regex regex
                ? regex.pattern()
                : AwkProgram.regex(value(arguments.getFirst()).text());
        String with = value(arguments.get(1)).text();
        Expression place = arguments.size() > 2 ? arguments.get(2) : new Expression.Field(new Expression.Number(0));
        Matcher match = pattern.matcher(new CountedText(value(place).text()));
        StringBuilder changed = new StringBuilder();
        int count = 0;
        while (match.find() && (count == 0 || call.function().equals("gsub"))) {
            count++;
            String put =
                    with.replace("\\&", "\u0001").replace("&", match.group()).replace("\u0001", "&");
            match.appendReplacement(changed, Matcher.quoteReplacement(put));
        }
        if (count > 0) {
            set(place, AwkValue.of(match.appendTail(changed).toString()));
        }
        return AwkValue.of(count);
    }
}
