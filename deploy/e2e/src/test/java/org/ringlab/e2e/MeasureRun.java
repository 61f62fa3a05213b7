package org.ringlab.e2e;

import static org.ringlab.e2e.RunningService.ROOT;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints the figures by which the service is measured. No test: {@code verify} leaves it out, {@code measure.sh} runs it.
 */
class MeasureRun {
    private static final String LESSON = "01-forwarding/lesson.en.ipynb";
    private static final int SUBMISSIONS = 5;
    private static final int OPENINGS = 7;
    private static final int CACHE_SECONDS = 60;

    @TempDir
    Path data;

    @Test
    void measure() throws IOException, InterruptedException {
        RealBrowser.assumePresent();
        RunningService.rehearse();
        try (RunningService first = RunningService.start(data, Map.of())) {
            print("first start to the ready line (new database)", first.startMillis() + " ms");
            awaitKernelCache();
        }
        try (RunningService service = RunningService.start(data, Map.of());
                RealBrowser browser = new RealBrowser()) {
            print("later start to the ready line", service.startMillis() + " ms");
            // The first student meets a service that has answered nobody yet; later ones are the rule.
            List<Long> answered = new ArrayList<>();
            Page page = openNotebook(browser, service, "student", "no. 1", answered);
            for (int i = 2; i <= OPENINGS; i++) {
                openNotebook(browser, service, i % 2 == 0 ? "student2" : "teacher", "no. " + i, answered)
                        .close();
            }
            answered.sort(null);
            print("notebook open to the first cell answered, median", answered.get(OPENINGS / 2) + " ms");
            NotebookPage notebook =
                    new NotebookPage(page, ROOT.resolve("content/lessons").resolve(LESSON));
            long ran = System.nanoTime();
            notebook.run("client-looks");
            print("a cell of commands, seen in the browser", since(ran));

            for (int i = 1; i <= SUBMISSIONS; i++) {
                long submitted = System.nanoTime();
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Submit"))
                        .click();
                // An assertion looks at growing intervals, up to a second.
                page.waitForFunction(
                        "() => /\\/ \\d/.test(document.querySelector('.ringlab-ResultPanel')?.innerText)",
                        null,
                        new Page.WaitForFunctionOptions().setPollingInterval(10));
                print("submit to feedback for five exercises, no. " + i, since(submitted));
                page.locator(".ringlab-ResultPanel [role=status]").evaluate("e => e.nextSibling.replaceChildren()");
            }
            print("service, resident", residentMb(service.handle()) + " MB");
            for (ProcessHandle kernel : kernels(service.handle())) {
                print("kernel " + kernel.pid() + ", resident", residentMb(kernel) + " MB");
            }
        }
    }

    /** Kernels' own cache is made once, behind the first start; figures are those of a warm pool. */
    private void awaitKernelCache() throws InterruptedException, IOException {
        for (int second = 0; second < CACHE_SECONDS; second++) {
            TimeUnit.SECONDS.sleep(1);
            try (Stream<Path> files = Files.list(Files.createDirectories(data.resolve("kernel-cache")))) {
                if (files.anyMatch(file -> file.toString().endsWith(".aot"))) {
                    return;
                }
            }
        }
    }

    private static Page openNotebook(
            RealBrowser browser, RunningService service, String account, String which, List<Long> answered)
            throws IOException, InterruptedException {
        Page page = browser.signedIn(service, account);
        page.navigate(service.url() + "lessons/01-forwarding");
        TimeUnit.SECONDS.sleep(5); // the pool warms up behind the ready line
        long opened = System.nanoTime();
        page.navigate(service.url() + "notebooks/" + LESSON);
        NotebookPage notebook =
                new NotebookPage(page, ROOT.resolve("content/lessons").resolve(LESSON));
        print("notebook open to its cells shown, " + which, since(opened));
        notebook.runByKeyboard("lab-three");
        print("notebook open to the first cell answered, " + which, since(opened));
        answered.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - opened));
        return page;
    }

    private static String since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms";
    }

    private static void print(String what, String figure) {
        System.out.printf("MEASURED %-52s %s%n", what, figure);
    }

    private static List<ProcessHandle> kernels(ProcessHandle service) {
        return service.descendants()
                .filter(p -> p.info().command().filter(c -> c.endsWith("/java")).isPresent())
                .toList();
    }

    private static long residentMb(ProcessHandle process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
