package org.ringlab.service.submissions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringlab.checks.Text;
import org.ringlab.grader.attempts.AttemptPolicy;
import org.ringlab.grader.attempts.Verdict;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.rules.Rules;
import org.ringlab.service.submissions.Standings.Standing;
import org.ringlab.service.web.Refusal;

/**
 * Accepts submissions, within the rules of their exercises. When {@link #accept} has returned, they are committed together with
 * their grading jobs: from then on each will have its report, whatever happens to this process.
 */
@ApplicationScoped
public class SubmissionIntake {
    private final Catalog catalog;
    private final Rules rules;
    private final Standings standings;
    private final Attempts attempts;
    private final Uploads uploads;
    private final Arrivals arrivals;
    private final Event<SubmissionsAccepted> accepted;

    SubmissionIntake(
            Catalog catalog,
            Rules rules,
            Standings standings,
            Attempts attempts,
            Uploads uploads,
            Arrivals arrivals,
            Event<SubmissionsAccepted> accepted) {
        this.catalog = catalog;
        this.rules = rules;
        this.standings = standings;
        this.attempts = attempts;
        this.uploads = uploads;
        this.arrivals = arrivals;
        this.accepted = accepted;
    }

    /**
     * What was accepted.
     *
     * @param submissions by their keys, in the order of the exercises, with what holds for each
     * @param refused the other exercises
     */
    public record Accepted(Map<Long, Rules.Holding> submissions, List<Refused> refused) {
        /** The submissions' keys, in the order of the exercises. */
        public List<Long> ids() {
            return List.copyOf(submissions.keySet());
        }
    }

    /**
     * Accepts a submission for each exercise whose rules allow it.
     *
     * @param username the student
     * @param exercises ids; each is graded by its version of this moment
     * @param upload the notebook, whatever it is
     * @param wholeLesson nobody asked for these exercises by name: those without any answer are left out beside others that have one, and
     *     where attempts are few those without anything new; where each attempt is asked about other values, what isn't new always is, and nothing is
     *     accepted while the attempt before waits: its student can't have seen the values of the next
     * @throws Refusal 404 for an unknown exercise, and where no exercise is accepted the first reason that isn't "nothing new": then
     *     nothing is kept
     */
    @Transactional
    public Accepted accept(String username, List<String> exercises, Upload upload, boolean wholeLesson) {
        // One at a time per student, so that attempts are counted and numbered rightly.
        Account student = uploads.charged(username, upload);
        Instant now = rules.now();
        Map<String, Standing> standings = this.standings.of(student, exercises);
        Map<String, Rules.Holding> holding = new LinkedHashMap<>();
        exercises.forEach(exercise -> holding.put(exercise, holding(student, exercise)));
        List<Arrivals.Arrival> submissions = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        // Where nothing at all is answered, what is asked is shown by grading that.
        Set<String> unanswered = wholeLesson ? attempts.unanswered(holding, upload) : Set.of();
        boolean all = unanswered.size() == exercises.size();
        for (Map.Entry<String, Rules.Holding> each : holding.entrySet()) {
            String exercise = each.getKey();
            Rules.Holding holds = each.getValue();
            int version = holds.version();
            Standing standing = standings.getOrDefault(exercise, Standing.NONE);
            Verdict verdict = AttemptPolicy.judge(holds.common().attempts(), holds.extra(), standing.past(), now);
            switch (verdict) {
                case Verdict.Refused no -> refused.add(AttemptWords.refused(exercise, title(exercise), no, now));
                case Verdict.Accepted yes -> {
                    boolean drawn = attempts.asksForNewValues(exercise, version);
                    boolean few = wholeLesson && yes.left() >= 0 || drawn;
                    if (drawn && standing.waits()) {
                        refused.add(AttemptWords.lastIsGraded(exercise, title(exercise)));
                    } else if (!all && unanswered.contains(exercise)) {
                        refused.add(AttemptWords.unanswered(exercise, title(exercise)));
                    } else if (few && attempts.nothingNew(student, exercise, version, upload)) {
                        refused.add(AttemptWords.nothingNew(exercise, title(exercise), drawn));
                    } else {
                        submissions.add(new Arrivals.Arrival(exercise, version, standing.next(), yes.latePercent()));
                    }
                }
            }
        }
        if (submissions.isEmpty()) {
            throw new NothingAccepted(refused);
        }
        Map<Long, Rules.Holding> kept = new LinkedHashMap<>();
        Iterator<Arrivals.Arrival> arrival = submissions.iterator();
        for (Long id : arrivals.keep(student, upload, submissions, now)) {
            kept.put(id, holding.get(arrival.next().exercise()));
        }
        accepted.fire(new SubmissionsAccepted(List.copyOf(kept.keySet())));
        return new Accepted(kept, refused);
    }

    private Rules.Holding holding(Account student, String exercise) {
        return rules.holding(student, exercise)
                .orElseThrow(
                        () -> Refusal.notFound("没有练习 " + exercise + "。", "There is no exercise " + exercise + "."));
    }

    private Text title(String exercise) {
        return catalog.title(exercise).orElse(new Text(exercise, exercise));
    }
}
