package org.ringlab.grader.similarity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.grader.similarity.Evidence.ForeignParameter;
import org.ringlab.grader.similarity.Work.Version;

/**
 * Finds parameters that were drawn for one student in the answers of another: each student's reports show addresses and ports
 * that nobody else's do.
 */
public final class ForeignParameters {
    /** Addresses, and numbers of three digits and more: shorter ones are everywhere. */
    private static final Pattern VALUE =
            Pattern.compile("(?<![\\w.])(\\d{1,3}(?:\\.\\d{1,3}){3}|\\d{3,9})(?![\\w.]*\\w)");

    private ForeignParameters() {}

    /**
     * What a student was shown.
     *
     * @param student who
     * @param at when
     * @param submission whose report it was
     * @param text the report's text
     */
    public record Report(String student, Instant at, long submission, String text) {}

    /**
     * Values that a student wrote after one other student alone had been shown them.
     *
     * @param works what was written
     * @param reports what was shown, oldest first
     * @param given the exercise's own text: what it holds is known to all
     */
    public static List<ForeignParameter> find(List<Work> works, List<Report> reports, String given) {
        Set<String> known = values(given);
        Map<String, Report> owner = new HashMap<>();
        Set<String> several = new LinkedHashSet<>(known);
        for (Report report : reports) {
            for (String value : values(report.text())) {
                Report first = owner.putIfAbsent(value, report);
                if (first != null && !first.student().equals(report.student())) {
                    several.add(value);
                }
            }
        }
        owner.keySet().removeAll(several);
        Map<String, ForeignParameter> found = new LinkedHashMap<>();
        for (Work work : works) {
            for (Version version : work.versions()) {
                for (String value : values(version.text())) {
                    Report shown = owner.get(value);
                    if (shown != null
                            && !shown.student().equals(work.student())
                            && shown.at().isBefore(version.at())) {
                        found.merge(
                                work.student() + "\n" + shown.student(),
                                new ForeignParameter(
                                        work.student(),
                                        shown.student(),
                                        version.submission(),
                                        shown.submission(),
                                        List.of(value)),
                                ForeignParameters::both);
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static ForeignParameter both(ForeignParameter a, ForeignParameter b) {
        Set<String> values = new LinkedHashSet<>(a.values());
        values.addAll(b.values());
        return new ForeignParameter(
                a.first(), a.second(), a.firstSubmission(), a.secondSubmission(), new ArrayList<>(values));
    }

    /** The addresses and larger numbers of a text. */
    static Set<String> values(String text) {
        Set<String> values = new LinkedHashSet<>();
        Matcher matcher = VALUE.matcher(text);
        while (matcher.find()) {
            values.add(matcher.group(1));
        }
        return values;
    }
}
