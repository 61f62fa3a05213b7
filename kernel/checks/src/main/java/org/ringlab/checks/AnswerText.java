package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;

/**
 * The text of an answer's cell taken apart: its header (a cell magic) and what is graded.
 *
 * @param answer null where the cell can't be used
 * @param problem why it can't, for the student; empty where it can
 */
public record AnswerText(@Nullable Answer answer, Text problem) {
    /** Characters of an answer. */
    public static final int MAX_LENGTH = 20_000;

    /** Lines that the notebook's kernel takes for itself. */
    private static final Pattern MAGIC = Pattern.compile("%{1,2}[A-Za-z].*");

    private static final Pattern HEADER = Pattern.compile("%%([A-Za-z]+)(?:\\s+(\\S.*))?");

    /** Reads the cell of an answer; it is untrusted. */
    public static AnswerText read(AnswerSpec spec, String source) {
        if (source.length() > MAX_LENGTH) {
            return problem(
                    "答案单元格 " + spec.cell() + " 太长（上限 " + MAX_LENGTH + " 个字符）。",
                    "The answer cell " + spec.cell() + " is too long (at most " + MAX_LENGTH + " characters).");
        }
        if (spec instanceof AnswerSpec.NumberValue) {
            return new AnswerText(new Answer(spec, "", source, List.of()), Text.NONE);
        }
        List<Diagnostic> remarks = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        String header = "";
        boolean first = true;
        int number = 0;
        for (String line : source.split("\n", -1)) {
            number++;
            String text = line.strip();
            if (first && text.startsWith("%%")) {
                header = text;
                kept.add("");
            } else if (!(spec instanceof AnswerSpec.FileText)
                    && MAGIC.matcher(text).matches()) {
                remarks.add(new Diagnostic(
                        "answer-magic",
                        Diagnostic.Severity.HINT,
                        new Span(number, 1, line.length()),
                        "这一行是笔记本指令，评分时不执行 · this line is for the notebook and is not graded",
                        ""));
                kept.add("");
            } else {
                kept.add(line);
            }
            first &= text.isEmpty();
        }
        Heading heading = heading(spec, header, source.isBlank());
        if (heading.host() == null) {
            return problem(
                    "答案单元格 " + spec.cell() + " 的第一行是 “" + header + "”，应当是 “" + heading.wanted() + "”。",
                    "The answer cell " + spec.cell()
                            + (header.isEmpty() ? " has no header" : " begins with \"" + header + "\"")
                            + "; it must begin with \"" + heading.wanted() + "\".");
        }
        // A file's first line is the one below the header.
        String text = spec instanceof AnswerSpec.FileText ? below(source, header) : String.join("\n", kept);
        Answer answer = new Answer(spec, heading.host(), text, remarks);
        remarks.addAll(complaints(answer));
        return new AnswerText(new Answer(spec, heading.host(), text, remarks), Text.NONE);
    }

    /**
     * What a header means.
     *
     * @param host the host named; empty for kinds without, null where the header doesn't fit
     * @param wanted the header that would
     */
    private record Heading(@Nullable String host, String wanted) {}

    private static Heading heading(AnswerSpec spec, String header, boolean blank) {
        Matcher words = HEADER.matcher(header);
        String magic = words.matches() ? words.group(1) : "";
        String argument =
                words.matches() && words.group(2) != null ? words.group(2).strip() : "";
        boolean none = header.isEmpty();
        boolean known = !none && magic.equals(spec.kind().magic());
        return switch (spec) {
            case AnswerSpec.Commands commands ->
                new Heading(
                        none || (known && argument.equals(commands.host())) ? commands.host() : null,
                        "%%host " + commands.host());
            case AnswerSpec.FileText file -> {
                String place = file.host() + ":" + file.path();
                yield new Heading(none || (known && argument.equals(place)) ? file.host() : null, "%%file " + place);
            }
            case AnswerSpec.Repair repair -> {
                String only =
                        blank || repair.hosts().size() == 1 ? repair.hosts().getFirst() : null;
                String named = known && repair.hosts().contains(argument) ? argument : null;
                yield new Heading(none ? only : named, "%%host " + String.join("|", repair.hosts()));
            }
            case AnswerSpec.Choice choice -> new Heading(none || known ? "" : null, "%%choice");
            case AnswerSpec.Table table -> new Heading(none || known ? "" : null, "%%table");
            case AnswerSpec.Probes probes -> new Heading(none || known ? "" : null, "%%probes");
            case AnswerSpec.Java java -> new Heading(none ? "" : null, "// Java");
            case AnswerSpec.Assembly assembly -> new Heading(none || known ? "" : null, "%%asm");
            case AnswerSpec.NumberValue number -> new Heading("", "");
        };
    }

    private static String below(String source, String header) {
        if (header.isEmpty()) {
            return source;
        }
        String rest = source.substring(source.indexOf(header) + header.length());
        int end = rest.indexOf('\n');
        return end < 0 ? "" : rest.substring(end + 1);
    }

    /** What can be said about an answer before it is judged: for the student, beside the cell and in the report. */
    public static List<Diagnostic> complaints(Answer answer) {
        if (answer.isBlank()) {
            return List.of();
        }
        return switch (answer.spec()) {
            case AnswerSpec.Choice choice ->
                ChoiceText.read(answer.source(), choice).complaints();
            case AnswerSpec.Table table ->
                TableText.read(answer.source(), table).complaints();
            case AnswerSpec.Probes probes ->
                ProbesText.read(answer.source(), probes.most()).complaints();
            case AnswerSpec.Commands commands -> List.of();
            case AnswerSpec.FileText file -> List.of();
            case AnswerSpec.Repair repair -> List.of();
            case AnswerSpec.Java java -> List.of();
            case AnswerSpec.Assembly assembly -> AssemblyJudge.complaints(answer.source());
            case AnswerSpec.NumberValue number -> List.of();
        };
    }

    private static AnswerText problem(String zh, String en) {
        return new AnswerText(null, new Text(zh, en));
    }
}
