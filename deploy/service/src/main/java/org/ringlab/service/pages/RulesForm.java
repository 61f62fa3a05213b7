package org.ringlab.service.pages;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Feedback;
import org.ringlab.checks.Text;
import org.ringlab.grader.attempts.AttemptRules;
import org.ringlab.grader.attempts.AttemptRules.CoolDown;
import org.ringlab.grader.attempts.AttemptRules.Late;

/**
 * Rules as the fields of a form, as they hold or as somebody typed them: times as browsers write them, in the service's own zone;
 * empty for none.
 *
 * @param limit attempts
 * @param coolAfter attempts without a pause
 * @param coolSeconds the pause
 * @param opens beginning
 * @param closes end
 * @param due due date
 * @param latePercent less a day
 * @param lateDays days that late attempts are accepted
 * @param parts when each part of a report is shown
 */
public record RulesForm(
        String limit,
        String coolAfter,
        String coolSeconds,
        String opens,
        String closes,
        String due,
        String latePercent,
        String lateDays,
        List<Choice> parts) {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");
    private static final int MOST = 1000;
    private static final int WEEK_SECONDS = 604_800;
    private static final int YEAR_DAYS = 365;
    private static final int PERCENT = 100;

    /** Copies the list. */
    public RulesForm {
        parts = List.copyOf(parts);
    }

    /** When a part of the report is shown; the label names the part, {@code times} are those to choose from. */
    public record Choice(String part, String label, String when, List<String> times) {
        static Choice of(Feedback.Part part, StaffWords words, String when) {
            return new Choice(
                    part.text(),
                    RulesForm.label(part, words),
                    when,
                    part.times().stream().map(Feedback.When::text).toList());
        }

        /** Copies the list. */
        public Choice {
            times = List.copyOf(times);
        }
    }

    /** What holds. */
    static RulesForm of(AttemptRules rules, Feedback feedback, StaffWords words) {
        return new RulesForm(
                String.valueOf(rules.limit()),
                String.valueOf(rules.coolDown().after()),
                String.valueOf(rules.coolDown().pause().toSeconds()),
                local(rules.opens()),
                local(rules.closes()),
                local(rules.due()),
                Pages.points(rules.late().percentPerDay()),
                String.valueOf(rules.late().days()),
                Arrays.stream(Feedback.Part.values())
                        .map(part -> Choice.of(part, words, feedback.when(part).text()))
                        .toList());
    }

    /** What somebody typed, right or wrong. */
    static RulesForm typed(MultivaluedMap<String, String> fields, StaffWords words) {
        return new RulesForm(
                FormReader.typed(fields, "limit"),
                FormReader.typed(fields, "coolAfter"),
                FormReader.typed(fields, "coolSeconds"),
                FormReader.typed(fields, "opens"),
                FormReader.typed(fields, "closes"),
                FormReader.typed(fields, "due"),
                FormReader.typed(fields, "latePercent"),
                FormReader.typed(fields, "lateDays"),
                Arrays.stream(Feedback.Part.values())
                        .map(part -> Choice.of(part, words, FormReader.typed(fields, "show-" + part.text())))
                        .toList());
    }

    /** The rules that were typed; of use only if the reader found no problem. */
    static AttemptRules rules(FormReader in, StaffWords words) {
        int limit = in.whole("limit", words.limit(), MOST);
        int after = in.whole("coolAfter", words.coolAfter(), MOST);
        int pause = in.whole("coolSeconds", words.coolSeconds(), WEEK_SECONDS);
        Instant opens = in.time("opens", words.opens());
        Instant closes = in.time("closes", words.closes());
        Instant due = in.time("due", words.due());
        if (opens != null && closes != null && !opens.isBefore(closes)) {
            in.problem("closes", words.closes(), new Text("应在开放时间之后。", "A time after it opens was expected."));
        }
        if (opens != null && due != null && !opens.isBefore(due)) {
            in.problem("due", words.due(), new Text("应在开放时间之后。", "A time after it opens was expected."));
        }
        return new AttemptRules(
                limit,
                pause == 0 ? CoolDown.NONE : new CoolDown(after, Duration.ofSeconds(pause)),
                opens,
                closes,
                due,
                new Late(
                        in.number("latePercent", words.latePercent(), PERCENT),
                        in.whole("lateDays", words.lateDays(), YEAR_DAYS)));
    }

    /** What is to be shown when; of use only if the reader found no problem. */
    static Feedback feedback(FormReader in, StaffWords words) {
        Map<Feedback.Part, Feedback.When> when = new EnumMap<>(Feedback.Part.class);
        for (Feedback.Part part : Feedback.Part.values()) {
            String field = "show-" + part.text();
            List<String> known = part.times().stream().map(Feedback.When::text).toList();
            int time = known.indexOf(in.text(field));
            if (time < 0) {
                String times = String.join(", ", known);
                in.problem(
                        field, label(part, words), new Text("应是以下之一：" + times, "One of these was expected: " + times));
            } else {
                when.put(part, part.times().get(time));
            }
        }
        return new Feedback(when);
    }

    private static String label(Feedback.Part part, StaffWords words) {
        return switch (part) {
            case QUESTION -> words.partQuestion();
            case POINTER -> words.partPointer();
            case RULE -> words.partRule();
            case REPAIR -> words.partRepair();
            case MISCONCEPTION -> words.partMisconception();
            case DECISION -> words.partDecision();
            case TRACE -> words.partTrace();
            case SCENARIO -> words.partScenario();
        };
    }

    private static String local(@Nullable Instant instant) {
        return instant == null ? "" : LOCAL.format(instant.atZone(ZoneId.systemDefault()));
    }
}
