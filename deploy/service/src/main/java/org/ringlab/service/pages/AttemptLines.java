package org.ringlab.service.pages;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.checks.Text;
import org.ringlab.grader.attempts.AttemptPolicy;
import org.ringlab.grader.attempts.AttemptRules;
import org.ringlab.grader.attempts.Extra;
import org.ringlab.grader.attempts.Past;
import org.ringlab.grader.attempts.Verdict;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.rules.Rules;
import org.ringlab.service.submissions.AttemptWords;

/** Says on a lesson's page when and how often an exercise may be handed in, as it stands for the student who looks. */
@ApplicationScoped
public class AttemptLines {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm O", Locale.ROOT);

    private static final int SECONDS_A_MINUTE = 60;

    private final Rules rules;

    AttemptLines(Rules rules) {
        this.rules = rules;
    }

    /**
     * The lines.
     *
     * @param past what the student has handed in of the exercise
     */
    List<String> of(Account student, String exercise, Past past, String language) {
        AttemptRules all = rules.attempts(exercise);
        if (all.isFree()) {
            return List.of();
        }
        Extra extra = rules.extra(student, exercise);
        AttemptRules own = all.with(extra);
        List<Text> lines = new ArrayList<>();
        Instant opens = own.opens();
        Instant closes = own.closes();
        Instant due = own.due();
        if (opens != null && closes != null) {
            lines.add(new Text(
                    "开放时间：" + time(opens) + " 至 " + time(closes), "Open from " + time(opens) + " to " + time(closes)));
        } else if (opens != null) {
            lines.add(new Text("开放于：" + time(opens), "Opens at " + time(opens)));
        } else if (closes != null) {
            lines.add(new Text("关闭于：" + time(closes), "Closes at " + time(closes)));
        }
        if (due != null) {
            lines.add(due(time(due), own.late()));
        }
        if (own.limit() > 0) {
            int left = Math.max(0, own.limit() - past.charged());
            lines.add(new Text("剩余次数：" + left + " / " + own.limit(), "Attempts left: " + left + " of " + own.limit()));
        }
        if (!own.coolDown().pause().isZero()) {
            lines.add(coolDown(own.coolDown()));
        }
        granted(all, extra).ifPresent(lines::add);
        switch (AttemptPolicy.judge(all, extra, past, rules.now())) {
            case Verdict.Refused refused -> {
                if (refused.reason() != Verdict.Reason.NO_ATTEMPTS) {
                    lines.add(AttemptWords.text(refused));
                }
            }
            case Verdict.Accepted accepted -> {
                if (accepted.latePercent() > 0) {
                    String percent = Pages.points(accepted.latePercent());
                    lines.add(new Text(
                            "现在提交算迟交，扣 " + percent + "%。", "What you hand in now is late: " + percent + "% less."));
                }
            }
        }
        return lines.stream().map(line -> line.in(language)).toList();
    }

    private static Text coolDown(AttemptRules.CoolDown rule) {
        long seconds = rule.pause().toSeconds();
        boolean minutes = seconds % SECONDS_A_MINUTE == 0;
        long count = minutes ? seconds / SECONDS_A_MINUTE : seconds;
        String zh = count + (minutes ? " 分钟" : " 秒");
        String en = count + (minutes ? " min" : " s");
        return rule.after() == 0
                ? new Text("每次没有得满分的提交之后要等 " + zh, "After each attempt without full marks: a pause of " + en)
                : new Text(
                        "前 " + rule.after() + " 次不用等；之后每次没有得满分的提交之后要等 " + zh,
                        "No pause after the first " + (rule.after() == 1 ? "attempt" : rule.after() + " attempts")
                                + "; after each further one without full marks " + en);
    }

    /** What a student was granted, where it changes anything. */
    private static Optional<Text> granted(AttemptRules all, Extra extra) {
        List<String> zh = new ArrayList<>();
        List<String> en = new ArrayList<>();
        long minutes = extra.time().toMinutes();
        if (minutes > 0 && (all.closes() != null || all.due() != null)) {
            zh.add("延长 " + minutes + " 分钟");
            en.add(minutes + (minutes == 1 ? " minute" : " minutes"));
        }
        if (extra.attempts() > 0 && all.limit() > 0) {
            zh.add("增加 " + extra.attempts() + " 次");
            en.add(extra.attempts() + (extra.attempts() == 1 ? " attempt" : " attempts"));
        }
        return zh.isEmpty()
                ? Optional.empty()
                : Optional.of(new Text(
                        "已为你" + String.join("、", zh) + "，上面已经计入。",
                        "You have been granted " + String.join(" and ", en) + " more, counted in above."));
    }

    private static Text due(String time, AttemptRules.Late late) {
        if (!late.accepted()) {
            return new Text("截止：" + time, "Due " + time);
        }
        String percent = Pages.points(late.percentPerDay());
        return new Text(
                "截止：" + time + "；迟交每天扣 " + percent + "%，最多 " + late.days() + " 天",
                "Due " + time + "; late: " + percent + "% less a day, for " + late.days()
                        + (late.days() == 1 ? " day" : " days"));
    }

    private static String time(Instant instant) {
        return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }
}
