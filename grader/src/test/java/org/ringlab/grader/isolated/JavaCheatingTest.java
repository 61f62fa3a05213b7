package org.ringlab.grader.isolated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.JavaProgram.Call;
import org.ringlab.checks.JavaProgram.Reply;
import org.ringlab.grader.JavaRunner;
import org.ringlab.javaanswer.JavaCalls;
import org.ringlab.javaanswer.JavaSource;

/** What a student's Java may try: each attempt answers true if it got what it wanted, and none does. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class JavaCheatingTest {
    private static JavaChildren children;
    private static Path secret;
    private static ServerSocket service;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        secret = folder.resolve("hidden.yaml");
        Files.writeString(secret, "the canary");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        children = new JavaChildren(JavaChildren.Settings.defaults(false));
        try {
            children.prove();
        } catch (JavaRunner.Unavailable e) {
            assumeTrue(false, "SKIPPED: " + e.getMessage());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        children.close();
        service.close();
    }

    private static List<Reply> run(String source) {
        JavaRunner.Compiled compiled = children.compile(new AnswerSpec.Java("a", "Answer", ""), source);
        assertEquals(List.of(), compiled.diagnostics(), source);
        return compiled.program().orElseThrow().run(List.of(new Call("of", List.of())));
    }

    private static Arguments attempt(String name, String body) {
        return Arguments.of(name, body);
    }

    private static String source(String body) {
        return "class Answer { boolean of() throws Exception { "
                + body.replace("SECRET", secret.toString())
                        .replace("PORT", String.valueOf(service.getLocalPort()))
                        .replace(
                                "PARENT", String.valueOf(ProcessHandle.current().pid()))
                + " } }";
    }

    static Stream<Arguments> attempts() {
        long pid = ProcessHandle.current().pid();
        return Stream.of(
                attempt(
                        "read the hidden scenarios",
                        "return java.nio.file.Files.exists(java.nio.file.Path.of(\"SECRET\"));"),
                attempt(
                        "read the grader's folder",
                        "return java.nio.file.Files.exists(java.nio.file.Path.of(\"" + System.getProperty("user.dir")
                                + "/pom.xml\"));"),
                attempt(
                        "read the users of the machine",
                        "return new File(\"/etc/passwd\").exists() || new File(\"/etc/shadow\").exists();"),
                attempt(
                        "follow a link to the secret",
                        "java.nio.file.Path l = java.nio.file.Path.of(\"/tmp/l\" + ProcessHandle.current().pid()); java.nio.file.Files.createSymbolicLink(l, java.nio.file.Path.of(\"SECRET\")); return java.nio.file.Files.exists(l);"),
                attempt(
                        "follow the parent's root",
                        "return new File(\"/proc/" + pid
                                + "/root\").exists() || new File(\"/proc/1/root/etc/passwd\").exists();"),
                attempt("read the parent's environment", "return new File(\"/proc/" + pid + "/environ\").exists();"),
                attempt(
                        "read an environment of anybody with secrets",
                        "for (int i = 1; i < 50; i++) { try { if (new String(new FileInputStream(\"/proc/\" + i + \"/environ\").readAllBytes()).matches(\"(?s).*(RINGLAB|SECRET|PASSWORD|TOKEN|KEY).*\")) return true; } catch (IOException e) { } } return false;"),
                attempt(
                        "read the parent's memory",
                        "for (String p : new File(\"/proc\").list()) { if (p.matches(\"[0-9]+\") && Long.parseLong(p) == "
                                + pid + ") return true; } return false;"),
                attempt("see other processes", "return ProcessHandle.allProcesses().count() > 5;"),
                attempt(
                        "find secrets in variables",
                        "return System.getenv().keySet().stream().anyMatch(k -> !List.of(\"HOME\", \"PATH\", \"LANG\", \"PWD\").contains(k));"),
                attempt("find secrets in properties", "return System.getProperties().toString().contains(\"SECRET\");"),
                attempt(
                        "load the grader's classes",
                        "for (String n : List.of(\"org.ringlab.grader.Grader\", \"org.ringlab.content.Course\", \"org.ringlab.checks.Check\")) { try { ClassLoader.getSystemClassLoader().loadClass(n); return true; } catch (ClassNotFoundException e) { } } return false;"),
                attempt(
                        "find the staff's files on the class path",
                        "for (String part : System.getProperty(\"java.class.path\").split(\":\")) { if (part.contains(\"content\") || part.contains(\"hidden\")) return true; } return ClassLoader.getSystemResource(\"hidden.yaml\") != null;"),
                attempt(
                        "reach a service of this machine",
                        "try (java.net.Socket s = new java.net.Socket(\"127.0.0.1\", PORT)) { return true; } catch (IOException e) { return false; }"),
                attempt(
                        "find a network",
                        "for (var i : Collections.list(java.net.NetworkInterface.getNetworkInterfaces())) if (!i.isLoopback()) return true; return false;"),
                attempt(
                        "ask a name server",
                        "try { java.net.InetAddress.getByName(\"example.com\"); return true; } catch (IOException e) { return false; }"),
                attempt(
                        "run a shell",
                        "try { return new ProcessBuilder(\"/bin/sh\", \"-c\", \"id\").start().waitFor() == 0; } catch (IOException e) { return false; }"),
                attempt(
                        "leave the sandbox by bwrap",
                        "try { return new ProcessBuilder(\"/usr/bin/bwrap\", \"--version\").start().waitFor() == 0; } catch (IOException e) { return false; }"),
                attempt(
                        "fork without end",
                        "int n = 0; try { for (int i = 0; i < 300; i++) { new ProcessBuilder(\"/jdk/bin/java\", \"-Xmx16m\", \"-version\").start(); n++; } } catch (IOException e) { return false; } return n >= 300;"),
                attempt(
                        "threads without end",
                        "int n = 0; try { for (int i = 0; i < 2000; i++) { Thread t = new Thread(() -> { try { Thread.sleep(100000); } catch (InterruptedException e) { } }); t.setDaemon(true); t.start(); n++; } } catch (Throwable e) { return false; } return n >= 2000;"),
                attempt(
                        "memory without end",
                        "List<byte[]> all = new ArrayList<>(); for (int i = 0; i < 1000; i++) all.add(new byte[1 << 20]); return all.size() == 1000;"),
                attempt(
                        "memory beside the heap",
                        "List<Object> all = new ArrayList<>(); try { for (int i = 0; i < 200; i++) all.add(java.nio.ByteBuffer.allocateDirect(1 << 20)); } catch (Throwable e) { return false; } return true;"),
                attempt(
                        "fill the disk",
                        "try (OutputStream out = new FileOutputStream(\"/tmp/full\")) { for (int i = 0; i < 64; i++) out.write(new byte[1 << 20]); return true; } catch (IOException e) { return false; }"),
                attempt(
                        "write beside the disk's limit",
                        "for (String f : List.of(\"/\", \"/dev/shm/\", \"/kernel/\", \"/jdk/\", \"/etc/\", \"/proc/sys/kernel/\")) { try (OutputStream o = new FileOutputStream(f + \"x\")) { o.write(1); return true; } catch (IOException e) { } } return false;"),
                attempt(
                        "change the next child's code",
                        "for (File f : new File(\"/kernel\").listFiles()) { if (f.canWrite() || f.delete()) return true; } return false;"),
                attempt(
                        "leave something for the next child",
                        "new FileOutputStream(\"/tmp/left\").close(); return new File(\"/tmp/left-before\").exists();"),
                attempt(
                        "gain privileges",
                        "String s = new String(new FileInputStream(\"/proc/self/status\").readAllBytes()); return !s.matches(\"(?s).*CapEff:\\\\s*0000000000000000.*\") || !s.matches(\"(?s).*NoNewPrivs:\\\\s*1.*\");"),
                attempt(
                        "attach a debugger",
                        "try { Class.forName(\"com.sun.tools.attach.VirtualMachine\").getMethod(\"attach\", String.class).invoke(null, \"1\"); return true; } catch (Throwable e) { return false; }"),
                attempt(
                        "load native code",
                        "try { System.load(\"/tmp/evil.so\"); return true; } catch (Throwable e) { return false; }"),
                attempt(
                        "read the expected values from the pipe",
                        "int n = new FileInputStream(FileDescriptor.in).available(); return n > 0;"),
                attempt("never end", "while (true) { }"),
                attempt(
                        "never end in the constructor of a thread that is waited for",
                        "Thread t = new Thread(() -> { while (true) { } }); t.start(); t.join(); return true;"),
                attempt(
                        "outlive the call in a thread",
                        "Thread t = new Thread(() -> { try { Thread.sleep(200); DataOutputStream o = new DataOutputStream(new FileOutputStream(FileDescriptor.out)); byte[] b = \"{\\\"replies\\\":[{\\\"value\\\":true}]}\".getBytes(); while (true) { o.writeInt(b.length); o.write(b); } } catch (Exception e) { } }); t.setDaemon(false); t.start(); return false;"),
                attempt(
                        "answer beside the answer",
                        "DataOutputStream o = new DataOutputStream(new FileOutputStream(FileDescriptor.out)); byte[] b = \"{\\\"replies\\\":[{\\\"value\\\":false}]}\".getBytes(); o.writeInt(b.length); o.write(b); o.flush(); return true == false;"),
                attempt(
                        "find the grader by the stack",
                        "ClassLoader l = Thread.currentThread().getContextClassLoader(); for (String n : List.of(\"org.ringlab.grader.Grader\", \"org.ringlab.checks.JavaJudge\", \"org.ringlab.checks.Check\", \"org.ringlab.content.Course\")) { try { Class.forName(n, false, l); return true; } catch (ClassNotFoundException e) { } } return false;"),
                attempt(
                        "read what is expected from the harness",
                        "Class<?> p = Class.forName(\"org.ringlab.javaanswer.AnswerProcess\", true, ClassLoader.getSystemClassLoader()); for (var f : p.getDeclaredFields()) { if (f.getName().matches(\"(?i).*(expect|gives|right|score).*\")) return true; } return false;"),
                attempt(
                        "change the harness for those who come after",
                        "try { System.setProperty(\"java.class.path\", \"/tmp\"); Locale.setDefault(Locale.of(\"tr\")); TimeZone.setDefault(TimeZone.getTimeZone(\"Asia/Shanghai\")); Thread.setDefaultUncaughtExceptionHandler((t, e) -> { while (true) { } }); new FileOutputStream(\"/tmp/.hotspotrc\").close(); new FileOutputStream(\"/kernel/.hotspotrc\").close(); return true; } catch (IOException e) { return false; }"),
                attempt(
                        "crash the machine below",
                        "var f = Class.forName(\"sun.misc.Unsafe\").getDeclaredField(\"theUnsafe\"); f.setAccessible(true); Object u = f.get(null); u.getClass().getMethod(\"putLong\", long.class, long.class).invoke(u, 0L, 1L); return true;"),
                attempt(
                        "end the parent",
                        "var p = ProcessHandle.current().parent(); return p.isPresent() && p.get().pid() == PARENT && p.get().destroyForcibly();"),
                attempt(
                        "end everybody",
                        "boolean any = ProcessHandle.allProcesses().filter(h -> h.pid() != ProcessHandle.current().pid() && h.pid() > 10).map(ProcessHandle::destroyForcibly).reduce(false, Boolean::logicalOr); return any;"),
                attempt(
                        "a pattern that takes for ever",
                        "return \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\".matches(\"(a|aa|a?)+b\");"),
                attempt(
                        "a number that takes for ever",
                        "return java.math.BigInteger.TWO.pow(Integer.MAX_VALUE - 1).pow(3).isProbablePrime(100);"),
                attempt(
                        "classes without end",
                        "for (int i = 0; i < 1_000_000; i++) { java.lang.reflect.Proxy.newProxyInstance(new ClassLoader() { }, new Class<?>[] {Runnable.class}, (a, b, c) -> null); } return true;"),
                attempt("calls without end", "return of();"),
                attempt(
                        "a symbolic link to the machine's memory",
                        "try { java.nio.file.Path l = java.nio.file.Path.of(\"/tmp/m\"); java.nio.file.Files.createSymbolicLink(l, java.nio.file.Path.of(\"/proc/1/mem\")); try (var f = new RandomAccessFile(\"/tmp/m\", \"r\")) { f.seek(0x400000); return f.read() >= 0; } } catch (IOException e) { return false; }"),
                attempt(
                        "devices of the machine",
                        "for (String d : List.of(\"/dev/mem\", \"/dev/kmsg\", \"/dev/sda\", \"/dev/vda\", \"/dev/kvm\", \"/dev/tty\", \"/proc/kcore\", \"/proc/sysrq-trigger\", \"/sys/kernel\")) { if (new File(d).canRead() && new File(d).isFile() || new File(d).exists() && d.startsWith(\"/sys\")) return true; } return false;"),
                attempt("end the process", "System.exit(0); return true;"),
                attempt("halt the process", "Runtime.getRuntime().halt(0); return true;"),
                attempt(
                        "keep the process from ending",
                        "Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) { } })); System.exit(0); return true;"),
                attempt(
                        "flood the answer",
                        "FileOutputStream out = new FileOutputStream(FileDescriptor.out); byte[] junk = new byte[1 << 16]; Arrays.fill(junk, (byte) 'x'); for (int i = 0; i < 10000; i++) out.write(junk); return true;"),
                attempt(
                        "flood the console",
                        "for (int i = 0; i < 100000; i++) { System.out.println(\"x\".repeat(100)); System.err.println(\"y\"); } return false;"),
                attempt(
                        "forge an answer with a score",
                        "DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out)); byte[] b = \"{\\\"score\\\": 100, \\\"passed\\\": true, \\\"replies\\\": []}\".getBytes(); out.writeInt(b.length); out.write(b); out.flush(); Thread.sleep(500); return false;"),
                attempt(
                        "forge an endless nesting",
                        "DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out)); byte[] b = (\"[\".repeat(100000)).getBytes(); out.writeInt(b.length); out.write(b); out.flush(); Thread.sleep(500); return false;"),
                attempt(
                        "forge a negative length",
                        "DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out)); out.writeInt(-1); out.flush(); Thread.sleep(500); return false;"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attempts")
    void nothingIsGained(String name, String body) {
        List<Reply> replies = run(source(body));
        assertFalse(replies.contains(new Reply.Value(true)), name + ": " + replies);
        assertEquals(
                List.of(new Reply.Value(3L)),
                run("class Answer { int of() { return 3; } }"),
                "the next student's code runs as ever");
    }

    /** What is hidden is there for those who aren't in the sandbox: the attempts ask for something that exists. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "read the hidden scenarios",
                "read the grader's folder",
                "read the users of the machine",
                "follow a link to the secret",
                "see other processes",
                "read the parent's memory",
                "reach a service of this machine",
                "run a shell",
            })
    void outsideTheSandboxItWouldBeGained(String name) throws Exception {
        String body = attempts()
                .filter(attempt -> attempt.get()[0].equals(name))
                .map(attempt -> String.valueOf(attempt.get()[1]))
                .findFirst()
                .orElseThrow();
        JavaSource.Compiled compiled = new JavaSource().compile("", source(body));
        assertEquals(List.of(), compiled.problems());
        assertEquals(
                List.of(Map.of("value", true)),
                JavaCalls.run(compiled.classes(), "Answer", List.of(Map.of("call", "of", "with", List.of()))));
    }

    /** Objects that claim to be anything, or that would run code where they are read. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("objects")
    void onlyPlainValuesComeBack(String name, String body, String expected) {
        assertTrue(run("class Answer { " + body + " }").toString().contains(expected), name);
    }

    static Stream<Arguments> objects() {
        return Stream.of(
                Arguments.of(
                        "an object that equals everything",
                        "Object of() { return new Object() { public boolean equals(Object o) { return true; } }; }",
                        "not-a-value"),
                Arguments.of(
                        "a serialised gadget",
                        "Object of() { return new java.io.Serializable() { private Object readResolve() { return 1; } }; }",
                        "not-a-value"),
                Arguments.of(
                        "a list in itself",
                        "Object of() { List<Object> l = new ArrayList<>(); l.add(l); return l; }",
                        "not-a-value"),
                Arguments.of(
                        "a list without end",
                        "Object of() { return new AbstractList<Integer>() { public Integer get(int i) { return 1; } public int size() { return Integer.MAX_VALUE; } }; }",
                        "Stopped"),
                Arguments.of("two megabytes", "String of() { return \"x\".repeat(2 << 20); }", "too-much"),
                Arguments.of(
                        "a number of its own",
                        "Object of() { return new Number() { public int intValue() { return 1; } public long longValue() { return 42; } public float floatValue() { return 1; } public double doubleValue() { return 1; } }; }",
                        "value=42"),
                Arguments.of(
                        "an exception whose trace is no trace",
                        "Object of() { throw new RuntimeException() { public StackTraceElement[] getStackTrace() { throw new Error(); } }; }",
                        "Thrown"),
                Arguments.of(
                        "a mapping that is asked for ever",
                        "Object of() { return new AbstractMap<String, String>() { public Set<Map.Entry<String, String>> entrySet() { return new AbstractSet<>() { public int size() { return 1; } public Iterator<Map.Entry<String, String>> iterator() { return new Iterator<>() { int n; public boolean hasNext() { return true; } public Map.Entry<String, String> next() { return Map.entry(\"k\" + n++, \"v\"); } }; } }; } }; }",
                        "Stopped"),
                Arguments.of(
                        "a mapping with a score",
                        "Object of() { return Map.of(\"passed\", true, \"score\", 100, \"replies\", List.of()); }",
                        "score=100"),
                Arguments.of(
                        "an exception that won't tell",
                        "Object of() { throw new RuntimeException() { public String getMessage() { throw new Error(); } }; }",
                        "Thrown"));
    }

    @Test
    void aCompilerThatGivesUpSaysSoAndTheNextTextCompiles() {
        String deep = "class Answer { int of() { return " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + "; } }";
        JavaRunner.Compiled compiled = children.compile(new AnswerSpec.Java("a", "Answer", ""), deep);
        assertFalse(compiled.diagnostics().isEmpty());
        assertEquals(List.of(new Reply.Value(3L)), run("class Answer { int of() { return 3; } }"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void aTextThatGrowsInTheCompilerIsToldSoAndTheNextTextCompiles(String name, String source) {
        JavaRunner.Compiled compiled = children.compile(new AnswerSpec.Java("a", "Answer", ""), source);
        assertFalse(compiled.diagnostics().isEmpty(), name);
        assertEquals(List.of(new Reply.Value(3L)), run("class Answer { int of() { return 3; } }"));
    }

    static Stream<Arguments> bombs() {
        StringBuilder doubling =
                new StringBuilder("class Answer { static final String A0 = \"" + "x".repeat(1000) + "\";");
        for (int i = 1; i < 40; i++) {
            doubling.append("static final String A%d = A%d + A%d;".formatted(i, i - 1, i - 1));
        }
        String calls = "f(" + "() -> f(".repeat(14) + "1" + ")".repeat(14) + ")";
        return Stream.of(
                Arguments.of("a constant that doubles", doubling + " int of() { return A39.length(); } }"),
                Arguments.of(
                        "a method without end",
                        "class Answer { int of() { int i = 0; " + "i++;".repeat(30_000) + " return i; } }"),
                Arguments.of(
                        "types that are looked for in vain",
                        "class Answer { <T> T f(Supplier<T> s) { return s.get(); } <T> T f(Callable<T> s) { return null; } <T> T f(T t) { return t; } int of() { return "
                                + calls + "; } }"),
                Arguments.of("unicode that ends the line", "class Answer { int of() { // \\u000a return 7 }"));
    }

    /** Each level doubles what the compiler has to try. */
    @Test
    void aTextThatKeepsTheCompilerBusyIsStoppedAndItsAuthorIsTold() {
        String source = "class Answer { <T> T id(T t) { return t; } Object of() { return " + "true ? id(".repeat(60)
                + "1" + ") : id(null)".repeat(60) + "; } }";
        JavaRunner.Compiled compiled = children.compile(new AnswerSpec.Java("a", "Answer", ""), source);
        assertTrue(compiled.program().isEmpty());
        assertTrue(compiled.diagnostics().toString().contains("compiling took too long"), compiled::toString);
        assertEquals(List.of(new Reply.Value(3L)), run("class Answer { int of() { return 3; } }"));
    }

    @Test
    void anAnnotationProcessorDoesNotRun() {
        assertEquals(
                List.of(new Reply.Value(1L)),
                run(
                        "@javax.annotation.processing.SupportedAnnotationTypes(\"*\") class Evil extends javax.annotation.processing.AbstractProcessor {"
                                + " public boolean process(Set<? extends javax.lang.model.element.TypeElement> a, javax.annotation.processing.RoundEnvironment r) {"
                                + " throw new Error(); } } class Answer { int of() { return 1; } }"));
    }
}
