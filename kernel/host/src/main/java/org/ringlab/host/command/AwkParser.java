package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ringlab.host.command.AwkLexer.Kind;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.command.AwkLexer.Token;
import org.ringlab.host.command.AwkProgram.Expression;
import org.ringlab.host.command.AwkProgram.Item;
import org.ringlab.host.command.AwkProgram.Statement;

/** Reads an awk program: the grammar of POSIX, from the loosest operator to the tightest. */
final class AwkParser {
    private static final Set<String> WORDS =
            Set.of(("BEGIN END break continue delete do else exit for function func getline if in next nextfile print"
                            + " printf return while")
                    .split(" "));

    private final List<Token> tokens;
    private final Map<String, AwkProgram.Function> functions = new TreeMap<>();
    private int at;
    private int depth;
    /** In {@code print}, where {@code >} is a redirection. */
    private boolean printing;
    /** Behind {@code for (}, where {@code in} is no operator. */
    private boolean counting;

    AwkParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    AwkProgram program() throws Mistake {
        List<Item> items = new ArrayList<>();
        skip();
        while (peek().kind() != Kind.END) {
            if (take("function") || take("func")) {
                function();
            } else {
                items.add(item());
            }
            skip();
        }
        return new AwkProgram(items, functions);
    }

    private void function() throws Mistake {
        String name = name();
        need("(");
        List<String> parameters = new ArrayList<>();
        while (!take(")")) {
            parameters.add(name());
            if (!peek().is(")")) {
                need(",");
                skip();
            }
        }
        skip();
        functions.put(name, new AwkProgram.Function(parameters, block()));
    }

    private String name() throws Mistake {
        if (peek().kind() != Kind.NAME || WORDS.contains(peek().text())) {
            throw wrong();
        }
        return next().text();
    }

    private Item item() throws Mistake {
        String when = peek().is("BEGIN") || peek().is("END") ? next().text() : "";
        Optional<Expression> pattern = Optional.empty();
        Optional<Expression> until = Optional.empty();
        if (when.isEmpty() && !peek().is("{")) {
            pattern = Optional.of(expression());
            if (take(",")) {
                skip();
                until = Optional.of(expression());
            }
        }
        return new Item(when, pattern, until, peek().is("{") ? Optional.of(block()) : Optional.empty());
    }

    private Statement block() throws Mistake {
        need("{");
        List<Statement> statements = new ArrayList<>();
        skip();
        while (!peek().is("}")) {
            statements.add(statement());
            skip();
        }
        next();
        return new Statement.Block(statements);
    }

    private Statement statement() throws Mistake {
        if (++depth > 50) {
            throw new Mistake("not simulated: deeper nesting");
        }
        Statement made = one();
        depth--;
        return made;
    }

    private Statement one() throws Mistake {
        if (peek().is("{")) {
            return block();
        }
        if (take("if")) {
            return conditional();
        }
        if (take("while")) {
            need("(");
            Expression condition = expression();
            need(")");
            return new Statement.While(condition, body());
        }
        if (take("for")) {
            return loop();
        }
        if (take("do")) {
            Statement body = body();
            skip();
            need("while");
            need("(");
            Expression condition = expression();
            need(")");
            return new Statement.Do(body, condition);
        }
        Statement made = simple();
        if (!ends()) {
            throw wrong();
        }
        return made;
    }

    /** The statement behind a condition, maybe an empty one. */
    private Statement body() throws Mistake {
        if (take(";")) {
            return new Statement.Block(List.of());
        }
        skip();
        return statement();
    }

    private Statement conditional() throws Mistake {
        need("(");
        Expression condition = expression();
        need(")");
        Statement then = body();
        int before = at;
        skip();
        if (take("else")) {
            return new Statement.If(condition, then, Optional.of(body()));
        }
        at = before;
        return new Statement.If(condition, then, Optional.empty());
    }

    private Statement loop() throws Mistake {
        need("(");
        if (peek().kind() == Kind.NAME
                && tokens.get(Math.min(at + 1, tokens.size() - 1)).is("in")) {
            int before = at;
            String variable = name();
            need("in");
            String array = name();
            if (take(")")) {
                return new Statement.ForIn(variable, array, body());
            }
            at = before;
        }
        counting = true;
        Optional<Statement> start = peek().is(";") ? Optional.empty() : Optional.of(simple());
        counting = false;
        need(";");
        skipLines();
        Optional<Expression> condition = peek().is(";") ? Optional.empty() : Optional.of(expression());
        need(";");
        skipLines();
        Optional<Statement> step = peek().is(")") ? Optional.empty() : Optional.of(simple());
        need(")");
        return new Statement.For(start, condition, step, body());
    }

