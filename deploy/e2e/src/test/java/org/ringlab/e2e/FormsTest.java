package org.ringlab.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forms in Chromium: what was typed wrongly stays, what is sent twice counts once, what was received comes back byte for byte. */
class FormsTest {
    private static final String EXERCISE = "01-forwarding/e1-open-the-router";

    @TempDir
    static Path data;

    @Test
    void whatWasTypedStaysAndWhatIsSentTwiceCountsOnce() throws IOException, InterruptedException {
        RealBrowser.assumePresent();
        try (RunningService service = RunningService.start(data, Map.of());
                RealBrowser browser = new RealBrowser()) {
            Page student = browser.signedIn(service, "student");
            student.navigate(service.url() + "lessons/01-forwarding");
            student.click("details summary:has-text('Hand in an .ipynb file')");
            byte[] file = "no notebook at all".getBytes(StandardCharsets.UTF_8);
            student.setInputFiles("#file", new FilePayload("第一课 lesson.ipynb", "application/json", file));
            // as a double click does: the second is there before the first is answered
            student.evaluate("const form = document.querySelector('form[action$=upload]');"
                    + " form.requestSubmit(); form.requestSubmit();");
            assertThat(student.locator("#e1-open-the-router")).containsText("costs no attempt");
            student.click("#e1-open-the-router a:has-text('Details')");
            assertThat(student.locator("main")).containsText("Costs no attempt");
            assertEquals(0, student.locator("table").count(), "it was handed in twice");

            Page teacher = browser.signedIn(service, "teacher");
            teacher.navigate(service.url() + "teacher/submissions?exercise=" + EXERCISE);
            teacher.click("tbody a");
            Download download = teacher.waitForDownload(() -> teacher.click("section:has(iframe) a[download]"));
            assertEquals(new String(file, StandardCharsets.UTF_8), Files.readString(download.path()));

            teacher.navigate(service.url() + "teacher/exercises/" + EXERCISE + "/rules");
            teacher.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)");
            teacher.fill("#limit", "2000");
            teacher.fill("#coolSeconds", "90");
            teacher.selectOption("#show-trace", "never");
            teacher.click("button:has-text('Save')");
            assertThat(teacher.locator("#limit-problem")).containsText("from 0 to 1000 was expected, not “2000”");
            assertThat(teacher.locator("#limit")).hasValue("2000");
            assertThat(teacher.locator("#coolSeconds")).hasValue("90");
            assertThat(teacher.locator("#show-trace")).hasValue("never");
            teacher.click("button[lang='zh-CN']");
            assertThat(teacher.locator("h1")).hasText("次数、时间与反馈");
            for (String page : new String[] {
                "exercises/" + EXERCISE + "/rules", "submissions", "gradebook", "class", "exercises", "appeals"
            }) {
                teacher.setViewportSize(360, 740);
                teacher.navigate(service.url() + "teacher/" + page);
                Object wide = teacher.evaluate(
                        "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");
                assertTrue(Boolean.FALSE.equals(wide), page + " is wider than a phone");
            }
        }
    }
}
