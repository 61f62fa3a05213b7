package org.ringlab.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.e2e.RunningService.ROOT;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every page of the service, for people who use a keyboard or a screen reader: axe finds nothing wrong, headings go down one level
 * at a time, tables have names, the keyboard reaches everything in the page's order and one sees where it is, and nothing sticks out.
 */
class AccessibilityTest {
    private static final String LESSON = "01-forwarding";
    private static final String EXERCISE = LESSON + "/e1-open-the-router";
    private static final int DESKTOP = 1400;
    private static final int PHONE = 400;
    private static final int MOST_STEPS = 400;

    /** What axe finds wrong, a line each. The frame of a submitted notebook runs no script, so nothing can be asked there. */
    private static final String VIOLATIONS = """
            async () => (await axe.run(document, {iframes: false, resultTypes: ['violations']})).violations
                .flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.html.slice(0, 200)))""";

    /** What axe leaves to people. */
    private static final String STRUCTURE = """
            () => {
              const wrong = [];
              const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(head => Number(head.tagName[1]));
              if (levels.filter(level => level === 1).length !== 1) wrong.push('not one h1: ' + levels);
              levels.forEach((level, i) => { if (i && level > levels[i - 1] + 1) wrong.push('headings skip a level: ' + levels); });
              for (const table of document.querySelectorAll('main table'))
                if (!table.closest('.drawing') && !table.caption && !table.ariaLabel && !table.getAttribute('aria-labelledby'))
                  wrong.push('a table without a name: ' + table.innerText.slice(0, 80));
              for (const drawing of document.querySelectorAll('.drawing svg'))
                if (!drawing.querySelector('title, desc, text') && !drawing.ariaLabel) wrong.push('a drawing without words');
              if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1) wrong.push('wider than the window');
              return wrong;
            }""";

    /** Where the keyboard is: its place among all elements, and whether one sees it; null at the end of the page. */
    private static final String FOCUS = """
            () => {
              const at = document.activeElement;
              if (!at || at === document.body) return null;
              const place = [...document.querySelectorAll('*')].indexOf(at);
              const style = getComputedStyle(at);
              const seen = at.tagName === 'IFRAME' || parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none';
              return {place, seen, html: at.outerHTML.slice(0, 120)};
            }""";

    @TempDir
    static Path data;

    private final List<String> wrong = new ArrayList<>();

