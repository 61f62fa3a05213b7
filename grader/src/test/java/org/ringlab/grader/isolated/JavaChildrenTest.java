package org.ringlab.grader.isolated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.JavaProgram.Call;
import org.ringlab.checks.JavaProgram.Reply;
import org.ringlab.grader.JavaRunner;

/** Students' Java in real child processes. */
class JavaChildrenTest {
    private static JavaChildren children;

    @BeforeAll
    static void start() throws IOException {
        children = new JavaChildren(JavaChildren.Settings.defaults(false));
        try {
            children.prove();
        } catch (JavaRunner.Unavailable e) {
            assumeTrue(false, String.valueOf(e.getMessage()));
        }
    }

    @AfterAll
    static void stop() {
        children.close();
    }

    static List<Reply> run(String source, Call... calls) {
        return run("", source, calls);
    }

    static List<Reply> run(String given, String source, Call... calls) {
        JavaRunner.Compiled compiled = children.compile(new AnswerSpec.Java("a", "Answer", given), source);
        assertEquals(List.of(), compiled.diagnostics());
        return compiled.program().orElseThrow().run(List.of(calls));
    }

    private static Call call(String method, Object... with) {
        return new Call(method, Arrays.asList(with));
    }

    private static Reply of(String body, Object... with) {
        return run("class Answer { " + body + " }", call("of", with)).getFirst();
    }

    @Test
    void valuesGoInAndComeOut() {
        assertEquals(new Reply.Value(42L), of("int of(int x) { return 2 * x; }", 21));
        assertEquals(new Reply.Value(0.5), of("double of(double x) { return x / 2; }", 1));
        assertEquals(new Reply.Value("ab"), of("String of(String a, char b) { return a + b; }", "a", "b"));
        assertEquals(
                new Reply.Value(null),
                of("Object of(List<String> none) { return none.isEmpty() ? null : 1; }", List.of()));
        assertEquals(
                new Reply.Value(List.of(3L, 2L, 1L)),
                of("int[] of(int[] a) { Arrays.sort(a); return new int[] {a[2], a[1], a[0]}; }", List.of(2, 3, 1)));
        assertEquals(
                new Reply.Value(java.util.Map.of("page", 7L, "hit", true)),
                of(
                        "record Entry(long page, boolean hit) {} Entry of(Map<Integer, Integer> m) { return new Entry(m.get(3), true); }",
                        java.util.Map.of("3", 7)));
        assertEquals(new Reply.Value("RED"), of("enum Colour { RED } Colour of(Colour c) { return c; }", "RED"));
    }

    @Test
    void oneObjectKeepsItsStateAndTheNextRunHasAnother() {
        String counter = "class Answer { static int all; int n; int of() { all++; return ++n + 100 * all; } }";
        assertEquals(List.of(new Reply.Value(101L), new Reply.Value(202L)), run(counter, call("of"), call("of")));
        assertEquals(List.of(new Reply.Value(101L)), run(counter, call("of")), "nothing is left from the run before");
    }

    @Test
    void theExercisesInterfaceIsCompiledAlong() {
        assertEquals(
                new Reply.Value(1L),
                run(
                                "public interface Replacement { int victim(int[] used); }",
                                "public class Answer implements Replacement { public int victim(int[] used) { return used[0] < used[1] ? 0 : 1; } }",
                                call("victim", List.of(5, 2)))
                        .getFirst());
    }

    @ParameterizedTest(name = "{0}: {1}:{2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "class Answer { int of() { return 1 } } | 1 | 35 | ';' expected",
                "class Answer {/  int of() { return x; }/} | 2 | 21 | cannot find symbol",
                "int x = 1 + | 1 | 12 | reached end of file",
            })
    void compileErrorsHaveLineAndColumn(String source, int line, int column, String message) {
        var problem = children.compile(new AnswerSpec.Java("a", "Answer", ""), source.replace('/', '\n'))
                .diagnostics()
                .getFirst();
        assertEquals(
                line + ":" + column,
                problem.span().line() + ":" + problem.span().column(),
                problem.text());
        assertTrue(problem.fact().startsWith(message), problem.fact());
    }

    @Test
    void whatDoesNotReturnSaysWhy() {
        Reply.Thrown thrown =
                assertInstanceOf(Reply.Thrown.class, of("\n\nint of(int[] a) { return a[1]; }", List.of(1)));
        assertEquals("ArrayIndexOutOfBoundsException 3", thrown.type() + " " + thrown.line());
        assertEquals(new Reply.Stopped("no-such-method"), of("int off() { return 1; }"));
        assertEquals(
                new Reply.Stopped("no-such-class"),
                run("class Other {}", call("of")).getFirst());
        assertEquals(new Reply.Stopped("not-a-value"), of("Object of() { return new Object(); }"));
        assertEquals(new Reply.Stopped("ended"), of("int of() { System.exit(0); return 1; }"));
        assertEquals(new Reply.Stopped("memory"), of("int of() { return new long[1 << 28].length; }"));
        assertInstanceOf(Reply.Thrown.class, of("int of() { return of() + 1; }"));
    }

    @Test
    void anEndlessLoopIsStoppedOnce() {
        JavaRunner.Compiled endless =
                children.compile(new AnswerSpec.Java("a", "Answer", ""), "class Answer { int of() { while (true); } }");
        var program = endless.program().orElseThrow();
        assertEquals(List.of(new Reply.Stopped("timeout")), program.run(List.of(call("of"))));
        assertEquals(List.of(new Reply.Stopped("timeout")), program.run(List.of(call("of"))));
    }

    @Test
    void withoutASandboxNothingRuns() throws IOException {
        JavaChildren.Settings good = JavaChildren.Settings.defaults(false);
        JavaChildren.Settings noJdk = new JavaChildren.Settings(
                Path.of("/nonexistent-jdk"), good.classPath(), good.firstUid(), 0, good.limits(), false);
        try (JavaChildren none = new JavaChildren(noJdk)) {
            JavaRunner.Unavailable refused = assertThrows(
                    JavaRunner.Unavailable.class,
                    () -> none.compile(new AnswerSpec.Java("a", "Answer", ""), "class Answer {}"));
            assertTrue(refused.getMessage().contains("/nonexistent-jdk"), refused.getMessage());
        }
    }

    @Test
    void withAnAdministratorsWordItRunsWithoutOne() throws IOException {
        JavaChildren.Settings good = JavaChildren.Settings.defaults(true);
        // As root, a user id that can't be had keeps the sandbox from starting.
        JavaChildren.Settings noUser =
                new JavaChildren.Settings(good.javaHome(), good.classPath(), -5, 0, good.limits(), true);
        try (JavaChildren bare = new JavaChildren(noUser)) {
            var program = bare.compile(
                            new AnswerSpec.Java("a", "Answer", ""), "class Answer { int of() { return 3; } }")
                    .program();
            assertEquals(
                    new Reply.Value(3L),
                    program.orElseThrow().run(List.of(call("of"))).getFirst());
        }
    }
}
