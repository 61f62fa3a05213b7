package org.ringlab.content.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Parsed;
import org.ringlab.content.ContentException;
import org.ringlab.content.Course;
import org.ringlab.content.ExerciseReader;
import org.ringlab.content.ExerciseText;
import org.ringlab.display.Language;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Grader;
import org.ringlab.grader.GradingContext;
import org.ringlab.grader.Report;
import org.ringlab.grader.ReportJson;
import org.ringlab.grader.Submission;
import org.ringlab.grader.TimeBudget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringlab grade}: the service's report, on the command line. */
@Command(
        name = "grade",
        mixinStandardHelpOptions = true,
        description = {
            "Grades a notebook and prints the report.",
            "With the server's secret and the student's name, it is the report that the service made."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab grade 01-forwarding/e1-open-the-router my-lesson.ipynb",
            "  ringlab grade --replay report.json ann.ipynb",
            "  ringlab grade 01-forwarding/e1-open-the-router ann.ipynb --student ann --attempt 2 \\",
            "      --secret-file .ringlab/secrets/grading-key --staff --json"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:graded",
            "1:the exercise or a file can't be read",
            "2:wrong use",
            "3:not gradable",
            "4:grader error"
        })
public final class GradeCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "EXERCISE",
            description = "The exercise's id, LESSON/EXERCISE.")
    private String exercise = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "SUBMISSION.ipynb", description = "The notebook to grade.")
    private Path submission = Path.of("");

    @Option(names = "--student", paramLabel = "NAME", description = "Whose it is; hidden parameters depend on it.")
    private String student = "nobody";

    @Option(
            names = "--attempt",
            paramLabel = "N",
            description = "Which attempt, from 1; hidden parameters depend on it.")
    private int attempt = 1;

    @Option(
            names = "--exercise-version",
            paramLabel = "N",
            description = "The exercise's version as published; the file's own unless given.")
    private int version;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "The file with the server's grading secret; without it hidden parameters are drawn from a "
                    + "secret that everybody knows.")
    @Nullable
    private Path secretFile;

    @Option(
            names = "--replay",
            paramLabel = "REPORT.json",
            description =
                    "Make a staff's report again, by the seed it holds, and compare; the notebook is the argument, or "
                            + "lies beside it as REPORT.ipynb.")
    @Nullable
    private Path replay;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--staff", description = "Print the staff's view, with hidden parameters and seeds.")
    private boolean staff;

    @Option(names = "--lang", paramLabel = "zh|en", description = "Language of the text: zh or en (default).")
    private String language = "en";

    @Option(names = "--java-without-sandbox", description = JavaAnswers.WITHOUT_SANDBOX)
    private boolean unisolated;

    @Mixin
    private ContentFolders folders = new ContentFolders();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (replay == null && submission.toString().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing: EXERCISE and SUBMISSION.ipynb, or --replay");
        }
        try (JavaAnswers java = new JavaAnswers(unisolated)) {
            Replay again = replay == null ? null : Replay.of(read(replay));
            ExercisePack pack = pack(again == null ? exercise : again.exercise());
            Submission handedIn = Submission.of(bytes(again == null ? submission : handedInWith(replay)));
            GradingContext context = again == null
                    ? new GradingContext(student, version > 0 ? version : pack.version(), attempt, secret())
                    : again.context(handedIn);
            Report report =
                    Grader.grade(pack, handedIn, context, java, new TimeBudget(System::nanoTime, TimeBudget.USUAL));
            if (again != null) {
                String difference = again.difference(report, pack);
                out.println(difference.isEmpty() ? "The report comes out the same, byte for byte." : difference);
                out.flush();
                return difference.isEmpty() ? 0 : 1;
            }
            out.println(
                    json
                            ? (staff ? ReportJson.staff(report) : ReportJson.student(report))
                            : ReportPrinter.text(report, Language.of(language), staff));
            out.flush();
            return switch (report.status()) {
                case GRADED -> 0;
                case NOT_GRADABLE -> 3;
                case GRADER_ERROR -> 4;
            };
        } catch (ContentException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    /** The notebook named, or the one that lies beside the report. */
    private Path handedInWith(@Nullable Path report) {
        if (!exercise.isEmpty() && exercise.endsWith(".ipynb")) {
            return Path.of(exercise);
        }
        if (!submission.toString().isEmpty() || report == null) {
            return submission;
        }
        return report.resolveSibling(report.getFileName().toString().replaceFirst("(\\.json)?$", ".ipynb"));
    }

    private ExercisePack pack(String wanted) {
        List<String> known = new ArrayList<>();
        for (var lesson :
                Course.open(folders.lessons(), folders.hiddenIfThere()).lessons()) {
            for (ExerciseText text : lesson.exercises()) {
                known.add(text.id());
                if (text.id().equals(wanted)) {
                    Parsed<ExercisePack> parsed = ExerciseReader.read(text.exerciseYaml(), text.hiddenYaml());
                    return parsed.value().orElseThrow(() -> new ContentException(parsed.problems()));
                }
            }
        }
        throw new ContentException("There is no exercise " + wanted + ". There are: " + String.join(", ", known));
    }

    private byte[] secret() {
        if (secretFile == null) {
            return "a secret that everybody knows".getBytes(StandardCharsets.UTF_8);
        }
        byte[] secret = read(secretFile).strip().getBytes(StandardCharsets.UTF_8);
        if (secret.length < 16) {
            throw new ContentException(secretFile + " holds no secret: at least 16 characters are needed.");
        }
        return secret;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ContentException(file + " can't be read: " + (Files.exists(file) ? e : "there is no such file"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ContentException(
                    file + " can't be read: " + (Files.exists(file) ? "is it UTF-8 text?" : "there is no such file"));
        }
    }
}
