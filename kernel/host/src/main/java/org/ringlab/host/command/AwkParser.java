package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.command.AwkLexer.Kind;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.command.AwkLexer.Token;
import org.ringlab.host.command.AwkProgram.Expression;
import org.ringlab.host.command.AwkProgram.Item;
import org.ringlab.host.command.AwkProgram.Statement;

/** Reads an awk program: the grammar of POSIX, from the loosest operator to the tightest. */
final class AwkParser {
    private static final Set<String> LEFT_OUT =
            Set.of("for", "while", "do", "function", "func", "delete", "getline", "in", "return", "break", "continue");

    private final List<Token> tokens;
    private int at;
    private int depth;

    AwkParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    AwkProgram program() throws Mistake {
        List<Item> items = new ArrayList<>();
        skip();
        while (peek().kind() != Kind.END) {
            items.add(item());
            skip();
        }
        return new AwkProgram(items);
    }

    private Item item() throws Mistake {
        String when = peek().is("BEGIN") || peek().is("END") ? next().text() : "";
        Optional<Expression> pattern = Optional.empty();
        Optional<Expression> until = Optional.empty();
        if (when.isEmpty() && !peek().is("{")) {
            pattern = Optional.of(expression());
            if (take(",")) {
                until = Optional.of(expression());
            }
        }
        return new Item(when, pattern, until, peek().is("{") ? Optional.of(block()) : Optional.empty());
    }

    private List<Statement> block() throws Mistake {
        need("{");
        List<Statement> statements = new ArrayList<>();
        skip();
        while (!peek().is("}")) {
            statements.addAll(statement());
            skip();
        }
        next();
        return statements;
    }

    private List<Statement> statement() throws Mistake {
        if (++depth > 50) {
            throw new Mistake("not simulated: deeper nesting");
        }
        List<Statement> made = one();
        depth--;
        return made;
    }

    private List<Statement> one() throws Mistake {
        Token token = peek();
        if (token.is("{")) {
            return block();
        }
        if (token.kind() == Kind.NAME && LEFT_OUT.contains(token.text())) {
            throw new Mistake("not simulated: " + token.text());
        }
        if (take("if")) {
            need("(");
            Expression condition = expression();
            need(")");
            skip();
            List<Statement> then = statement();
            int before = at;
            skip();
            if (take("else")) {
                skip();
                return List.of(new Statement.If(condition, then, statement()));
            }
            at = before;
            return List.of(new Statement.If(condition, then, List.of()));
        }
        Statement made;
        if (take("print")) {
            made = new Statement.Print(values());
        } else if (take("printf")) {
            made = new Statement.Printf(values());
        } else if (take("next")) {
            made = new Statement.Next();
        } else if (take("exit")) {
            made = new Statement.Exit(ends() ? Optional.empty() : Optional.of(expression()));
        } else {
            made = new Statement.Value(expression());
        }
        if (!ends()) {
            throw wrong();
        }
        return List.of(made);
    }

    private boolean ends() {
        return peek().is(";") || peek().is("}") || peek().kind() == Kind.NEWLINE || peek().kind() == Kind.END;
    }

    private List<Expression> values() throws Mistake {
        if (ends()) {
            return List.of();
        }
        // print (a, b): the parentheses hold the list
        int start = at;
        if (take("(")) {
            List<Expression> inner = list();
            if (take(")") && (ends() || peek().is(">") || peek().is("|"))) {
                redirection();
                return inner;
            }
            at = start;
        }
        List<Expression> values = list();
        redirection();
        return values;
    }

    private void redirection() throws Mistake {
        if (peek().is(">") || peek().is("|")) {
            throw new Mistake("not simulated: print to a file or program");
        }
    }

    private List<Expression> list() throws Mistake {
        List<Expression> list = new ArrayList<>(List.of(expression()));
        while (take(",")) {
            skip();
            list.add(expression());
        }
        return list;
    }

    private Expression expression() throws Mistake {
        if (++depth > 200) {
            throw new Mistake("not simulated: deeper nesting");
        }
        Expression left = choice();
        for (String operator : List.of("=", "+=", "-=", "*=", "/=", "%=", "^=")) {
            if (peek().is(operator)) {
                if (!(left instanceof Expression.Variable) && !(left instanceof Expression.Field)) {
                    throw wrong();
                }
                next();
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
        Expression yes = expression();
        need(":");
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
        Expression left = match();
        while (take("&&")) {
            skip();
            left = new Expression.Binary(left, "&&", match());
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
        for (String operator : List.of("<=", ">=", "==", "!=", "<", ">")) {
            if (peek().is(operator)) {
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
                || peek().kind() == Kind.NAME && !LEFT_OUT.contains(peek().text())
                || peek().is("$")
                || peek().is("(")
                || peek().is("-")) {
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
        boolean place = value instanceof Expression.Variable || value instanceof Expression.Field;
        if (place && (peek().is("++") || peek().is("--"))) {
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
                    Expression inner = expression();
                    need(")");
                    return inner;
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

    private Expression named(Token token) throws Mistake {
        if (LEFT_OUT.contains(token.text())) {
            throw new Mistake("not simulated: " + token.text());
        }
        if (peek().is("[")) {
            throw new Mistake("not simulated: arrays");
        }
        if (token.text().equals("length") && !peek().is("(")) {
            return new Expression.Call("length", List.of());
        }
        if (!token.glued() && !token.text().equals("length")) {
            return new Expression.Variable(token.text());
        }
        if (!Set.of("length", "substr", "index", "toupper", "tolower", "int", "sub", "gsub")
                .contains(token.text())) {
            throw new Mistake("not simulated: function " + token.text());
        }
        need("(");
        List<Expression> arguments = peek().is(")") ? List.of() : list();
        need(")");
        return new Expression.Call(token.text(), arguments);
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
