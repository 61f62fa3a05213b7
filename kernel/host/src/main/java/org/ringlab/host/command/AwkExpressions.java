package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.command.AwkLexer.Kind;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.command.AwkLexer.Token;
import org.ringlab.host.command.AwkProgram.Expression;

/** Reads the expressions of an awk program: the grammar of POSIX, from the loosest operator to the tightest. */
final class AwkExpressions {
    private static final int DEEPEST = 200;

    private final AwkCursor in;
    private int depth;
    /** In {@code print}, where {@code >} is a redirection. */
    private boolean printing;
    /** Behind {@code for (}, where {@code in} is no operator. */
    private boolean counting;

    AwkExpressions(AwkCursor in) {
        this.in = in;
    }

    /** What {@code print} prints: {@code >} begins its redirection. */
    List<Expression> printed() throws Mistake {
        printing = true;
        List<Expression> values = list();
        printing = false;
        return values;
    }

    /** Whether {@code in} is no operator now. */
    void counting(boolean now) {
        counting = now;
    }

    /** Some, with commas between. */
    List<Expression> list() throws Mistake {
        List<Expression> list = new ArrayList<>(List.of(expression()));
        while (in.take(",")) {
            in.skip();
            list.add(expression());
        }
        return list;
    }

    private static boolean isPlace(Expression expression) {
        return expression instanceof Expression.Variable
                || expression instanceof Expression.Field
                || expression instanceof Expression.Element;
    }

    /** One. */
    Expression expression() throws Mistake {
        if (++depth > DEEPEST) {
            throw new Mistake("not simulated: deeper nesting");
        }
        Expression left = choice();
        for (String operator : List.of("=", "+=", "-=", "*=", "/=", "%=", "^=")) {
            if (in.peek().is(operator)) {
                if (!isPlace(left)) {
                    throw in.wrong();
                }
                in.next();
                in.skipLines();
                left = new Expression.Assign(left, operator.substring(0, operator.length() - 1), expression());
                break;
            }
        }
        depth--;
        return left;
    }

    private Expression choice() throws Mistake {
        Expression condition = or();
        if (!in.take("?")) {
            return condition;
        }
        in.skipLines();
        Expression yes = expression();
        in.skipLines();
        in.need(":");
        in.skipLines();
        return new Expression.Choice(condition, yes, expression());
    }

    private Expression or() throws Mistake {
        Expression left = and();
        while (in.take("||")) {
            in.skip();
            left = new Expression.Binary(left, "||", and());
        }
        return left;
    }

    private Expression and() throws Mistake {
        Expression left = membership();
        while (in.take("&&")) {
            in.skip();
            left = new Expression.Binary(left, "&&", membership());
        }
        return left;
    }

    private Expression membership() throws Mistake {
        Expression left = match();
        while (!counting && in.take("in")) {
            left = new Expression.In(List.of(left), in.name());
        }
        return left;
    }

    private Expression match() throws Mistake {
        Expression left = comparison();
        while (in.peek().is("~") || in.peek().is("!~")) {
            left = new Expression.Binary(left, in.next().text(), comparison());
        }
        return left;
    }

    private Expression comparison() throws Mistake {
        Expression left = concatenation();
        while (!printing && in.peek().is("|") && in.second().is("getline")) {
            in.next();
            in.next();
            left = new Expression.Getline("|", Optional.of(left), into());
        }
        for (String operator : List.of("<=", ">=", "==", "!=", "<", ">")) {
            if (in.peek().is(operator) && !(printing && operator.equals(">"))) {
                in.next();
                return new Expression.Binary(left, operator, concatenation());
            }
        }
        return left;
    }