    private Statement simple() throws Mistake {
        if (peek().is("print") || peek().is("printf")) {
            boolean plain = next().is("print");
            List<Expression> values = values();
            Optional<AwkProgram.Target> target = target();
            return plain ? new Statement.Print(values, target) : new Statement.Printf(values, target);
        }
        if (peek().is("next") || peek().is("nextfile") || peek().is("break") || peek().is("continue")) {
            return new Statement.Leave(next().text());
        }
        if (take("exit")) {
            return new Statement.Exit(ends() ? Optional.empty() : Optional.of(expression()));
        }
        if (take("return")) {
            return new Statement.Return(ends() ? Optional.empty() : Optional.of(expression()));
        }
        if (take("delete")) {
            String array = name();
            return new Statement.Delete(array, take("[") ? index() : List.of());
        }
        return new Statement.Value(expression());
    }

    private List<Expression> index() throws Mistake {
        List<Expression> index = list();
        need("]");
        return index;
    }

    private boolean ends() {
        return peek().is(";")
                || peek().is("}")
                || peek().is(")")
                || peek().kind() == Kind.NEWLINE
                || peek().kind() == Kind.END;
    }

    private boolean redirects() {
        return peek().is(">") || peek().is(">>") || peek().is("|");
    }

    private List<Expression> values() throws Mistake {
        if (ends() || redirects()) {
            return List.of();
        }
        // print (a, b): the parentheses hold the list
        int start = at;
        if (take("(")) {
            List<Expression> inner = list();
            if (take(")") && (ends() || redirects())) {
                return inner;
            }
            at = start;
        }
        printing = true;
        List<Expression> values = list();
        printing = false;
        return values;
    }

    private Optional<AwkProgram.Target> target() throws Mistake {
        if (!redirects()) {
            return Optional.empty();
        }
        String kind = next().text();
        return Optional.of(new AwkProgram.Target(kind, concatenation()));
    }

    private List<Expression> list() throws Mistake {
        List<Expression> list = new ArrayList<>(List.of(expression()));
        while (take(",")) {
            skip();
            list.add(expression());
        }
        return list;
    }

    private static boolean isPlace(Expression expression) {
        return expression instanceof Expression.Variable
                || expression instanceof Expression.Field
                || expression instanceof Expression.Element;
    }

    private Expression expression() throws Mistake {
        if (++depth > 200) {
            throw new Mistake("not simulated: deeper nesting");
        }
        Expression left = choice();
        for (String operator : List.of("=", "+=", "-=", "*=", "/=", "%=", "^=")) {
            if (peek().is(operator)) {
                if (!isPlace(left)) {
                    throw wrong();
                }
                next();
                skipLines();
                left = new Expression.Assign(left, operator.substring(0, operator.length() - 1), expression());
                break;
            }
        }
        depth--;
        return left;
    }

    private Expression choice() throws Mistake {
        Expression condition = or();
        if (!take("?")) {
            return condition;
        }
        skipLines();
        Expression yes = expression();
        skipLines();
        need(":");
        skipLines();
        return new Expression.Choice(condition, yes, expression());
    }

    private Expression or() throws Mistake {
        Expression left = and();
        while (take("||")) {
            skip();
            left = new Expression.Binary(left, "||", and());
        }
        return left;
    }

    private Expression and() throws Mistake {
        Expression left = membership();
        while (take("&&")) {
            skip();
            left = new Expression.Binary(left, "&&", membership());
        }
        return left;
    }

    private Expression membership() throws Mistake {
        Expression left = match();
        while (!counting && take("in")) {
            left = new Expression.In(List.of(left), name());
        }
        return left;
    }

    private Expression match() throws Mistake {
        Expression left = comparison();
        while (peek().is("~") || peek().is("!~")) {
            left = new Expression.Binary(left, next().text(), comparison());
        }
        return left;
    }

    private Expression comparison() throws Mistake {
        Expression left = concatenation();
        while (!printing && peek().is("|") && tokens.get(at + 1).is("getline")) {
            next();
            next();
            left = new Expression.Getline("|", Optional.of(left), into());
        }
        for (String operator : List.of("<=", ">=", "==", "!=", "<", ">")) {
            if (peek().is(operator) && !(printing && operator.equals(">"))) {
                next();
                return new Expression.Binary(left, operator, concatenation());
            }
        }
        return left;
    }

    private Expression concatenation() throws Mistake {
        Expression left = sum();
        while (peek().kind() == Kind.NUMBER
                || peek().kind() == Kind.TEXT
                || peek().kind() == Kind.NAME && !WORDS.contains(peek().text())
                || peek().is("$")
                || peek().is("!")
                || peek().is("(")
                || peek().is("-")
                || peek().is("+")
                || peek().is("++")
                || peek().is("--")) {
            left = new Expression.Binary(left, " ", sum());
        }
        return left;
    }

