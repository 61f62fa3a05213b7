package org.ringlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RinglabCliTest {
    private static final Path ROOT = Path.of(System.getProperty("ringlab.root", "../.."));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine commandLine = RinglabCli.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(args);
    }

    /** Every command with a body, with the words that lead to it. */
    private static void commands(CommandLine at, List<String> words, List<List<String>> found) {
        at.getSubcommands().forEach((name, command) -> {
            List<String> path = new ArrayList<>(words);
            path.add(name);
            if (command.getSubcommands().isEmpty()) {
                found.add(path);
            }
            commands(command, path, found);
        });
    }

    @Test
    void everyCommandTeachesByAnExample() {
        List<List<String>> all = new ArrayList<>();
        commands(RinglabCli.commandLine(), List.of(), all);
        assertTrue(all.contains(List.of("exercise", "check")), all.toString());
        for (List<String> words : all) {
            List<String> args = new ArrayList<>(words);
            args.add("--help");
            out.getBuffer().setLength(0);
            assertEquals(0, run(args.toArray(new String[0])), words.toString());
            assertTrue(
                    out.toString().lines().anyMatch(line -> line.startsWith("  ") && line.contains("ringlab ")),
                    words + " has no example:\n" + out);
        }
    }

    @Test
    void gradesTheLessonsNotebookAsItIsWithNothing() {
        Path notebook = ROOT.resolve("content/lessons/01-forwarding/lesson.en.ipynb");
        assertEquals(
                0, run("grade", "01-forwarding/e1-open-the-router", notebook.toString(), "--json"), err.toString());
        assertTrue(out.toString().startsWith("{\"format\":1,\"status\":\"GRADED\""), out.toString());
        assertTrue(out.toString().contains("\"score\":0,"), out.toString());
        out.getBuffer().setLength(0);
        assertEquals(0, run("grade", "01-forwarding/e1-open-the-router", notebook.toString(), "--staff"));
        assertTrue(out.toString().contains("seed"), out.toString());
    }

    @Test
    void namesTheExercisesWhereOneIsUnknown() {
        assertEquals(
                1, run("grade", "01-forwarding/e9", ROOT.resolve("README.md").toString()));
        assertTrue(err.toString().contains("01-forwarding/e1-open-the-router"), err.toString());
    }

    @Test
    void aFileThatIsNoNotebookIsNotGradable() {
        assertEquals(
                3,
                run(
                        "grade",
                        "01-forwarding/e1-open-the-router",
                        ROOT.resolve("README.md").toString()),
                err.toString());
        assertTrue(out.toString().contains("isn't valid JSON"), out.toString());
    }

    @Test
    void completionKnowsTheCommands() {
        assertEquals(0, run("completion", "bash"));
        assertTrue(out.toString().contains("grade"), out.toString());
        assertTrue(out.toString().contains("--secret-file"), out.toString());
    }

    @Test
    void aMistypedCommandIsRefusedWithAProposal() {
        assertEquals(2, run("grad"));
        assertTrue(err.toString().contains("grade"), err.toString());
    }

    @Test
    void theServiceIsStartedByTheLauncher() {
        assertEquals(2, run("serve"));
        assertTrue(err.toString().contains("./ringlab serve"), err.toString());
        assertFalse(err.toString().contains("Exception"), err.toString());
    }
}