    private static String axe() throws IOException {
        try (InputStream script = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
            assertNotNull(script, "the jar of axe-core has no axe.min.js any more");
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A wrong answer with a drawn trace, contested; a grant, a window, a new version and its differences. */
    private static String fill(RunningService service, Page student, Page teacher) throws IOException {
        String notebook = Files.readString(ROOT.resolve("content/lessons/01-forwarding/lesson.en.ipynb"))
                .replace("# the client's commands", "route add -net 172.18.0.0/16 gw 192.168.66.135");
        student.navigate(service.url() + "lessons/" + LESSON);
        for (int i = 0; i < 2; i++) {
            student.click("details:has(#file) summary");
            student.setInputFiles(
                    "#file",
                    new FilePayload("lesson.ipynb", "application/json", notebook.getBytes(StandardCharsets.UTF_8)));
            student.click("form[action$=upload] button");
            assertThat(student.locator("#e1-open-the-router")).containsText("attempts: " + (i + 1));
        }
        student.click("#e1-open-the-router a:has-text('Details')");
        String own = student.url();
        student.locator("summary:has-text('Contest')").first().click();
        student.locator("textarea").first().fill("The text doesn't say so.");
        student.click("button:has-text('Send')");

        teacher.navigate(service.url() + "teacher/exercises/" + EXERCISE + "/rules");
        teacher.fill("#limit", "5");
        teacher.fill("#coolSeconds", "60");
        teacher.fill("#due", "2026-01-01T00:00");
        teacher.fill("#latePercent", "10");
        teacher.fill("#lateDays", "365");
        teacher.click("button:has-text('Save')");
        teacher.fill("#student", "student");
        teacher.fill("#minutes", "60");
        teacher.click("button:has-text('Grant')");
        assertThat(teacher.locator("table")).containsText("60");
        teacher.navigate(service.url() + "teacher/exercises/" + EXERCISE);
        teacher.fill("#yaml", teacher.inputValue("#yaml").replaceFirst("points: 2", "points: 4"));
        teacher.click("button[value='publish']");
        assertThat(teacher.locator("[role=status]")).containsText("version 2");
        teacher.navigate(service.url() + "teacher/exercises/" + EXERCISE + "/regrades");
        teacher.click("main form button");
        return own.replaceFirst("#.*", "").substring(service.url().length());
    }

    @Test
    void everyPageCanBeUsedByEverybody() throws IOException, InterruptedException {
        RealBrowser.assumePresent();
        try (RunningService service = RunningService.start(data, Map.of());
                RealBrowser browser = new RealBrowser()) {
            Page student = browser.signedIn(service, "student");
            Page teacher = browser.signedIn(service, "teacher");
            Page admin = browser.signedIn(service, "admin");
            String report = fill(service, student, teacher);
            String difference = teacher.url().substring(service.url().length());
            teacher.navigate(service.url() + "teacher/submissions?exercise=" + EXERCISE);
            String staff =
                    teacher.locator("tbody a").first().getAttribute("href").substring(1);
            String exercise = "teacher/exercises/" + EXERCISE;

            Map<Page, List<String>> pages = new LinkedHashMap<>();
            pages.put(browser.stranger(), List.of("sign-in"));
            pages.put(student, List.of("", "lessons/" + LESSON, report, "account", "lessons/99-none"));
            pages.put(
                    teacher,
                    List.of(
                            "lessons/" + LESSON,
                            "teacher/submissions",
                            staff,
                            "teacher/gradebook",
                            "teacher/exercises",
                            exercise,
                            exercise + "/rules",
                            exercise + "/regrades",
                            difference,
                            exercise + "/statistics",
                            exercise + "/similarity",
                            "teacher/class?lesson=" + LESSON,
                            "teacher/appeals"));
            pages.put(admin, List.of("admin/users"));
            String axe = axe();
            for (Map.Entry<Page, List<String>> each : pages.entrySet()) {
                Page page = each.getKey();
                page.setViewportSize(DESKTOP, 900);
                for (String path : each.getValue()) {
                    look(page, service, path, axe, "en");
                    keyboard(page, path);
                }
                page.click("button[lang='zh-CN']");
                assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
                page.setViewportSize(PHONE, 800);
                for (String path : each.getValue()) {
                    look(page, service, path, axe, "zh-CN");
                }
            }
            assertEquals(List.of(), wrong);
        }
    }

    private void look(Page page, RunningService service, String path, String axe, String language) throws IOException {
        page.navigate(service.url() + path);
        assertThat(page.locator("html")).hasAttribute("lang", language);
        picture(page, path, language);
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
        page.evaluate(axe);
        add(path, language, page.evaluate(VIOLATIONS));
        add(path, language, page.evaluate(STRUCTURE));
    }

    private void add(String path, String language, Object found) {
        if (found instanceof List<?> lines) {
            lines.forEach(line -> wrong.add(path + " (" + language + "): " + line));
        }
    }

    private static void picture(Page page, String path, String language) throws IOException {
        Path folder = Path.of("target", "screenshots");
        Files.createDirectories(folder);
        String name = "page-" + path.replaceAll("[^a-z0-9]+", "-") + "-" + language + ".png";
        page.screenshot(
                new Page.ScreenshotOptions().setPath(folder.resolve(name)).setFullPage(true));
    }

    /** Tab goes through the page in its order, the way past the navigation first; one always sees where it is. */
    private void keyboard(Page page, String path) {
        // From the beginning: the sign-in page puts the keyboard into its first field.
        page.evaluate("document.activeElement.blur(); document.body.tabIndex = -1; document.body.focus();"
                + " document.body.removeAttribute('tabindex')");
        int last = -1;
        for (int i = 0; i < MOST_STEPS; i++) {
            page.keyboard().press("Tab");
            if (!(page.evaluate(FOCUS) instanceof Map<?, ?> focus)) {
                assertTrue(i > 2, path + ": the keyboard reaches " + i + " things");
                return;
            }
            int place = ((Number) focus.get("place")).intValue();
            String html = String.valueOf(focus.get("html"));
            if (i == 0 && !html.contains("class=\"skip\"")) {
                wrong.add(path + ": the keyboard begins at " + html);
            }
            // A date has several fields within, a browser's window begins again at the top.
            if (place < last) {
                if (html.contains("class=\"skip\"")) {
                    return;
                }
                wrong.add(path + ": the keyboard goes back to " + html);
            }
            if (!Boolean.TRUE.equals(focus.get("seen"))) {
                wrong.add(path + ": one doesn't see the keyboard at " + html);
            }
            last = place;
        }
    }
}
