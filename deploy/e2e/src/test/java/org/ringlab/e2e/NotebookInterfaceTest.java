package org.ringlab.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.ringlab.e2e.RunningService.ROOT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The notebook interface's own tests, in its own language, against its own stub service. */
class NotebookInterfaceTest {
    @Test
    void theInterfacePassesItsTests() throws IOException, InterruptedException {
        RealBrowser.assumePresent();
        if (run("npm --version").status() != 0) {
            String why = "SKIPPED: no npm (it comes with Node.js)";
            assertNull(System.getProperty("ringlab.ci"), why);
            System.out.println(why);
            Assumptions.abort(why);
        }
        Run tests = run("npm ci --silent && npm run --silent build && npm test --silent");
        System.out.println(tests.output());
        assertEquals(0, tests.status(), tests.output());
    }

    private record Run(int status, String output) {}

    private static Run run(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(ROOT.resolve("deploy/notebook").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
