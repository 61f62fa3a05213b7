package org.ringlab.service.submissions;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;
import org.ringlab.grader.attempts.Verdict;

/** Says why an attempt is refused, and what can be done about it. */
public final class AttemptWords {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm O", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;

    private AttemptWords() {}

    /** What is said of a refused attempt. */
    public static Text text(Verdict.Refused refused) {
        Instant when = refused.when();
        return switch (refused.reason()) {
            case NOT_OPEN ->
                new Text(
                        "这个练习还没有开放，" + time(when) + " 开始。",
                        "This exercise is not open yet; it opens at " + time(when) + ".");
            case CLOSED ->
                new Text(
                        "这个练习已于 " + time(when) + " 关闭，不再接受提交。",
                        "This exercise closed at " + time(when) + "; nothing can be handed in any more.");
            case TOO_LATE ->
                new Text(
                        "截止时间已过（" + time(when) + "），不再接受提交。需要延期请联系老师。",
                        "The time to hand this in ended at " + time(when) + ". Ask your teacher if you need more.");
            case NO_ATTEMPTS -> new Text("这个练习的提交次数已经用完。", "You have used all attempts at this exercise.");
            case COOL_DOWN ->
                new Text(
                        "刚提交过，请先看看反馈再改：" + seconds(when) + " 之后可以再提交。",
                        "You have just tried. Read the feedback first: you can submit again from " + seconds(when)
                                + ".");
        };
    }

    static Refused refused(String exercise, Text title, Verdict.Refused refused, Instant now) {
        Instant when = refused.when();
        boolean waits = when != null && when.isAfter(now);
        return new Refused(
                exercise,
                title,
                refused.reason() == Verdict.Reason.COOL_DOWN ? TOO_MANY : FORBIDDEN,
                text(refused),
                waits ? Duration.between(now, when).toSeconds() + 1 : 0);
    }

    /** What is said of other values' next attempt while the last one waits. */
    static Refused lastIsGraded(String exercise, Text title) {
        return new Refused(
                exercise,
                title,
                CONFLICT,
                new Text(
                        "上一次提交还在评分，这次没有提交，也不计次数。请先看上一次的结果；下一次的数值不同，用 %given 查看。",
                        "Your last attempt is still being graded, so this one was not handed in and costs no attempt. Look at that"
                                + " result first; the next attempt has other values: %given shows them."),
                0);
    }

    /** What is said of an exercise of a lesson that isn't answered, beside others that are. */
    static Refused unanswered(String exercise, Text title) {
        return new Refused(
                exercise,
                title,
                200,
                new Text("还没有答案，没有提交，也不计次数。", "It has no answer yet, so it was not handed in and costs no attempt."),
                0);
    }

    /**
     * What is said where nothing is new.
     *
     * @param drawn whether each attempt is asked about other values
     */
    static Refused nothingNew(String exercise, Text title, boolean drawn) {
        return new Refused(
                exercise,
                title,
                200,
                drawn
                        ? new Text(
                                "没有新的答案，没有提交，也不计次数。下一次的数值不同，用 %given 查看。",
                                "There is nothing new, so it was not handed in and costs no attempt. The next attempt has"
                                        + " other values: %given shows them.")
                        : new Text(
                                "没有新的答案，没有提交，也不计次数。",
                                "There is nothing new, so it was not handed in and costs no attempt."),
                0);
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? "" : TIME.format(instant.atZone(ZoneId.systemDefault()));
    }

    private static String seconds(@Nullable Instant instant) {
        return instant == null ? "" : SECONDS.format(instant.atZone(ZoneId.systemDefault()));
    }
}
