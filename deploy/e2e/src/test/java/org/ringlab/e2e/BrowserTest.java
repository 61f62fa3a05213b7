package org.ringlab.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.e2e.RunningService.ROOT;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The lesson as a student and a teacher live it, in Chromium, against the packaged service. One story in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserTest {
    private static final String LESSON = "01-forwarding/lesson.en.ipynb";
    private static final String EXERCISE = "01-forwarding/e1-open-the-router";

    @TempDir
    static Path data;

    private static RunningService service;
    private static RealBrowser browser;
    private static Page student;
    private static NotebookPage notebook;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        RealBrowser.assumePresent();
        service = RunningService.start(data, Map.of());
        browser = new RealBrowser();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (service != null) {
            assertEquals(0, service.stop(), "SIGTERM ends the service with status 0");
        }
    }

    private static Page signedIn(String account) throws IOException {
        return browser.signedIn(service, account);
    }

    private static void picture(Page page, String name) throws IOException {
        Path folder = Path.of("target", "screenshots");
        Files.createDirectories(folder);
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
    }

    @Test
    @Order(1)
    void aStudentOpensTheLessonAndTheFirstCellDrawsTheLab() throws IOException {
        student = signedIn("student");
        picture(student, "course");
        student.click("a[href='/lessons/01-forwarding']");
        picture(student, "lesson");
        student.click("a[href='/notebooks/" + LESSON + "']");
        notebook = new NotebookPage(student, ROOT.resolve("content/lessons").resolve(LESSON));
        notebook.runAndSeeDrawing("lab-three");
        picture(student, "notebook");
    }

    @Test
    @Order(2)
    void packetsComeThroughStepByStep() throws IOException {
        notebook.runAndSee("client-looks", "Network is unreachable");
        notebook.run("route-add");
        notebook.runAndSee("ping-2", "100% packet loss");
        notebook.runAndSeeDrawing("why-2");
        notebook.see("why-2", "ip_forward");
        picture(student, "why");
        notebook.run("forward-on");
        notebook.run("ping-3");
        notebook.runAndSee("why-3", "server");
        notebook.run("server-route");
        notebook.runAndSee("ping-4", "64 bytes from 172.18.133.212", " 0% packet loss");
        notebook.runAndSeeDrawing("trace-4");
    }

    @Test
    @Order(3)
    void aDroppedPacketIsExplainedByItsRule() throws IOException {
        notebook.run("lab-routed");
        notebook.run("insert-order");
        notebook.run("insert-curl");
        notebook.runAndSeeDrawing("insert-why");
        notebook.see("insert-why", "FORWARD", "REJECT");
        picture(student, "rejected");
    }

    @Test
    @Order(4)
    void aWrongAnswerIsToldWhatIsWrongAndARightOneGetsFullMarks() throws IOException {
        notebook.run("e1-lab");
        notebook.type("e1-gw", "%%host gw\n# nothing yet");
        notebook.type("e1-client", "%%host client\nroute add -net 172.18.0.0/16 gw 192.168.66.135");
        notebook.type("e1-server", "%%host server\nroute add -net 192.168.66.0/24 gw 172.18.133.210");
        notebook.run("e1-gw");
        notebook.run("e1-client");
        notebook.run("e1-server");
        notebook.runAndSee("e1-check", "ip_forward");

        notebook.type("e1-gw", "%%host gw\necho 1 > /proc/sys/net/ipv4/ip_forward");
        notebook.run("e1-gw");
        student.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Submit"))
                .click();
        assertThat(student.locator(".ringlab-ResultPanel")).containsText(Pattern.compile("e1|Join two networks"));
        picture(student, "submitted");
        notebook.runAndSee("submit", "Join two networks");
    }

    @Test
    @Order(5)
    void everythingIsThereAfterComingBack() throws IOException {
        student.reload();
        notebook = new NotebookPage(student, ROOT.resolve("content/lessons").resolve(LESSON));
        assertThat(notebook.cell("e1-gw")).containsText("ip_forward");
        notebook.see("ping-4", "64 bytes");
        student.navigate(service.url() + "lessons/01-forwarding");
        assertThat(student.locator("#e1-open-the-router")).containsText(Pattern.compile("[1-9][0-9.]* / "));
        picture(student, "lesson-graded");
    }

    @Test
    @Order(6)
    void aStudentSeesNothingOfTheStaffsOrOfOthers() {
        for (String path : List.of("teacher/submissions", "teacher/gradebook.csv", "admin/users")) {
            int status = student.request().get(service.url() + path).status();
            assertTrue(status == 403 || status == 404, path + " answered " + status);
        }
    }

    @Test
    @Order(7)
    void theTeacherSeesTheSubmissionTheReportAndTheGradebook() throws IOException {
        Page teacher = signedIn("teacher");
        teacher.click("a[href='/teacher/submissions']");
        assertThat(teacher.locator("table")).containsText(EXERCISE);
        picture(teacher, "submissions");
        teacher.locator("tr", new Page.LocatorOptions().setHasText(EXERCISE))
                .first()
                .locator("a")
                .click();
        assertThat(teacher.locator("main")).containsText("student");
        picture(teacher, "staff-report");
        teacher.click("a[href='/teacher/gradebook']");
        assertThat(teacher.locator("table")).containsText("student");
        picture(teacher, "gradebook");
        Download csv = teacher.waitForDownload(() -> teacher.click("a[href='/teacher/gradebook.csv']"));
        String text = Files.readString(csv.path());
        assertTrue(text.contains("student") && text.contains(EXERCISE), text);
    }

    @Test
    @Order(8)
    void theTeacherPublishesANewVersion() throws IOException {
        Page teacher = signedIn("teacher");
        teacher.navigate(service.url() + "teacher/exercises/" + EXERCISE);
        String yaml = teacher.inputValue("#yaml");
        teacher.fill("#yaml", yaml.replace("exercise:", "exercise"));
        teacher.click("button[value='publish']");
        assertThat(teacher.locator("[role=alert]")).isVisible();
        teacher.fill("#yaml", yaml.replace("minutes: 8", "minutes: 9"));
        teacher.click("button[value='publish']");
        assertThat(teacher.locator("[role=status]")).isVisible();
        assertThat(teacher.locator("main")).containsText(Pattern.compile("version 2", Pattern.CASE_INSENSITIVE));
        picture(teacher, "published");
    }
}
