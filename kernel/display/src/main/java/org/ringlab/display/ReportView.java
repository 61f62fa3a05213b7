package org.ringlab.display;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A student's report, as {@code %submit} shows it. It reads the tree of the report's JSON (docs/report-format.md); what is
 * missing there is left out here.
 */
public final class ReportView {
    private final Map<?, ?> report;
    private final Language language;

    private ReportView(Map<?, ?> report, Language language) {
        this.report = report;
        this.language = language;
    }

    /** The report as lines. */
    public static String text(Map<String, Object> report, Language language) {
        return new ReportView(report, language).text();
    }

    /** The report as HTML, the trace of each failure folded away under it. */
    public static String html(Map<String, Object> report, Language language) {
        return new ReportView(report, language).html();
    }

    private String text() {
        List<String> lines = new ArrayList<>(List.of(heading()));
        if (!words(report, "message").isEmpty()) {
            lines.add(words(report, "message"));
        }
        remarks().forEach(remark -> lines.add("! " + remark));
        for (Map<?, ?> check : maps(report, "checks")) {
            lines.add(checkLine(check));
            reasons(check).forEach(reason -> lines.add("    " + reason));
        }
        return String.join("\n", lines);
    }

    private String html() {
        Xml xml = new Xml().open("div", "class", "rl-view").line();
        xml.element("p", heading(), "class", "rl-why").line();
        if (!words(report, "message").isEmpty()) {
            xml.element("p", words(report, "message")).line();
        }
        remarks().forEach(remark -> xml.element("p", "! " + remark).line());
        xml.open("ul", "class", "rl-checks").line();
        for (Map<?, ?> check : maps(report, "checks")) {
            xml.open("li").element("strong", checkLine(check));
            reasons(check).forEach(reason -> xml.element("p", reason));
            if (check.get("trace") instanceof Map<?, ?> trace) {
                xml.open("details").element("summary", language.pick("看看报文走到了哪里", "See how far the packet came"));
                xml.element("pre", words(trace, "text")).close("details");
            }
            xml.close("li").line();
        }
        return xml.close("ul").close("div").toString();
    }

    private String heading() {
        String title = words(report, "title");
        String name = title.isEmpty() ? string(report, "exercise") : title;
        return switch (string(report, "status")) {
            case "GRADED" ->
                name + language.pick("：得分 ", ": ") + number(report, "score") + " / " + number(report, "max") + late();
            case "REFUSED" -> name + language.pick("：没有提交", ": not handed in");
            case "NOT_GRADABLE" -> name + language.pick("：无法评分，不计次数", ": can't be graded; no attempt is charged");
            default -> name + language.pick("：评分程序出错了，老师会处理", ": the grader failed; a teacher will look at it");
        };
    }

    /** What lateness took, as the service says it. */
    private String late() {
        if (report.get("late") == null) {
            return "";
        }
        String percent = number(report, "late");
        String counted = number(report, "counted");
        return language.pick(
                "（迟交扣 " + percent + "%，计入 " + counted + " 分）",
                " (late: " + percent + "% less, counts " + counted + ")");
    }

    private String checkLine(Map<?, ?> check) {
        String mark = switch (string(check, "outcome")) {
            case "PASS" -> "✓";
            case "FAIL" -> "✗";
            default -> "–";
        };
        String hidden =
                string(check, "visibility").equals("HIDDEN") ? language.pick("（隐藏场景）", " (hidden scenario)") : "";
        return mark + " " + words(check, "title") + hidden + "  " + number(check, "points") + "/"
                + number(check, "max");
    }

    private List<String> reasons(Map<?, ?> check) {
        List<String> reasons = new ArrayList<>();
        if (Boolean.TRUE.equals(check.get("sibling"))) {
            reasons.add(
                    check.get("trace") instanceof Map<?, ?>
                            ? language.pick(
                                    "在一个类似的场景里，你的答案也失败了，可以拿它来研究：",
                                    "Your answer fails in a similar scenario too, which you can study:")
                            : language.pick("在一个类似的场景里，你的答案也失败了：", "Your answer fails in a similar scenario too:"));
        }
        words(check, "message").lines().forEach(line -> add(reasons, line));
        maps(check, "hints")
                .forEach(hint -> add(reasons, HintWords.labelled(string(hint, "step"), words(hint, "text"), language)));
        if (check.get("misconception") instanceof Map<?, ?> misconception) {
            add(reasons, words(misconception, "text"));
        }
        if (check.get("rule") instanceof Map<?, ?> rule) {
            String place = string(rule, "host") + " " + string(rule, "chain") + " #" + number(rule, "number");
            add(reasons, language.pick("起作用的规则：", "The rule that decided: ") + place + "  " + string(rule, "rule"));
        }
        return reasons;
    }

    /** What the grader has to say about single answers. */
    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        for (Map<?, ?> answer : maps(report, "answers")) {
            for (Map<?, ?> remark : maps(answer, "remarks")) {
                String hint = string(remark, "hint");
                remarks.add(string(answer, "cell") + ": " + string(remark, "fact")
                        + (hint.isEmpty() ? "" : " (" + hint + ")"));
            }
        }
        return remarks;
    }

    private static void add(List<String> reasons, String text) {
        if (!text.isEmpty() && !reasons.contains(text)) {
            reasons.add(text);
        }
    }

    private String words(Map<?, ?> map, String key) {
        return map.get(key) instanceof Map<?, ?> text ? string(text, language.pick("zh", "en")) : "";
    }

    private static String string(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    private static String number(Map<?, ?> map, String key) {
        @Nullable Object value = map.get(key);
        return value instanceof Number n
                ? new BigDecimal(n.toString()).stripTrailingZeros().toPlainString()
                : "?";
    }

    private static List<Map<?, ?>> maps(Map<?, ?> map, String key) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (map.get(key) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> inner) {
                    maps.add(inner);
                }
            }
        }
        return maps;
    }
}
