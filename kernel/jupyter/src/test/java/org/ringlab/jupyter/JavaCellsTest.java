package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.jupyter.Client.Answer;
import org.ringlab.jupyter.wire.Channel;

/** What Java cells show: values, errors with place and hint, and nothing of the kernel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JavaCellsTest {
    private KernelUnderTest kernel;
    private Client client;

    @BeforeAll
    void start() {
        kernel = new KernelUnderTest(KernelUnderTest.Kind.FRAMES);
        client = kernel.client();
    }

    @AfterAll
    void stop() {
        kernel.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6 * 7 | 42",
                "\"plain \" + 'x' | plain x",
                "new int[][] {{1}, {2, 3}} | [[1], [2, 3]]",
                "int a = 1; int b = 2; a + b | 3",
                "Object nothing = null; nothing | null",
                "List.of(1, 2).stream().map(n -> n * n).toList() | [1, 4]"
            })
    void theLastExpressionIsShown(String code, String value) {
        assertEquals(value, client.execute(code).result());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"int declared = 1; | 0", "System.out.print(\"\"); | 0", "class Empty {} | 0", "'' | 0"})
    void declarationsAndStatementsShowNoValue(String code, int results) {
        assertEquals(results, client.execute(code).of("execute_result").size());
    }

    @Test
    void aCompileErrorHasItsPlaceACaretAndAHint() {
        Answer answer = client.execute("int good = 1;\nint 路由 = good + mising;\n");
        String trace = answer.traceback().replaceAll("\u001b\\[\\d+m", "");
        assertTrue(trace.contains("2"), trace);
        assertTrue(trace.contains("  int 路由 = good + mising;\n                    ^^^^^^"), trace);
        assertEquals(
                "CompilationException", answer.reply().content().get("ename").getAsString());
        assertTrue(trace.lines().count() >= 4, trace);
    }

    @Test
    void aCommandTypedAsJavaIsPointedToItsHost() {
        assertTrue(client.execute("ping -c 1 10.0.0.2").traceback().contains("%%host"));
    }

    @Test
    void anExceptionShowsTheCellAndNoKernelFrames() {
        int cell = client.execute("int half(int n) {\n    return 10 / n;\n}")
                .reply()
                .content()
                .get("execution_count")
                .getAsInt();
        Answer answer = client.execute("int zero = 0;\nhalf(zero)");
        String trace = answer.traceback();
        assertEquals(
                "ArithmeticException", answer.reply().content().get("ename").getAsString());
        assertTrue(trace.contains("half"), trace);
        assertTrue(trace.contains("[" + cell + "]"), trace);
        assertFalse(trace.contains("org.ringlab"), trace);
        assertFalse(trace.contains("jdk.internal"), trace);
        assertFalse(trace.contains("REPL"), trace);
    }

    @ParameterizedTest
    @CsvSource({
        "com.google.gson.Gson",
        "org.zeromq.ZContext",
        "io.github.spencerpark.jupyter.messages.Message",
        "org.ringlab.host.Lab",
        "org.ringlab.jupyter.Kernel"
    })
    void theKernelsLibrariesAreOutOfSight(String className) {
        assertEquals(
                "error", client.execute("import " + className + ";").reply().status());
        Answer byName = client.execute("Class.forName(\"" + className + "\")");
        assertEquals(
                "ClassNotFoundException", byName.reply().content().get("ename").getAsString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int x = 3; | complete",
                "class A { | incomplete",
                "int = ) 3; | invalid",
                "%lab list | complete",
                "%%host a | incomplete"
            })
    void completenessIsTold(String code, String status) {
        Answer answer = client.request(Channel.SHELL, "is_complete_request", Client.code(code));
        assertEquals(status, answer.reply().content().get("status").getAsString());
    }

    @Test
    void namesNoMethodForAnExpressionThatThrows() {
        client.execute("int[] one = {1};");
        String trace = client.execute("one[3]").traceback();
        assertTrue(trace.contains("    at cell ["), trace);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'int zero = 0;\n10 / zero'                       | 2
            '\n\nInteger.parseInt("x")'                      | 3
            '// a remark\nInteger.parseInt("x")'             | 2
            'int a = 1; // a remark\n// more\n\nInteger.parseInt("x");' | 4
            'Math.max(1,\n  Integer.parseInt("x"))'          | 2
            'int b = Integer.parseInt(\n  "x");'             | 1
            'int c = 0;\nint d = 1 / c;'                     | 2
            'System.out.print("");\n\nSystem.out.print(Integer.parseInt("x"));' | 3
            'for (int i = 0; i < 2; i++) {\n  Integer.parseInt("x");\n}' | 2
            '/* two\n lines */ Integer.parseInt("x")'        | 2
            'throw new IllegalStateException();'             | 1
            'int e = 1;\n  throw new IllegalStateException();' | 2
            '%lsmagic\nInteger.parseInt("x")'                | 2
            'int f() {\n  int g = 0;\n  return 1 / g;\n}\nf()' | 3
            """)
    void aThrowingLineIsNamed(String code, int line) {
        String first = client.execute(code)
                .traceback()
                .lines()
                .filter(each -> each.contains("cell ["))
                .findFirst()
                .orElse("");
        assertTrue(first.endsWith("line " + line), first);
    }

    @Test
    void namesAreInspected() {
        JsonObject content = client.request(Channel.SHELL, "inspect_request", Client.code("Math.max"))
                .reply()
                .content();
        assertTrue(content.get("found").getAsBoolean());
        assertTrue(
                content.getAsJsonObject("data").get("text/plain").getAsString().contains("int Math.max"));
        JsonObject nothing = client.request(Channel.SHELL, "inspect_request", Client.code(""))
                .reply()
                .content();
        assertFalse(nothing.get("found").getAsBoolean());
    }

    @Test
    void theCellGoesOnBehindAThreadItStarted() {
        Answer answer = client.execute(
                "var forever = new Thread(() -> { try { Thread.sleep(60_000); } catch (InterruptedException e) {} }); forever.setDaemon(true); forever.start(); 1");
        assertEquals("1", answer.result());
    }

    @Test
    void outputCanBeCleared() {
        assertEquals(1, client.execute("clearOutput();").of("clear_output").size());
    }
}
