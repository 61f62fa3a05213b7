package org.ringlab.grader.attempts;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.grader.attempts.AttemptRules.CoolDown;
import org.ringlab.grader.attempts.AttemptRules.Late;
import org.ringlab.host.tree.Node;

/** Reads the {@code attempts} of an exercise; docs/authoring.md describes them. */
public final class AttemptRulesReader {
    private static final int MOST = 1000;
    private static final int MOST_DAYS = 365;

    private AttemptRulesReader() {}

    /** The rules; {@link AttemptRules#FREE} where nothing is said. */
    public static AttemptRules read(Node in) {
        if (in.isMissing()) {
            return AttemptRules.FREE;
        }
        in.onlyKeys(List.of("limit", "cool-down", "opens", "closes", "due", "late"));
        Instant opens = instant(in.child("opens"));
        Instant closes = instant(in.child("closes"));
        Instant due = instant(in.child("due"));
        if (opens != null && closes != null && !opens.isBefore(closes)) {
            in.child("closes").error("attempts-window", "it closes before it opens", "");
        }
        Node late = in.child("late");
        if (!late.isMissing() && due == null) {
            late.error("attempts-late", "nothing is late without a due date", "due: 2026-09-30T23:59+08:00");
        }
        return new AttemptRules(
                in.child("limit").number(1, MOST, 0), coolDown(in.child("cool-down")), opens, closes, due, late(late));
    }

    private static CoolDown coolDown(Node in) {
        if (in.isMissing()) {
            return CoolDown.NONE;
        }
        in.onlyKeys(List.of("after", "wait"));
        Duration wait = in.child("wait").parsed(AttemptRulesReader::duration, "a time like 90s, 5m or 2h");
        return new CoolDown(in.child("after").number(0, MOST, 0), wait == null ? Duration.ZERO : wait);
    }

    private static Late late(Node in) {
        if (in.isMissing()) {
            return Late.REFUSED;
        }
        in.onlyKeys(List.of("per-day", "days"));
        return new Late(in.child("per-day").number(0, 100, 0), in.child("days").number(1, MOST_DAYS, 1));
    }

    private static @Nullable Instant instant(Node in) {
        return in.parsed(AttemptRulesReader::offsetTime, "a time with its offset like 2026-09-30T23:59+08:00");
    }

    private static Optional<Instant> offsetTime(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@code 90s}, {@code 5m}, {@code 2h}; at most a week. */
    private static Optional<Duration> duration(String text) {
        if (!text.matches("[0-9]{1,6}[smh]")) {
            return Optional.empty();
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        Duration duration = switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
        return duration.compareTo(Duration.ofDays(7)) > 0 ? Optional.empty() : Optional.of(duration);
    }
}
