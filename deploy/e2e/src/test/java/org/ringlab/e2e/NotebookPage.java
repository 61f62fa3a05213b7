package org.ringlab.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A notebook open in the browser, its cells named by their ids as in the lesson's file. */
final class NotebookPage {
    private static final Pattern DONE = Pattern.compile("\\[\\d+\\]:");

    private final Page page;
    private final List<String> ids = new ArrayList<>();

    /**
     * @param page the browser's page, at the notebook
     * @param source the lesson's file: it tells the order of the cells
     */
    NotebookPage(Page page, Path source) throws IOException {
        this.page = page;
        for (JsonNode cell : new ObjectMapper().readTree(source.toFile()).path("cells")) {
            ids.add(cell.path("id").asText());
        }
        page.locator(".jp-Notebook .jp-Cell")
                .first()
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.VISIBLE));
    }

    Locator cell(String id) {
        int index = ids.indexOf(id);
        if (index < 0) {
            throw new IllegalArgumentException("no cell " + id + " among " + ids);
        }
        return page.locator(".jp-Notebook .jp-Cell").nth(index);
    }

    /** Replaces a cell's text, as somebody typing. */
    void type(String id, String text) {
        enter(id);
        page.keyboard().press("ControlOrMeta+a");
        page.keyboard().insertText(text);
    }

    /** Runs a cell with Ctrl+Enter and waits until it has its number. */
    void run(String id) {
        Locator cell = cell(id);
        enter(id);
        String before = prompt(cell);
        page.keyboard().press("Control+Enter");
        page.waitForCondition(() -> {
            String now = prompt(cell);
            return DONE.matcher(now).matches() && !now.equals(before);
        });
    }

    /**
     * Runs a cell of a notebook just opened, without the mouse: j goes one cell down, Ctrl+Enter runs. Keys are pressed as soon
     * as the interface takes them.
     */
    void runByKeyboard(String id) {
        page.waitForFunction(
                "() => document.activeElement?.closest('.jp-Notebook')",
                null,
                new Page.WaitForFunctionOptions().setPollingInterval(10));
        for (int cell = 0; cell < ids.indexOf(id); cell++) {
            page.keyboard().press("j");
        }
        page.keyboard().press("Control+Enter");
        page.waitForCondition(() -> DONE.matcher(prompt(cell(id))).matches());
    }

    /** Puts the cursor into a cell; again, should the interface, still starting, take it away. */
    private void enter(String id) {
        Locator editor = cell(id).locator(".cm-content");
        editor.scrollIntoViewIfNeeded();
        page.waitForCondition(() -> {
            editor.click();
            page.waitForTimeout(100);
            return cell(id).locator(".cm-focused").count() == 1;
        });
    }

    private static String prompt(Locator cell) {
        return cell.locator(".jp-InputArea-prompt").first().innerText().strip();
    }

    /** Runs a cell; its output must come to hold all these texts. */
    void runAndSee(String id, String... texts) {
        run(id);
        see(id, texts);
    }

    /** A cell's output must come to hold all these texts. */
    void see(String id, String... texts) {
        for (String text : texts) {
            assertThat(cell(id).locator(".jp-Cell-outputArea")).containsText(text);
        }
    }

    /** Runs a cell; a drawing must come. */
    void runAndSeeDrawing(String id) {
        run(id);
        assertThat(cell(id).locator(".jp-Cell-outputArea svg").first()).isAttached();
    }
}
