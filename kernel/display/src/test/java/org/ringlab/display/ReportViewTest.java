package org.ringlab.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A report with a public failure, a hidden one with a sibling, and a remark; and reports that hold nonsense. */
class ReportViewTest {
    private static Map<String, Object> both(String zh, String en) {
        return Map.of("zh", zh, "en", en);
    }

    private static Map<String, Object> report() {
        Map<String, Object> open = Map.of(
                "visibility",
                "PUBLIC",
                "title",
                both("能打开网页", "The page opens"),
                "outcome",
                "PASS",
                "points",
                2,
                "max",
                2,
                "message",
                both("", ""));
        Map<String, Object> hidden = Map.of(
                "visibility",
                "HIDDEN",
                "title",
                both("其他服务", "Other services"),
                "outcome",
                "FAIL",
                "points",
                0,
                "max",
                1.5,
                "message",
                both("还有 <服务> 放行了。", "A <service> gets through."),
                "misconception",
                Map.of("id", "x", "text", both("规则太宽。", "The rule is too wide.")),
                "rule",
                Map.of(
                        "host", "gw",
                        "table", "filter",
                        "chain", "FORWARD",
                        "number", 2,
                        "rule", "-p tcp -j ACCEPT"),
                "sibling",
                true,
                "trace",
                Map.of("text", both("报文 <1>", "packet <1>")));
        Map<String, Object> remark = Map.of("fact", "line 2 was left out", "hint", "it begins with %");
        return Map.of(
                "status",
                "GRADED",
                "title",
                both("白名单", "White list"),
                "score",
                2,
                "max",
                3.5,
                "answers",
                List.of(Map.of("cell", "e3-gw", "remarks", List.of(remark))),
                "checks",
                List.of(open, hidden));
    }

    @Test
    void showsScoresAndReasons() throws IOException {
        for (Language language : Language.values()) {
            String code = language.pick("zh", "en");
            Golden.check("report." + code + ".txt", ReportView.text(report(), language));
            String html = ReportView.html(report(), language);
            WellFormed.check(html);
            Golden.check("report." + code + ".html", html);
        }
    }

    @Test
    void saysThatAnUngradableSubmissionCostsNothing() {
        Map<String, Object> report = Map.of("status", "NOT_GRADABLE", "exercise", "01/e1");
        assertTrue(ReportView.text(report, Language.EN).contains("no attempt is charged"));
    }

    @Test
    void promisesNothingToStudyWhereThereIsNoTrace() {
        Map<String, Object> check = Map.of("outcome", "FAIL", "sibling", true);
        String text = ReportView.text(Map.of("status", "GRADED", "checks", List.of(check)), Language.EN);
        assertTrue(text.contains("in a similar scenario too:") && !text.contains("study"), text);
    }

    @Test
    void readsWhateverComes() {
        for (Map<String, Object> odd : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("checks", "none"),
                Map.of("checks", List.of(1, Map.of("title", 3, "points", "x"))),
                Map.of("status", "<b>", "title", both("<script>", "<script>")))) {
            String html = ReportView.html(odd, Language.ZH);
            WellFormed.check(html);
            assertFalse(html.contains("<script"), html);
        }
    }

    @Test
    void whatWasLeftOutAndWhatIsLateSaySo() {
        Map<String, Object> refused =
                Map.of("status", "REFUSED", "exercise", "01/e1", "message", Map.of("zh", "已截止。", "en", "It is over."));
        assertEquals("01/e1: not handed in\nIt is over.", ReportView.text(refused, Language.EN));
        Map<String, Object> late =
                Map.of("status", "GRADED", "exercise", "01/e1", "score", 3, "max", 3, "late", 20.0, "counted", 2.4);
        assertEquals("01/e1: 3 / 3 (late: 20% less, counts 2.4)", ReportView.text(late, Language.EN));
        assertEquals("01/e1：得分 3 / 3（迟交扣 20%，计入 2.4 分）", ReportView.text(late, Language.ZH));
    }
}
