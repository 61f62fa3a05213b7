package org.ringlab.checks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ringlab.common.Diagnostic;

/**
 * A choice as a student types it: options' words, separated by blanks, commas or lines; a name in front
 * ({@code answer = dnat}) and comment lines don't count.
 *
 * @param chosen the options chosen, in the author's order
 * @param problem why it can't be understood; empty where it can
 */
public record ChoiceText(Set<String> chosen, Text problem) {
    /** Reads an answer; untrusted. */
    public static ChoiceText read(String text, AnswerSpec.Choice spec) {
        Set<String> words = new LinkedHashSet<>();
        text.lines()
                .map(String::strip)
                .filter(line -> !Answer.isComment(line))
                .map(line -> line.replaceFirst("^[^=]*=", ""))
                .flatMap(line -> List.of(line.split("[\\s,;、，；\"']+")).stream())
                .filter(word -> !word.isEmpty())
                .forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
        for (String word : words) {
            if (!spec.options().containsKey(word)) {
                String shown = word.length() > 40 ? word.substring(0, 40) + "…" : word;
                String known = String.join(", ", spec.options().keySet());
                return new ChoiceText(
                        Set.of(),
                        new Text(
                                "“" + shown + "”不是选项；选项有：" + known + "。",
                                "`" + shown + "` is no option; the options: " + known + "."));
            }
        }
        if (!spec.multiple() && words.size() > 1) {
            return new ChoiceText(Set.of(), new Text("这里只能选一个。", "Choose only one here."));
        }
        Set<String> chosen = new LinkedHashSet<>(spec.options().keySet());
        chosen.retainAll(words);
        return new ChoiceText(chosen, Text.NONE);
    }

    /** The problem as a remark about the answer. */
    List<Diagnostic> complaints() {
        return problem.isEmpty() ? List.of() : List.of(Complaint.of("answer-choice", null, problem));
    }
}
