package org.ringlab.content;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.checks.Given;
import org.ringlab.content.Mutants.Mutant;
import org.ringlab.grader.AnswerTexts;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Grader;
import org.ringlab.grader.GradingContext;
import org.ringlab.grader.JavaRunner;
import org.ringlab.grader.Report;
import org.ringlab.grader.Starter;
import org.ringlab.grader.Status;
import org.ringlab.grader.Submission;
import org.ringlab.grader.TimeBudget;

/**
 * What an author should know of an exercise that is well: how many small mistakes in the reference answer its checks notice, how
 * long a grading takes, and which answers students can copy. A mistake that isn't
 * noticed is a scenario that is missing, or no mistake at all: its author knows which.
 *
 * @param exercise its id
 * @param caught mutants that lose points, or can't be graded
 * @param same mutants that lose nothing and mean the same as the reference, by proof for every packet of the public lab
 * @param survivors the others, as sentences: full marks for all seeds tried; of rules, with a packet that fares otherwise
 * @param milliseconds a grading of the reference, on the average
 * @param told cells of which the right answer, of two lines or more, stands in the exercise or in the lesson's notebooks
 */
public record MutantSurvey(
        String exercise,
        int caught,
        List<String> same,
        List<String> survivors,
        double milliseconds,
        List<String> told) {
    private static final int SEEDS = 3;
    private static final int TIMED = 5;
    private static final byte[] SECRET = "mutants, not a server's secret".getBytes(StandardCharsets.UTF_8);

    /** Copies the lists. */
    public MutantSurvey {
        same = List.copyOf(same);
        survivors = List.copyOf(survivors);
        told = List.copyOf(told);
    }

    /**
     * Grades an exercise's mutants.
     *
     * @param notebooks the lesson's
     * @param hiddenDir the folder of all hidden parts
     * @param most how many mutants, from 1
     * @param javaRunner runs answers in Java
     * @return empty where the exercise can't be read or has no reference
     */
    public static Optional<MutantSurvey> of(
            ExerciseText text, List<String> notebooks, Path hiddenDir, int most, JavaRunner javaRunner) {
        ExercisePack pack = ExerciseReader.read(text.exerciseYaml(), text.hiddenYaml())
                .value()
                .orElse(null);
        Sample reference = pack == null ? null : Sample.reference(hiddenDir.resolve(text.id()), pack);
        if (pack == null || reference == null) {
            return Optional.empty();
        }
        List<List<Mutant>> bySeed = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            bySeed.add(Mutants.of(pack, notebook(pack, reference, seed), most));
        }
        List<String> same = new ArrayList<>();
        List<String> survivors = new ArrayList<>();
        String right = notebook(pack, reference, 0);
        List<Mutant> first = bySeed.getFirst();
        for (int i = 0; i < first.size(); i++) {
            boolean survives = true;
            for (int seed = 0; seed < SEEDS && survives; seed++) {
                List<Mutant> mutants = bySeed.get(seed);
                survives =
                        i >= mutants.size() || isFull(grade(pack, mutants.get(i).notebook(), seed, javaRunner));
            }
            if (survives) {
                String what = first.get(i).what();
                Optional<MutantMeaning> meaning =
                        MutantMeaning.of(pack, first.get(i).notebook(), right);
                if (meaning.isPresent() && meaning.get().same()) {
                    same.add(what);
                } else {
                    survivors.add(
                            what + meaning.map(m -> "\n        " + m.packet()).orElse(""));
                }
            }
        }
        return Optional.of(new MutantSurvey(
                text.id(),
                first.size() - same.size() - survivors.size(),
                same,
                survivors,
                milliseconds(pack, reference, javaRunner),
                told(text, pack, right, notebooks)));
    }

    private static List<String> told(ExerciseText text, ExercisePack pack, String solved, List<String> notebooks) {
        List<String> open = new ArrayList<>(List.of(plain(text.exerciseYaml())));
        notebooks.forEach(notebook -> open.add(plain(NotebookCheck.sources(notebook))));
        List<String> told = new ArrayList<>();
        AnswerTexts.touched(pack.answers(), new Submission(solved), Starter.NONE)
                .orElse(Map.of())
                .forEach((cell, answer) -> {
                    String right = plain(answer);
                    if (right.lines().count() > 1 && open.stream().anyMatch(each -> each.contains(right))) {
                        told.add(cell);
                    }
                });
        return told;
    }

    /** Without indentation and blank lines. */
    private static String plain(String lines) {
        return String.join(
                "\n",
                lines.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    }

    private static double milliseconds(ExercisePack pack, Sample reference, JavaRunner javaRunner) {
        long begin = System.nanoTime();
        for (int seed = 0; seed < TIMED; seed++) {
            grade(pack, notebook(pack, reference, seed), seed, javaRunner);
        }
        return (System.nanoTime() - begin) / 1e6 / TIMED;
    }

    private static String notebook(ExercisePack pack, Sample reference, int seed) {
        return reference.notebook().apply(pack.given().of(Given.student(student(seed)), pack.id(), 1));
    }

    private static String student(int seed) {
        return "preflight-" + seed;
    }

    private static Report grade(ExercisePack pack, String notebook, int seed, JavaRunner javaRunner) {
        GradingContext context = new GradingContext(student(seed), pack.version(), 1, SECRET);
        return Grader.grade(pack, new Submission(notebook), context, javaRunner, TimeBudget.unlimited());
    }

    private static boolean isFull(Report report) {
        return report.status() == Status.GRADED && report.score() >= report.max();
    }

    /** For the author. */
    @Override
    public String toString() {
        int all = caught + survivors.size();
        StringBuilder text = new StringBuilder("%s: %d of %d mutants of the reference caught%s, %.1f ms a grading"
                .formatted(
                        exercise, caught, all, all == 0 ? "" : " (%d%%)".formatted(100 * caught / all), milliseconds));
        same.forEach(mutant -> text.append("\n    means the same, by proof: ").append(mutant));
        survivors.forEach(survivor -> text.append("\n    not noticed: ").append(survivor));
        told.forEach(cell -> text.append("\n    can be copied: the right answer of ")
                .append(cell)
                .append(" stands in the exercise or in the lesson's notebook"));
        return text.toString();
    }
}
