package org.ringlab.jupyter;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.reply.CompleteReply;
import io.github.spencerpark.jupyter.messages.reply.IsCompleteReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringlab.jupyter.jshell.JavaInsight;
import org.ringlab.jupyter.jshell.JavaSession;
import org.ringlab.jupyter.magic.CellParser;
import org.ringlab.jupyter.magic.CellParser.Part;
import org.ringlab.jupyter.magic.MagicFailureException;
import org.ringlab.jupyter.magic.MagicInsight;
import org.ringlab.jupyter.magic.MagicTable;
import org.ringlab.jupyter.session.Cell;
import org.ringlab.jupyter.session.CellEngine;
import org.ringlab.jupyter.session.CellFailureException;
import org.ringlab.jupyter.session.CellOutcome;
import org.ringlab.jupyter.text.Messages;
import org.ringlab.jupyter.text.Text;

/** Runs the cells of a notebook: Java by JShell, everything that starts with percent signs by the magics. */
final class NotebookEngine implements CellEngine {
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final CellParser parser = new CellParser();
    private final JavaSession java;
    private final JavaInsight javaInsight;
    private final MagicTable magics;
    private final MagicInsight magicInsight;
    private final CellHooks hooks;
    private final Messages messages;

    /** What happens around every cell. */
    interface CellHooks {
        /** Before the cell's own work. */
        void before(Cell cell);

        /** After it, however it ended. */
        void after(Cell cell);

        /** The user restarts the kernel; from any thread. */
        void restarting();
    }

    NotebookEngine(JavaSession java, MagicTable magics, MagicInsight magicInsight, CellHooks hooks, Messages messages) {
        this.java = java;
        this.magics = magics;
        this.magicInsight = magicInsight;
        this.hooks = hooks;
        this.messages = messages;
        javaInsight = new JavaInsight(java);
    }

    @Override
    public void begin() {
        java.begin();
    }

    @Override
    public CellOutcome run(Cell cell) {
        hooks.before(cell);
        try {
            return runParts(cell);
        } finally {
            hooks.after(cell);
        }
    }

    private CellOutcome runParts(Cell cell) {
        CellOutcome outcome = CellOutcome.Done.nothing();
        for (Part part : parser.parse(cell.code())) {
            outcome = runPart(cell, part);
            if (outcome instanceof CellOutcome.Failed) {
                return outcome;
            }
        }
        return outcome;
    }

    private CellOutcome runPart(Cell cell, Part part) {
        try {
            switch (part) {
                case Part.Java code -> {
                    return java.run(cell, code.code(), code.firstLine());
                }
                case Part.Line line -> magics.line(cell, line);
                case Part.Whole whole -> magics.cell(cell, whole);
                case Part.FullWidth word -> {
                    return failed(new MagicFailureException(
                            messages.say(Text.FULL_WIDTH, word.typed(), codes(word.typed())),
                            messages.say(Text.HINT_FULL_WIDTH, word.plain())));
                }
                case Part.Question question -> {
                    Optional<DisplayData> page =
                            inspect(question.name(), question.name().length(), 1);
                    return page.isPresent()
                            ? new CellOutcome.Done(Optional.empty(), page)
                            : failed(new MagicFailureException(messages.say(Text.NO_VALUE, question.name())));
                }
            }
            return CellOutcome.Done.nothing();
        } catch (MagicFailureException failure) {
            return failed(failure);
        }
    }

    /** The characters of a word beyond ASCII, by their codes. */
    private static String codes(String word) {
        return word.chars()
                .filter(c -> c > 0x7F)
                .distinct()
                .mapToObj(c -> String.format(Locale.ROOT, "U+%04X", c))
                .collect(Collectors.joining(", "));
    }

    private CellOutcome failed(MagicFailureException failure) {
        String message = String.valueOf(failure.getMessage());
        List<String> trace = new ArrayList<>(List.of(RED + message + PLAIN));
        if (!failure.hint().isEmpty()) {
            trace.add(messages.say(Text.HINT, failure.hint()));
        }
        return new CellOutcome.Failed("UsageError", message, List.copyOf(trace));
    }

    @Override
    public DisplayData evaluate(String expression) throws CellFailureException {
        return java.evaluate(expression);
    }

    @Override
    public CompleteReply complete(String code, int cursor) {
        return magicInsight.complete(code, cursor).orElseGet(() -> javaInsight.complete(code, cursor));
    }

    @Override
    public Optional<DisplayData> inspect(String code, int cursor, int detail) {
        return MagicInsight.concerns(code, cursor)
                ? magicInsight.inspect(code, cursor)
                : javaInsight.inspect(code, cursor, detail);
    }

    @Override
    public IsCompleteReply isComplete(String code) {
        if (code.startsWith("%%")) {
            // A cell of commands goes on until an empty line.
            return code.endsWith("\n") ? IsCompleteReply.VALID_CODE : IsCompleteReply.getIncompleteReplyWithIndent("");
        }
        return parser.parse(code).stream().anyMatch(part -> !(part instanceof Part.Java))
                ? IsCompleteReply.VALID_CODE
                : javaInsight.isComplete(code);
    }

    @Override
    public void restarting() {
        hooks.restarting();
    }

    @Override
    public void interrupt() {
        java.interrupt();
    }

    @Override
    public void close() {
        java.close();
    }
}
