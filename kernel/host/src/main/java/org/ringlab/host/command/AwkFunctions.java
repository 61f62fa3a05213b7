package org.ringlab.host.command;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.common.SimClock;
import org.ringlab.host.command.AwkLexer.Mistake;
import org.ringlab.host.command.AwkProgram.Expression;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.CountedText;

/** awk's own functions. */
final class AwkFunctions {
    static final Set<String> NAMES = Set.of(
            ("atan2 close cos exp fflush gensub gsub index int length log match rand sin split sprintf sqrt srand"
                            + " strftime sub substr system systime tolower toupper")
                    .split(" "));

    private final AwkRun run;
    private final Session session;
    private final AwkStreams streams;
    private long seed = 1;
    private long state = 1;

    AwkFunctions(AwkRun run, Session session, AwkStreams streams) {
        this.run = run;
        this.session = session;
        this.streams = streams;
    }

    AwkValue call(String name, List<Expression> arguments) throws Mistake {
        return switch (name) {
            case "sub", "gsub" -> substitute(name, arguments);
            case "gensub" -> general(arguments);
            case "split" -> split(arguments);
            case "match" -> match(arguments);
            case "length" -> length(arguments);
            case "substr" -> substr(arguments);
            case "sprintf" -> AwkValue.of(AwkFormat.formatted(run.values(arguments)));
            case "index" -> AwkValue.of(text(arguments, 0).indexOf(text(arguments, 1)) + 1);
            case "tolower" -> AwkValue.of(text(arguments, 0).toLowerCase(Locale.ROOT));
            case "toupper" -> AwkValue.of(text(arguments, 0).toUpperCase(Locale.ROOT));
            case "int" -> AwkValue.of((double) (long) number(arguments, 0));
            case "sqrt" -> AwkValue.of(Math.sqrt(number(arguments, 0)));
            case "exp" -> AwkValue.of(Math.exp(number(arguments, 0)));
            case "log" -> AwkValue.of(Math.log(number(arguments, 0)));
            case "sin" -> AwkValue.of(Math.sin(number(arguments, 0)));
            case "cos" -> AwkValue.of(Math.cos(number(arguments, 0)));
            case "atan2" -> AwkValue.of(Math.atan2(number(arguments, 0), number(arguments, 1)));
            case "rand" -> AwkValue.of(random());
            case "srand" -> {
                long before = seed;
                seed = arguments.isEmpty() ? seconds() : (long) number(arguments, 0);
                state = seed;
                yield AwkValue.of(before);
            }
            case "system" -> AwkValue.of(streams.run(text(arguments, 0)));
            case "close" -> AwkValue.of(streams.close(text(arguments, 0)));
            case "fflush" -> AwkValue.of(0);
            case "systime" -> AwkValue.of(seconds());
            default -> {
                long time = arguments.size() > 1 ? (long) number(arguments, 1) : seconds();
                String form = arguments.isEmpty() ? "%a %b %e %H:%M:%S %Z %Y" : text(arguments, 0);
                yield AwkValue.of(TimeFormat.write(form, LocalDateTime.ofEpochSecond(time, 0, ZoneOffset.UTC)));
            }
        };
    }

    private long seconds() {
        return SimClock.BOOT_EPOCH_SECONDS
                + session.machine().stack().network().clock().nanos() / SimClock.SECOND;
    }

    /** The same numbers for the same seed (Park and Miller's generator). */
    private double random() {
        state = Math.floorMod(state, 2_147_483_647L);
        state = (state == 0 ? 123_459_876L : state) * 16_807L % 2_147_483_647L;
        return state / 2_147_483_647.0;
    }

    private String text(List<Expression> arguments, int index) throws Mistake {
        return index < arguments.size() ? run.value(arguments.get(index)).text() : "";
    }

    private double number(List<Expression> arguments, int index) throws Mistake {
        return index < arguments.size() ? run.value(arguments.get(index)).value() : 0;
    }

    private AwkValue length(List<Expression> arguments) throws Mistake {
        if (arguments.isEmpty()) {
            return AwkValue.of(run.value(new Expression.Field(new Expression.Number(0)))
                    .text()
                    .length());
        }
        if (arguments.getFirst() instanceof Expression.Variable variable
                && run.variables().isArray(variable.name())) {
            return AwkValue.of(run.variables().array(variable.name()).size());
        }
        return AwkValue.of(text(arguments, 0).length());
    }

