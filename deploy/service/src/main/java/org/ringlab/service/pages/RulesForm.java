package org.ringlab.service.pages;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Feedback;
import org.ringlab.grader.attempts.AttemptRules;
import org.ringlab.grader.attempts.AttemptRules.CoolDown;
import org.ringlab.grader.attempts.AttemptRules.Late;
import org.ringlab.service.rules.ExerciseSetting;
import org.ringlab.service.web.Refusal;

/**
 * Rules as the fields of a form: numbers as they are, times as browsers write them, in the service's own zone; empty for none.
 *
 * @param limit attempts
 * @param coolAfter attempts without a pause
 * @param coolSeconds the pause
 * @param opens beginning
 * @param closes end
 * @param due due date
 * @param latePercent less a day
 * @param lateDays days that late attempts are accepted
 */
public record RulesForm(
        int limit,
        int coolAfter,
        long coolSeconds,
        String opens,
        String closes,
        String due,
        String latePercent,
        int lateDays) {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");
    private static final int MOST = 1000;
    private static final int WEEK_SECONDS = 604_800;
    private static final int YEAR_DAYS = 365;

    static RulesForm of(AttemptRules rules) {
        return new RulesForm(
                rules.limit(),
                rules.coolDown().after(),
                rules.coolDown().pause().toSeconds(),
                local(rules.opens()),
                local(rules.closes()),
                local(rules.due()),
                Pages.points(rules.late().percentPerDay()),
                rules.late().days());
    }

    /** @throws Refusal 400 with what is wrong */
    static AttemptRules read(MultivaluedMap<String, String> fields) {
        Instant opens = instant(fields.getFirst("opens"));
        Instant closes = instant(fields.getFirst("closes"));
        if (opens != null && closes != null && !opens.isBefore(closes)) {
            throw Refusal.badRequest("关闭时间应在开放时间之后。", "It has to close after it opens.");
        }
        int pause = number(fields.getFirst("coolSeconds"), WEEK_SECONDS, "coolSeconds");
        int after = number(fields.getFirst("coolAfter"), MOST, "coolAfter");
        return new AttemptRules(
                number(fields.getFirst("limit"), MOST, "limit"),
                pause == 0 ? CoolDown.NONE : new CoolDown(after, Duration.ofSeconds(pause)),
                opens,
                closes,
                instant(fields.getFirst("due")),
                new Late(
                        number(fields.getFirst("latePercent"), 100, "latePercent"),
                        number(fields.getFirst("lateDays"), YEAR_DAYS, "lateDays")));
    }

    static Feedback feedback(MultivaluedMap<String, String> fields) {
        Map<Feedback.Part, Feedback.When> when = new EnumMap<>(Feedback.Part.class);
        for (Feedback.Part part : Feedback.Part.values()) {
            int time = ExerciseSetting.times().indexOf(String.valueOf(fields.getFirst("show-" + part.text())));
            if (time < 0) {
                throw Refusal.badRequest("缺少 show-" + part.text() + "。", "There is no show-" + part.text() + ".");
            }
            when.put(part, Feedback.When.values()[time]);
        }
        return new Feedback(when);
    }

    /** A whole number from 0; 0 for an empty field. */
    static int number(@Nullable String text, int most, String field) {
        if (text == null || text.isBlank()) {
            return 0;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Refusal.badRequest(
                field + " 应是 0 到 " + most + " 的整数。", field + " has to be a whole number from 0 to " + most + ".");
    }

    private static @Nullable Instant instant(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return LocalDateTime.parse(text.strip())
                    .atZone(ZoneId.systemDefault())
                    .toInstant();
        } catch (DateTimeException e) {
            throw Refusal.badRequest(
                    "“" + text + "”不是时间，应如 2026-09-30T23:59。", "“" + text + "” is no time; write 2026-09-30T23:59.");
        }
    }

    private static String local(@Nullable Instant instant) {
        return instant == null ? "" : LOCAL.format(instant.atZone(ZoneId.systemDefault()));
    }
}
