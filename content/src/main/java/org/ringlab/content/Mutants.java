package org.ringlab.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.ChoiceText;
import org.ringlab.grader.ExercisePack;

/**
 * Small mistakes made in a right answer, each by itself: a line or a condition left out, two rules exchanged, a target, an operator,
 * a number or an option changed. Checks that notice them all notice much else.
 */
final class Mutants {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is changed in rules: the first group that a pattern finds. */
    private static final Map<Pattern, UnaryOperator<String>> IN_RULES = Map.of(
            Pattern.compile("(-j ACCEPT)\\b"),
            found -> "-j DROP",
            Pattern.compile("(-j (?:DROP|REJECT)\\b(?: --reject-with \\S+)?)"),
            found -> "-j ACCEPT",
            Pattern.compile("\\s((?:! )?-[sdio] \\S+ ?)"),
            found -> "",
            Pattern.compile("\\s((?:-m (?:state|conntrack) )?(?:! )?--(?:ct)?state \\S+ ?)"),
            found -> "",
            Pattern.compile("\\s((?:! )?--[sd]port \\S+ ?)"),
            found -> "",
            Pattern.compile("\\s((?:! )?--(?:syn|icmp-type \\S+) ?)"),
            found -> "");

    private static final Map<Pattern, UnaryOperator<String>> IN_CODE = Map.of(
            Pattern.compile(" (<=?|>=?) "),
            found -> found.endsWith("=") ? found.substring(0, 1) : found + "=",
            Pattern.compile(" ([=!]=) "),
            found -> found.startsWith("=") ? "!=" : "==",
            Pattern.compile(" (&&|\\|\\|) "),
            found -> found.equals("&&") ? "||" : "&&",
            Pattern.compile(" ([+-]) "),
            found -> found.equals("+") ? "-" : "+",
            Pattern.compile("\\b(true|false)\\b"),
            found -> found.equals("true") ? "false" : "true",
            Pattern.compile("(?<![\\w.])(0x[0-9a-fA-F]+|\\d+)"),
            Mutants::oneMore);

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])(0x[0-9a-fA-F]+|\\d+)");

    private final List<Mutant> found = new ArrayList<>();
    private final JsonNode reference;

    private Mutants(JsonNode reference) {
        this.reference = reference;
    }

    /**
     * A mistake.
     *
     * @param what which one, for the author
     * @param notebook the answers with it
     */
    record Mutant(String what, String notebook) {}

    /**
     * The mistakes that can be made in a notebook with right answers.
     *
     * @param most how many; of more, every so many-th is taken
     */
    static List<Mutant> of(ExercisePack pack, String notebook, int most) {
        try {
            Mutants mutants = new Mutants(JSON.readTree(notebook));
            pack.answers().forEach(mutants::in);
            List<Mutant> all = mutants.found;
            List<Mutant> chosen = new ArrayList<>();
            for (int i = 0; i < Math.min(most, all.size()); i++) {
                chosen.add(all.get((int) ((long) i * all.size() / Math.min(most, all.size()))));
            }
            return chosen;
        } catch (JsonProcessingException e) {
            throw new ContentException("The reference is no notebook: " + e.getOriginalMessage());
        }
    }

    private void in(AnswerSpec spec) {
        JsonNode cell = cell(reference, spec.cell());
        String source = cell == null ? "" : joined(cell.path("source"));
        if (source.isBlank()) {
            return;
        }
        switch (spec) {
            case AnswerSpec.Commands commands -> lines(spec, source, IN_RULES);
            case AnswerSpec.Repair repair -> lines(spec, source, IN_RULES);
            case AnswerSpec.FileText file -> lines(spec, source, IN_RULES);
            case AnswerSpec.Probes probes -> lines(spec, source, Map.of());
            case AnswerSpec.Assembly assembly -> lines(spec, source, Map.of(NUMBER, Mutants::oneMore));
            case AnswerSpec.Java java -> edits(spec, source, 0, source, IN_CODE);
            case AnswerSpec.NumberValue number -> edits(spec, source, 0, source, Map.of(NUMBER, Mutants::oneMore));
            case AnswerSpec.Choice choice -> options(choice, source);
            case AnswerSpec.Table table -> cells(table, source);
        }
    }

    private void lines(AnswerSpec spec, String source, Map<Pattern, UnaryOperator<String>> edits) {
        List<String> lines = Arrays.asList(source.split("\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("%%") || line.stripLeading().startsWith("#")) {
                continue;
            }
            List<String> without = new ArrayList<>(lines);
            without.remove(i);
            add(spec, "without line " + (i + 1) + ": " + line.strip(), String.join("\n", without));
            if (i + 1 < lines.size() && line.contains("-A ") && lines.get(i + 1).contains("-A ")) {
                List<String> swapped = new ArrayList<>(lines);
                swapped.set(i, lines.get(i + 1));
                swapped.set(i + 1, line);
                add(spec, "line " + (i + 1) + " behind the next: " + line.strip(), String.join("\n", swapped));
            }
            int before = lines.subList(0, i).stream()
                    .mapToInt(each -> each.length() + 1)
                    .sum();
            edits(spec, source, before, line, edits);
        }
    }

    /** Each place of a part of the source that a pattern finds, changed. */
    private void edits(
            AnswerSpec spec, String source, int offset, String part, Map<Pattern, UnaryOperator<String>> edits) {
        edits.entrySet().stream()
                .sorted(Map.Entry.comparingByKey((a, b) -> a.pattern().compareTo(b.pattern())))
                .forEach(edit -> {
                    for (MatchResult at : edit.getKey().matcher(part).results().toList()) {
                        String now = edit.getValue().apply(at.group(1));
                        String before = source.substring(0, offset + at.start(1));
                        long line = 1 + before.chars().filter(c -> c == '\n').count();
                        add(
                                spec,
                                "line " + line + " with " + (now.isEmpty() ? "nothing" : "`" + now.strip() + "`")
                                        + " for `" + at.group(1).strip() + "`",
                                before + now + source.substring(offset + at.end(1)));
                    }
                });
    }

    private void options(AnswerSpec.Choice spec, String source) {
        Set<String> chosen = new LinkedHashSet<>(
                ChoiceText.read(source.replaceFirst("^%%choice.*", ""), spec).chosen());
        for (String option : spec.options().keySet()) {
            Set<String> other = new LinkedHashSet<>(spec.multiple() ? chosen : Set.of());
            if (!other.remove(option)) {
                other.add(option);
            }
            if (!other.equals(chosen)) {
                add(
                        spec,
                        String.join(", ", other) + " instead of " + String.join(", ", chosen),
                        String.join("\n", other));
            }
        }
    }

    private void cells(AnswerSpec.Table spec, String source) {
        String[] lines = source.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String[] cells = lines[i].split("\\|", -1);
            for (int c = 1; c < cells.length; c++) {
                String was = cells[c].strip();
                if (!was.isEmpty()) {
                    String[] changed = cells.clone();
                    changed[c] = was.equals("0") ? " 1 " : " 0 ";
                    String[] all = lines.clone();
                    all[i] = String.join("|", changed);
                    add(
                            spec,
                            "line " + (i + 1) + " with `" + changed[c].strip() + "` for `" + was + "`",
                            String.join("\n", all));
                }
            }
        }
    }

    private static String oneMore(String number) {
        return number.startsWith("0x")
                ? "0x"
                        + new BigInteger(number.substring(2), 16)
                                .add(BigInteger.ONE)
                                .toString(16)
                : new BigInteger(number).add(BigInteger.ONE).toString();
    }

    private void add(AnswerSpec spec, String what, String source) {
        JsonNode notebook = reference.deepCopy();
        if (cell(notebook, spec.cell()) instanceof ObjectNode cell) {
            cell.put("source", source);
            found.add(new Mutant(spec.cell() + " " + what, notebook.toString()));
        }
    }

    private static @Nullable JsonNode cell(JsonNode notebook, String name) {
        for (JsonNode cell : notebook.path("cells")) {
            String gradeId =
                    cell.path("metadata").path("nbgrader").path("grade_id").asText("");
            if (name.equals(gradeId.isEmpty() ? cell.path("id").asText() : gradeId)) {
                return cell;
            }
        }
        return null;
    }

    private static String joined(JsonNode source) {
        if (!source.isArray()) {
            return source.asText();
        }
        StringBuilder text = new StringBuilder();
        source.forEach(line -> text.append(line.asText()));
        return text.toString();
    }
}
