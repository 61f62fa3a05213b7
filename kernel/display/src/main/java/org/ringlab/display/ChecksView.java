package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.CheckResult;
import org.ringlab.checks.Decision;
import org.ringlab.checks.Feedback;
import org.ringlab.checks.Misconception;
import org.ringlab.checks.Outcome;
import org.ringlab.checks.Text;

/** Results of checks, as {@code %check} shows them: what holds, what doesn't, and why. */
public final class ChecksView {
    private ChecksView() {}

    /** A line for each check, the reasons under those that failed, and a sum. */
    public static String text(List<CheckResult> results, Language language) {
        return text(results, Map.of(), language);
    }

    /**
     * The same with hints.
     *
     * @param hints the steps of the ladder that are reached, by check
     */
    public static String text(
            List<CheckResult> results, Map<String, Map<Feedback.Part, Text>> hints, Language language) {
        List<String> lines = new ArrayList<>();
        for (CheckResult result : results) {
            lines.add(mark(result.outcome()) + " " + title(result, language));
            for (String reason : reasons(result, hints, language)) {
                lines.add("    " + reason);
            }
        }
        lines.add(sum(results, language));
        return String.join("\n", lines);
    }

    /**
     * The same as HTML, with the lost packet of each failed probe drawn.
     *
     * @param topology the lab the checks looked at; null to leave drawings out
     */
    public static String html(List<CheckResult> results, @Nullable Topology topology, Language language) {
        return html(results, Map.of(), topology, language);
    }

    /**
     * The same with hints.
     *
     * @param hints texts to add, by check
     */
    public static String html(
            List<CheckResult> results,
            Map<String, Map<Feedback.Part, Text>> hints,
            @Nullable Topology topology,
            Language language) {
        Xml xml = new Xml().open("div", "class", "rl-view").line();
        xml.element("p", sum(results, language), "class", "rl-why").line();
        xml.open("ul", "class", "rl-checks").line();
        for (CheckResult result : results) {
            xml.open("li", "class", "rl-" + result.outcome().name().toLowerCase(Locale.ROOT));
            xml.element("strong", mark(result.outcome()) + " " + title(result, language));
            reasons(result, hints, language).forEach(reason -> xml.element("p", reason));
            if (topology != null
                    && result.outcome() == Outcome.FAIL
                    && !result.events().isEmpty()) {
                xml.open("details").element("summary", language.pick("看看报文走到了哪里", "See how far the packet came"));
                xml.raw(JourneyHtml.why(topology, Journeys.of(result.events()), language))
                        .close("details");
            }
            xml.close("li").line();
        }
        return xml.close("ul").close("div").toString();
    }

    /** Why it ended so: the message, the rule at fault, the mistake that has a name. */
    private static List<String> reasons(
            CheckResult result, Map<String, Map<Feedback.Part, Text>> hints, Language language) {
        List<String> reasons = new ArrayList<>();
        add(reasons, result.message(), language);
        result.details().forEach(detail -> add(reasons, detail, language));
        hints.getOrDefault(result.id(), Map.of())
                .forEach((step, hint) ->
                        reasons.add(HintWords.labelled(step, language.pick(hint.zh(), hint.en()), language)));
        Decision rule = result.ruleAtFault();
        if (rule != null) {
            reasons.add(ruleAtFault(rule, language));
        }
        Misconception misconception = result.misconception();
        if (misconception != null) {
            add(reasons, misconception.text(), language);
        }
        return reasons;
    }

    /** {@code It was rule 3 of FORWARD on gw: -j REJECT}. */
    static String ruleAtFault(Decision rule, Language language) {
        if (rule.isPolicy()) {
            return language.pick(
                    "起作用的是 " + rule.host() + " 上 " + rule.chain() + " 链的默认策略 " + rule.rule(),
                    "It was the policy of " + rule.chain() + " on " + rule.host() + ": " + rule.rule());
        }
        return language.pick(
                "起作用的是 " + rule.host() + " 上 " + rule.chain() + " 链的第 " + rule.number() + " 条规则：" + rule.rule(),
                "It was rule " + rule.number() + " of " + rule.chain() + " on " + rule.host() + ": " + rule.rule());
    }

    private static void add(List<String> reasons, Text text, Language language) {
        String words = language.pick(text.zh(), text.en());
        if (!words.isEmpty()) {
            reasons.add(words);
        }
    }

    private static String title(CheckResult result, Language language) {
        Text title = result.check().terms().title();
        return language.pick(title.zh(), title.en());
    }

    private static String sum(List<CheckResult> results, Language language) {
        long passed = results.stream().filter(r -> r.outcome() == Outcome.PASS).count();
        return language.pick(
                results.size() + " 项检查，通过 " + passed + " 项", passed + " of " + results.size() + " checks pass");
    }

    private static String mark(Outcome outcome) {
        return switch (outcome) {
            case PASS -> "✓";
            case FAIL -> "✗";
            case NOT_RUN -> "–";
        };
    }
}
