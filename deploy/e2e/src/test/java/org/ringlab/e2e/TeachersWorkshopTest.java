package org.ringlab.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.e2e.RunningService.ROOT;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A teacher sets rules, a student runs into them and contests, the teacher answers and grades again: in Chromium. */
class TeachersWorkshopTest {
    private static final String EXERCISE = "01-forwarding/e1-open-the-router";
    private static final String CARD = "#e1-open-the-router";

    @TempDir
    static Path data;

    /** Right but for a way out too many. */
    private static FilePayload notebook(String more) throws IOException {
        String text = Files.readString(ROOT.resolve("content/lessons/01-forwarding/lesson.en.ipynb"))
                .replace("# the gateway's commands", "echo 1 > /proc/sys/net/ipv4/ip_forward")
                .replace("# the client's commands", "route add -net 172.18.0.0/16 gw 192.168.66.135" + more)
                .replace("# the server's commands", "route add -net 192.168.66.0/24 gw 172.18.133.210");
        return new FilePayload("lesson.ipynb", "application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void upload(Page student, RunningService service, String more) throws IOException {
        student.navigate(service.url() + "lessons/01-forwarding");
        student.click("details summary:has-text('Hand in an .ipynb file')");
        student.setInputFiles("#file", notebook(more));
        student.click("button:has-text('Upload and submit')");
    }

    private static void picture(Page page, String name) throws IOException {
        Path folder = Path.of("target", "screenshots");
        Files.createDirectories(folder);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(folder.resolve("workshop-" + name + ".png"))
                .setFullPage(true));
    }

    /** The same page as a phone shows it, without anything that sticks out. */
    private static void onAPhone(Page page, String name) throws IOException {
        page.setViewportSize(360, 740);
        picture(page, name + "-phone");
        Object wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");
        assertTrue(Boolean.FALSE.equals(wide), name + " is wider than a phone");
        page.setViewportSize(1280, 900);
    }

    @Test
    void fromTheDueDateToTheNewGrade() throws IOException, InterruptedException {
        RealBrowser.assumePresent();
        try (RunningService service = RunningService.start(data, Map.of());
                RealBrowser browser = new RealBrowser()) {
            Page teacher = browser.signedIn(service, "teacher");
            Page student = browser.signedIn(service, "student");

            teacher.navigate(service.url() + "teacher/exercises/" + EXERCISE + "/rules");
            teacher.fill("#limit", "1");
            teacher.fill("#due", LocalDateTime.now().plusDays(1).toString().substring(0, 16));
            teacher.focus("#show-trace");
            teacher.keyboard().press("n");
            teacher.click("button:has-text('Save')");
            assertThat(teacher.locator("main")).containsText("Changed by teacher");
            assertThat(teacher.locator("#limit")).hasValue("1");
            picture(teacher, "rules");
            onAPhone(teacher, "rules");

            student.navigate(service.url() + "lessons/01-forwarding");
            assertThat(student.locator(CARD)).containsText("Attempts left: 1 of 1");
            assertThat(student.locator(CARD)).containsText("Due ");
            upload(student, service, "\\nroute add default gw 192.168.66.135");
            assertThat(student.locator(CARD)).containsText("Attempts left: 0 of 1");
            upload(student, service, "");
            assertThat(student.locator("[role=alert]")).containsText("You have used all attempts");
            picture(student, "limit");

            student.click(CARD + " a:has-text('Details')");
            student.locator("#check-client-no-more summary:has-text('Contest')").press("Enter");
            student.fill("#appeal-client-no-more", "The text doesn't forbid it.");
            student.click("#check-client-no-more button:has-text('Send')");
            assertThat(student.locator("#check-client-no-more")).containsText("waiting for an answer");
            onAPhone(student, "contested");

            teacher.navigate(service.url() + "teacher/appeals");
            assertThat(teacher.locator("header .count")).hasText("1");
            assertThat(teacher.locator("main")).containsText("The text doesn't forbid it.");
            picture(teacher, "appeals");
            teacher.fill("textarea", "True: the text has to say it.");
            teacher.click("button[value='uphold']");
            assertThat(teacher.locator("main")).containsText("you were right");

            teacher.click("h2 a");
            teacher.click("#check-web summary:has-text('Points by hand')");
            teacher.fill("#points-web", "0.5");
            teacher.fill("#comment-web", "too slow");
            teacher.click("#check-web button:has-text('Give')");
            assertThat(teacher.locator("#check-web")).containsText("0.5 points, given by teacher");
            picture(teacher, "marked");
            onAPhone(teacher, "marked");

            teacher.navigate(service.url() + "teacher/exercises/" + EXERCISE);
            String yaml = teacher.inputValue("#yaml");
            teacher.fill("#yaml", yaml.replaceFirst("points: 2", "points: 4"));
            teacher.click("button[value='publish']");
            assertThat(teacher.locator("[role=status]")).containsText("version 2");
            teacher.click("nav.tabs a:has-text('Grade again')");
            teacher.click("button:has-text('Compute')");
            for (int i = 0; i < 60 && teacher.locator("main").innerText().contains("still to be computed"); i++) {
                teacher.waitForTimeout(500);
                teacher.reload();
            }
            assertThat(teacher.locator("main")).containsText("1 better");
            assertThat(teacher.locator("table")).containsText("ping: passed 2/2 → passed 4/4");
            picture(teacher, "regrade");
            onAPhone(teacher, "regrade");

            student.reload();
            assertThat(student.locator("main")).not().containsText("Graded again");
            teacher.click("button:has-text('Apply')");
            assertThat(teacher.locator("main")).containsText("applied");

            student.reload();
            assertThat(student.locator("main")).containsText(Pattern.compile("Graded again at .*version 1 had given"));
            assertThat(student.locator("#check-client-no-more")).containsText("True: the text has to say it.");
            assertThat(student.locator("#check-web")).containsText("too slow");
            assertThat(student.locator("#check-ping")).containsText("4 / 4");
            assertThat(student.locator(".drawing")).hasCount(0);
            picture(student, "report");

            for (String page : new String[] {
                "exercises/" + EXERCISE + "/statistics",
                "class?lesson=01-forwarding",
                "exercises/" + EXERCISE + "/similarity",
                "submissions"
            }) {
                teacher.navigate(service.url() + "teacher/" + page);
                String name = page.replaceAll("[^a-z]+", "-");
                picture(teacher, name);
                onAPhone(teacher, name);
            }
            teacher.navigate(service.url() + "teacher/class?lesson=01-forwarding");
            teacher.click("button[lang='zh-CN']");
            assertThat(teacher.locator("main")).containsText("进行中");
            picture(teacher, "class-zh");
        }
    }
}
