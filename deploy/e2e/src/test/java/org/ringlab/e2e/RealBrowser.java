package org.ringlab.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Debian's Chromium, driven by Playwright. */
final class RealBrowser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final double TIMEOUT_MILLIS = 30_000;

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));

    /** Skips the test where there is no Chromium; under continuous integration, where it is installable, fails it. */
    static void assumePresent() {
        if (!Files.isExecutable(CHROMIUM)) {
            String why = "SKIPPED: no Chromium at " + CHROMIUM + " (Debian: apt-get install chromium)";
            assertNull(System.getProperty("ringlab.ci"), why);
            System.out.println(why);
            Assumptions.abort(why);
        }
    }

    /** A page of its own that nobody is signed in on. */
    Page stranger() {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setLocale("en")
                .setAcceptDownloads(true)
                .setViewportSize(1280, 900));
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
        return context.newPage();
    }

    /** A page of its own, signed in, at the course. */
    Page signedIn(RunningService service, String account) throws IOException {
        Page page = stranger();
        page.navigate(service.url());
        page.fill("#j_username", account);
        page.fill("#j_password", service.password(account));
        page.click("main button");
        assertThat(page.locator("header .name")).hasText(account);
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