    /** One without comparisons, as behind a redirection. */
    Expression concatenation() throws Mistake {
        Expression left = sum();
        while (in.peek().kind() == Kind.NUMBER
                || in.peek().kind() == Kind.TEXT
                || in.isName()
                || in.peek().is("$")
                || in.peek().is("!")
                || in.peek().is("(")
                || in.peek().is("-")
                || in.peek().is("+")
                || in.peek().is("++")
                || in.peek().is("--")) {
            left = new Expression.Binary(left, " ", sum());
        }
        return left;
    }

    private Expression sum() throws Mistake {
        Expression left = product();
        while (in.peek().is("+") || in.peek().is("-")) {
            left = new Expression.Binary(left, in.next().text(), product());
        }
        return left;
    }

    private Expression product() throws Mistake {
        Expression left = unary();
        while (in.peek().is("*") || in.peek().is("/") || in.peek().is("%")) {
            left = new Expression.Binary(left, in.next().text(), unary());
        }
        return left;
    }

    private Expression unary() throws Mistake {
        if (++depth > DEEPEST) {
            throw new Mistake("not simulated: deeper nesting");
        }
        Expression made;
        if (in.peek().is("!") || in.peek().is("-") || in.peek().is("+")) {
            made = new Expression.Unary(in.next().text(), unary());
        } else {
            made = step();
            if (in.take("^")) {
                made = new Expression.Binary(made, "^", unary());
            }
        }
        depth--;
        return made;
    }

    private Expression step() throws Mistake {
        if (in.peek().is("++") || in.peek().is("--")) {
            int by = in.next().is("++") ? 1 : -1;
            return new Expression.Step(primary(), by, true);
        }
        Expression value = primary();
        if (isPlace(value) && (in.peek().is("++") || in.peek().is("--"))) {
            return new Expression.Step(value, in.next().is("++") ? 1 : -1, false);
        }
        return value;
    }

    private Expression primary() throws Mistake {
        int before = in.place();
        Token token = in.next();
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
                return named(token, before);
            }
            case OPERATOR -> {
                if (token.text().equals("(")) {
                    return grouped();
                }
                if (token.text().equals("$")) {
                    return new Expression.Field(
                            in.peek().is("++")
                                            || in.peek().is("--")
                                            || in.peek().is("-")
                                    ? unary()
                                    : primary());
                }
            }
            case NEWLINE, END -> {}
        }
        in.back(before);
        throw in.wrong();
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
        in.need(")");
        if (inner.size() == 1) {
            return inner.getFirst();
        }
        in.need("in");
        return new Expression.In(inner, in.name());
    }

    private Optional<Expression> into() throws Mistake {
        boolean place = in.peek().is("$") || in.isName();
        return place ? Optional.of(primary()) : Optional.empty();
    }

    private Expression named(Token token, int before) throws Mistake {
        if (token.text().equals("getline")) {
            Optional<Expression> into = into();
            return in.take("<")
                    ? new Expression.Getline("<", Optional.of(primary()), into)
                    : new Expression.Getline("", Optional.empty(), into);
        }
        if (AwkCursor.WORDS.contains(token.text())) {
            in.back(before);
            throw in.wrong();
        }
        if (in.take("[")) {
            boolean wasPrinting = printing;
            printing = false;
            List<Expression> index = index();
            printing = wasPrinting;
            return new Expression.Element(token.text(), index);
        }
        if (token.text().equals("length") && !in.peek().is("(")) {
            return new Expression.Call("length", List.of());
        }
        boolean builtin = AwkFunctions.NAMES.contains(token.text());
        if (!token.glued() && !(builtin && in.peek().is("("))) {
            return new Expression.Variable(token.text());
        }
        in.need("(");
        boolean wasPrinting = printing;
        printing = false;
        in.skipLines();
        List<Expression> arguments = in.peek().is(")") ? List.of() : list();
        printing = wasPrinting;
        in.skipLines();
        in.need(")");
        return new Expression.Call(token.text(), arguments);
    }

    /** What stands in brackets, behind the first. */
    List<Expression> index() throws Mistake {
        List<Expression> index = list();
        in.need("]");
        return index;
    }
}
