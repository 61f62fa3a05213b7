package org.ringlab.display;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ringlab.checks.Check;
import org.ringlab.checks.CheckResult;
import org.ringlab.checks.CheckTerms;
import org.ringlab.checks.Decision;
import org.ringlab.checks.Expectation;
import org.ringlab.checks.Feedback;
import org.ringlab.checks.Hints;
import org.ringlab.checks.Misconception;
import org.ringlab.checks.Outcome;
import org.ringlab.checks.Text;
import org.ringlab.checks.Trigger;
import org.ringlab.host.ProbeSpec;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.packet.Ipv4Address;

/** How {@code %check} shows a check that holds, one that doesn't, and one that wasn't run. */
class ChecksViewTest {
    private static final Decision RULE =
            new Decision("gw", "filter", "FORWARD", 3, "-j REJECT --reject-with icmp-port-unreachable");
    private static final Misconception TOO_NARROW = new Misconception(
            "port-missing",
            new Trigger(List.of("refused"), null, null, null, null, null, null),
            new Text("白名单只放行了 80 端口。", "The white list lets only port 80 through."));

    private static CheckResult result(
            String id,
            Outcome outcome,
            Text message,
            @Nullable Misconception misconception,
            @Nullable Decision rule,
            List<PacketEvent> events) {
        Text title = new Text("检查 <" + id + ">", "check <" + id + ">");
        CheckTerms terms = new CheckTerms(id, 1, title, Text.NONE, Text.NONE, null, List.of(), Hints.NONE, List.of());
        Check check = new Check.Probe(
                terms,
                List.of(),
                ProbeSpec.ping(1, "client", Ipv4Address.of("172.18.133.212")),
                new Expectation(List.of("ok"), Map.of()));
        return new CheckResult(
                check,
                outcome,
                outcome == Outcome.PASS ? 1 : 0,
                message,
                null,
                misconception,
                rule,
                List.of(),
                Text.NONE,
                events);
    }

    private static List<CheckResult> results() {
        return List.of(
                result("ping", Outcome.PASS, Text.NONE, null, null, List.of()),
                result(
                        "ssh",
                        Outcome.FAIL,
                        new Text("期望 ok，得到 refused。", "Expected ok, got refused."),
                        TOO_NARROW,
                        RULE,
                        Trips.rejected()),
                result(
                        "later",
                        Outcome.NOT_RUN,
                        new Text("先解决上一项。", "First mend the one before."),
                        null,
                        null,
                        List.of()));
    }

    @Test
    void showsResultsAsText() throws IOException {
        for (Language language : Language.values()) {
            Golden.check("checks." + language.pick("zh", "en") + ".txt", ChecksView.text(results(), language));
        }
    }

    @Test
    void showsResultsAsHtmlWithTheLostPacketDrawn() throws IOException {
        String html = ChecksView.html(results(), Trips.threeHosts(true), Language.ZH);
        WellFormed.check(html);
        Golden.check("checks.zh.html", html);
        WellFormed.check(ChecksView.html(results(), null, Language.EN));
        WellFormed.check(ChecksView.html(List.of(), null, Language.EN));
    }

    /** Each step is labelled as in a report, in both languages. */
    @Test
    void labelsTheStepsOfTheLadder() {
        Map<Feedback.Part, Text> reached = new LinkedHashMap<>();
        reached.put(Feedback.Part.QUESTION, new Text("谁知道路？", "Who knows the way?"));
        reached.put(Feedback.Part.POINTER, new Text("看 route -n。", "Read route -n."));
        reached.put(Feedback.Part.RULE, new Text("路由是单向的。", "Routes are one-way."));
        reached.put(Feedback.Part.REPAIR, new Text("加一条路由", "add a route"));
        String english = ChecksView.text(results(), Map.of("ssh", reached), Language.EN);
        for (String line : List.of(
                "Ask yourself: Who knows the way?",
                "Where to look: Read route -n.",
                "The rule: Routes are one-way.",
                "A change that would do: add a route")) {
            assertTrue(english.contains("\n    " + line + "\n"), english);
        }
        String chinese = ChecksView.html(results(), Map.of("ssh", reached), null, Language.ZH);
        for (String line : List.of("想一想：谁知道路？", "看哪里：看 route -n。", "规则：路由是单向的。", "这样改就对：加一条路由")) {
            assertTrue(chinese.contains("<p>" + line + "</p>"), chinese);
        }
    }
}