    private AwkValue substr(List<Expression> arguments) throws Mistake {
        String text = text(arguments, 0);
        double from = Math.rint(number(arguments, 1));
        double to = arguments.size() > 2 ? from + Math.rint(number(arguments, 2)) : text.length() + 1.0;
        int start = (int) Math.max(1, Math.min(from, text.length() + 1.0));
        int end = (int) Math.max(start, Math.min(to, text.length() + 1.0));
        return AwkValue.of(text.substring(start - 1, end - 1));
    }

    private AwkValue split(List<Expression> arguments) throws Mistake {
        String text = text(arguments, 0);
        if (arguments.size() < 2 || !(arguments.get(1) instanceof Expression.Variable array)) {
            throw new Mistake("split: second argument is not an array");
        }
        List<String> pieces = arguments.size() > 2 && arguments.get(2) instanceof Expression.Regex regex
                ? text.isEmpty() ? List.of() : List.of(regex.pattern().split(text, -1))
                : run.split(
                        text,
                        arguments.size() > 2
                                ? text(arguments, 2)
                                : run.variables().get("FS").text());
        Map<String, AwkValue> elements = run.variables().array(array.name());
        elements.clear();
        for (int i = 0; i < pieces.size(); i++) {
            elements.put(String.valueOf(i + 1), AwkValue.read(pieces.get(i)));
        }
        return AwkValue.of(pieces.size());
    }

    private AwkValue match(List<Expression> arguments) throws Mistake {
        Matcher found = run.pattern(arguments.get(1)).matcher(new CountedText(text(arguments, 0)));
        boolean is = found.find();
        run.variables().setGlobal("RSTART", AwkValue.of(is ? found.start() + 1 : 0));
        run.variables().setGlobal("RLENGTH", AwkValue.of(is ? found.end() - found.start() : -1));
        if (arguments.size() > 2 && arguments.get(2) instanceof Expression.Variable array) {
            Map<String, AwkValue> groups = run.variables().array(array.name());
            groups.clear();
            for (int group = 0; is && group <= found.groupCount(); group++) {
                String text = found.group(group);
                groups.put(String.valueOf(group), AwkValue.read(text == null ? "" : text));
            }
        }
        return AwkValue.of(is ? found.start() + 1 : 0);
    }

    private AwkValue substitute(String name, List<Expression> arguments) throws Mistake {
        if (arguments.size() < 2) {
            throw new Mistake(name + ": not enough arguments");
        }
        Pattern pattern = run.pattern(arguments.getFirst());
        String with = text(arguments, 1);
        Expression place = arguments.size() > 2 ? arguments.get(2) : new Expression.Field(new Expression.Number(0));
        Matcher match = pattern.matcher(new CountedText(run.value(place).text()));
        StringBuilder changed = new StringBuilder();
        int count = 0;
        while ((count == 0 || name.equals("gsub")) && match.find()) {
            count++;
            match.appendReplacement(changed, Matcher.quoteReplacement(replacement(with, match, false)));
        }
        if (count > 0) {
            run.set(place, AwkValue.of(match.appendTail(changed).toString()));
        }
        return AwkValue.of(count);
    }

    /** {@code gensub(regex, with, which, text)}: the changed text, with groups in {@code with}. */
    private AwkValue general(List<Expression> arguments) throws Mistake {
        if (arguments.size() < 3) {
            throw new Mistake("gensub: not enough arguments");
        }
        String text = arguments.size() > 3
                ? text(arguments, 3)
                : run.value(new Expression.Field(new Expression.Number(0))).text();
        String which = text(arguments, 2);
        boolean all = which.startsWith("g") || which.startsWith("G");
        int wanted = all ? 0 : (int) Math.max(1, AwkValue.of(which).value());
        Matcher match = run.pattern(arguments.getFirst()).matcher(new CountedText(text));
        StringBuilder changed = new StringBuilder();
        int number = 0;
        while (match.find()) {
            number++;
            String put = all || number == wanted ? replacement(text(arguments, 1), match, true) : match.group();
            match.appendReplacement(changed, Matcher.quoteReplacement(put));
        }
        return AwkValue.of(match.appendTail(changed).toString());
    }

    private static String replacement(String with, Matcher match, boolean groups) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < with.length(); i++) {
            char c = with.charAt(i);
            char next = i + 1 < with.length() ? with.charAt(i + 1) : 0;
            if (c == '&') {
                text.append(match.group());
            } else if (c == '\\' && (next == '&' || next == '\\')) {
                text.append(next);
                i++;
            } else if (c == '\\' && groups && Character.isDigit(next)) {
                int group = next - '0';
                String found = group <= match.groupCount() ? match.group(group) : "";
                text.append(found == null ? "" : found);
                i++;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