    private Expression sum() throws Mistake {
        Expression left = product();
        while (peek().is("+") || peek().is("-")) {
            left = new Expression.Binary(left, next().text(), product());
        }
        return left;
    }

    private Expression product() throws Mistake {
        Expression left = unary();
        while (peek().is("*") || peek().is("/") || peek().is("%")) {
            left = new Expression.Binary(left, next().text(), unary());
        }
        return left;
    }

    private Expression unary() throws Mistake {
        if (++depth > 200) {
            throw new Mistake("not simulated: deeper nesting");
        }
        Expression made;
        if (peek().is("!") || peek().is("-") || peek().is("+")) {
            made = new Expression.Unary(next().text(), unary());
        } else {
            made = step();
            if (take("^")) {
                made = new Expression.Binary(made, "^", unary());
            }
        }
        depth--;
        return made;
    }

    private Expression step() throws Mistake {
        if (peek().is("++") || peek().is("--")) {
            int by = next().is("++") ? 1 : -1;
            return new Expression.Step(primary(), by, true);
        }
        Expression value = primary();
        if (isPlace(value) && (peek().is("++") || peek().is("--"))) {
            return new Expression.Step(value, next().is("++") ? 1 : -1, false);
        }
        return value;
    }

    private Expression primary() throws Mistake {
        Token token = next();
        switch (token.kind()) {
            case NUMBER -> {
                try {
                    return new Expression.Number(Double.parseDouble(token.text()));
                } catch (NumberFormatException e) {
                    throw new Mistake("syntax error at or near " + token.text());
                }
            }
            case TEXT -> {
                return new Expression.Text(token.text());
            }
            case REGEX -> {
                return new Expression.Regex(AwkProgram.regex(token.text()));
            }
            case NAME -> {
                return named(token);
            }
            case OPERATOR -> {
                if (token.text().equals("(")) {
                    return grouped();
                }
                if (token.text().equals("$")) {
                    return new Expression.Field(
                            peek().is("++") || peek().is("--") || peek().is("-") ? unary() : primary());
                }
            }
            case NEWLINE, END -> {}
        }
        at--;
        throw wrong();
    }

    /** {@code (expression)}, or {@code (i, j) in array}. */
    private Expression grouped() throws Mistake {
        boolean wasPrinting = printing;
        boolean wasCounting = counting;
        printing = false;
        counting = false;
        List<Expression> inner = list();
        printing = wasPrinting;
        counting = wasCounting;
        need(")");
        if (inner.size() == 1) {
            return inner.getFirst();
        }
        need("in");
        return new Expression.In(inner, name());
    }

    private Optional<Expression> into() throws Mistake {
        boolean place = peek().is("$") || peek().kind() == Kind.NAME && !WORDS.contains(peek().text());
        return place ? Optional.of(primary()) : Optional.empty();
    }

    private Expression named(Token token) throws Mistake {
        if (token.text().equals("getline")) {
            Optional<Expression> into = into();
            return take("<")
                    ? new Expression.Getline("<", Optional.of(primary()), into)
                    : new Expression.Getline("", Optional.empty(), into);
        }
        if (WORDS.contains(token.text())) {
            at--;
            throw wrong();
        }
        if (take("[")) {
            boolean wasPrinting = printing;
            printing = false;
            List<Expression> index = index();
            printing = wasPrinting;
            return new Expression.Element(token.text(), index);
        }
        if (token.text().equals("length") && !peek().is("(")) {
            return new Expression.Call("length", List.of());
        }
        boolean builtin = AwkFunctions.NAMES.contains(token.text());
        if (!token.glued() && !(builtin && peek().is("("))) {
            return new Expression.Variable(token.text());
        }
        need("(");
        boolean wasPrinting = printing;
        printing = false;
        skipLines();
        List<Expression> arguments = peek().is(")") ? List.of() : list();
        printing = wasPrinting;
        skipLines();
        need(")");
        return new Expression.Call(token.text(), arguments);
    }

    private void skipLines() {
        while (peek().kind() == Kind.NEWLINE) {
            next();
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private boolean take(String word) {
        boolean is = peek().is(word);
        if (is) {
            next();
        }
        return is;
    }

    private void need(String word) throws Mistake {
        if (!take(word)) {
            throw wrong();
        }
    }

    private void skip() {
        while (peek().kind() == Kind.NEWLINE || peek().is(";")) {
            next();
        }
    }

    private Mistake wrong() {
        return new Mistake("syntax error at or near " + peek().text());
    }
}
