package org.ringlab.jupyter.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;
import org.ringlab.jupyter.session.CellOutcome.Failed;
import org.ringlab.jupyter.text.Messages;
import org.ringlab.jupyter.text.Text;

/** Errors of Java cells in words for their authors: place, caret, hint, and no stack frame of the kernel. */
final class JavaErrors {
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";
    private static final String TOP_LEVEL = "do_it$";

    /** First words of lines that are commands rather than Java. */
    private static final Set<String> COMMANDS = Set.of(
            "ping", "ip", "iptables", "route", "ifconfig", "echo", "cat", "sysctl", "curl", "ls", "arp", "conntrack");

    private final Messages messages;
    private final CellSources sources;

    JavaErrors(Messages messages, CellSources sources) {
        this.messages = messages;
        this.sources = sources;
    }

    /**
     * A cell that doesn't compile.
     *
     * @param cell its whole source
     * @param offset where the snippet with the errors begins in it
     */
    Failed compileError(String cell, int offset, List<Diag> diags) {
        List<String> trace = new ArrayList<>();
        String first = "";
        for (Diag diag : diags) {
            if (!diag.isError()) {
                continue;
            }
            int start = offset + (int) Math.max(diag.getStartPosition(), 0);
            int end = offset + (int) Math.max(diag.getEndPosition(), diag.getStartPosition() + 1);
            int line = CellSources.line(cell, start);
            int column = CellSources.column(cell, start);
            String source = CellSources.lineText(cell, line);
            String words = words(diag);
            String heading = messages.say(Text.ERROR_AT, line, column, words);
            first = first.isEmpty() ? heading : first;
            trace.add(RED + heading + PLAIN);
            trace.add("  " + source);
            int width = Math.clamp(end - start, 1, Math.max(1, source.length() - column + 1));
            trace.add("  " + Caret.under(source, column, width));
            hint(diag.getCode(), source).ifPresent(hint -> trace.add(messages.say(Text.HINT, messages.say(hint))));
        }
        return new Failed("CompilationException", first, List.copyOf(trace));
    }

    /** The compiler's words, without the wrapper class that JShell puts around a cell. */
    private String words(Diag diag) {
        return diag.getMessage(messages.locale())
                .lines()
                .filter(line -> !line.strip().matches("(location|位置): *(class|类)?"))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** A cell that ends in the middle. */
    Failed incomplete() {
        String words = messages.say(Text.INCOMPLETE);
        return new Failed("CompilationException", words, List.of(RED + words + PLAIN));
    }

    /** A cell that was interrupted. */
    Failed interrupted() {
        String words = messages.say(Text.INTERRUPTED);
        return new Failed("KeyboardInterrupt", words, List.of(RED + "KeyboardInterrupt" + PLAIN + ": " + words));
    }

    /** A cell that threw. */
    Failed thrown(JShellException exception) {
        List<String> trace = new ArrayList<>();
        describe(exception, "", trace);
        String name = simple(className(exception));
        return new Failed(name, text(exception), List.copyOf(trace));
    }

    private void describe(JShellException exception, String prefix, List<String> trace) {
        String message = text(exception);
        trace.add(prefix + RED + className(exception) + PLAIN + (message.isEmpty() ? "" : ": " + message));
        for (StackTraceElement frame : exception.getStackTrace()) {
            frame(frame).ifPresent(trace::add);
        }
        if (exception.getCause() instanceof JShellException cause) {
            describe(cause, "Caused by: ", trace);
        }
    }

    /** A frame of a cell or of the JDK below it; JShell names the first kind's file {@code #id}. */
    private Optional<String> frame(StackTraceElement frame) {
        String file = frame.getFileName();
        if (file != null && file.startsWith("#")) {
            return sources.place(file.substring(1), frame.getLineNumber())
                    .map(place -> frame.getMethodName().isEmpty()
                                    || frame.getMethodName().equals(TOP_LEVEL)
                            ? messages.say(Text.FRAME_CELL, place.cell(), place.line())
                            : messages.say(Text.FRAME_METHOD, method(frame), place.cell(), place.line()));
        }
        return kernel(frame) ? Optional.empty() : Optional.of("    at " + frame);
    }

    private static boolean kernel(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("org.ringlab.jupyter.")
                || name.startsWith("jdk.internal.reflect.")
                || name.startsWith("java.lang.reflect.")
                || name.startsWith("jdk.jshell.")
                || name.startsWith("REPL.")
                || (name.equals("java.lang.Thread") && frame.getMethodName().startsWith("run"));
    }

    private static String method(StackTraceElement frame) {
        String owner = frame.getClassName();
        return owner.isEmpty() ? frame.getMethodName() : owner + "." + frame.getMethodName();
    }

    private static String className(JShellException exception) {
        return exception instanceof EvalException thrown
                ? thrown.getExceptionClassName()
                : exception.getClass().getName();
    }

    private static String text(JShellException exception) {
        return exception.getMessage() == null ? "" : exception.getMessage();
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static Optional<Text> hint(String code, String source) {
        if (COMMANDS.contains(source.strip().split("\\s+", 2)[0])) {
            return Optional.of(Text.HINT_COMMAND);
        }
        return switch (code.replaceFirst("^compiler\\.err\\.", "")) {
            case String c
            when c.startsWith("cant.resolve") || c.equals("doesnt.exist") -> Optional.of(Text.HINT_CANT_RESOLVE);
            case String c when c.startsWith("illegal.char") -> Optional.of(Text.HINT_ILLEGAL_CHAR);
            case String c
            when c.startsWith("expected") || c.equals("not.stmt") || c.startsWith("illegal.start") ->
                Optional.of(Text.HINT_EXPECTED);
            case String c
            when c.startsWith("prob.found.req") || c.startsWith("incompatible") -> Optional.of(Text.HINT_INCOMPATIBLE);
            default -> Optional.empty();
        };
    }
}
