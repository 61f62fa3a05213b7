package org.ringlab.e2e;

import static org.ringlab.e2e.RunningService.ROOT;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many submissions a second come through HTTP, database and queue, and how long one takes: a class whose students take turns at
 * submitting the white list's reference, some at a time, the next as soon as a report is there. It has twenty hidden scenarios and a
 * proof, or what the course has. Run by {@code content/bench/grading-http}.
 */
final class HttpBench {
    private static final String RULES = String.join(
            "\\n",
            "iptables -A FORWARD -m state --state ESTABLISHED -j ACCEPT",
            "iptables -A FORWARD -s 192.168.66.0/24 -p tcp --dport 80 -m state --state NEW -j ACCEPT",
            "iptables -A FORWARD -j REJECT");
    private static final String NOTEBOOK =
            "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}, \"cells\": [{\"cell_type\":"
                    + " \"code\", \"id\": \"e3-gw\", \"metadata\": {}, \"outputs\": [], \"execution_count\": null, \"source\": \""
                    + RULES + "\"}]}";
    private static final Pattern PASSWORD = Pattern.compile("shown only now: <code>([^<]*)</code>");
    private static final Pattern LINK = Pattern.compile("\"link\":\"/([^\"]*)\"");
    private static final String BOUNDARY = "a-boundary-for-the-bench";

    private final RunningService service;

    private HttpBench(RunningService service) {
        this.service = service;
    }

    /** Students: as many as two lectures have, so that nobody has handed in hundreds of times. */
    private static final int CLASS = 240;

    /** With the seconds to measure (10), the students at a time (8), the seconds to warm up before (180), and maybe {@code shipped}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        int students = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
        int warmUp = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 180;
        boolean shipped = List.of(arguments).contains("shipped");
        Path folder = Files.createTempDirectory(ROOT.resolve("deploy/e2e/target"), "bench");
        Map<String, String> course = shipped ? Map.of() : BenchCourse.write(folder.resolve("course"));
        String what = "the white list" + (shipped ? "" : " with 20 hidden scenarios and a proof");
        try (RunningService service = RunningService.start(folder.resolve("data"), course)) {
            new HttpBench(service).run(what, seconds, students, warmUp);
        }
        System.exit(0);
    }

    private void run(String what, int seconds, int students, int warmUp) throws IOException, InterruptedException {
        HttpClient admin = signedIn("admin", service.password("admin"));
        List<HttpClient> clients = new ArrayList<>();
        for (int i = 1; i <= CLASS; i++) {
            String page = admin.send(form("admin/users", "username=bench" + i + "&role=student"), text())
                    .body();
            Matcher password = PASSWORD.matcher(page);
            if (!password.find()) {
                throw new IllegalStateException("no account was made:\n" + page);
            }
            clients.add(signedIn("bench" + i, password.group(1)));
        }
        System.out.printf("%d accounts made, warming up for %d s%n", CLASS, warmUp);
        loop(clients, students, warmUp);
        System.out.println("warm");
        Duration served = service.cpu();
        Duration asked = ownCpu();
        long[] nanos = loop(clients, students, seconds);
        served = service.cpu().minus(served);
        asked = ownCpu().minus(asked);
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "HTTP and queue, %d students at a time, %s: %.1f submissions/s, median %.0f ms, p99 %.0f ms%n",
                students,
                what,
                nanos.length / (double) seconds,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6);
        System.out.printf(
                Locale.ROOT,
                "processor time a submission: service and database %.2f ms, load generator %.2f ms%n",
                served.toNanos() / 1e6 / nanos.length,
                asked.toNanos() / 1e6 / nanos.length);
    }

    private static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private long[] loop(List<HttpClient> clients, int atATime, int seconds) throws InterruptedException {
        List<Long> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        BlockingQueue<HttpClient> waiting = new LinkedBlockingQueue<>(clients);
        for (int i = 0; i < atATime; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (System.nanoTime() < end) {
                    HttpClient client = waiting.remove();
                    long begun = System.nanoTime();
                    submit(client);
                    waiting.add(client);
                    synchronized (all) {
                        all.add(System.nanoTime() - begun);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return all.stream().mapToLong(Long::longValue).toArray();
    }

    private void submit(HttpClient client) {
        String body = part("lesson", "01-forwarding")
                + part("exercise", "e3-white-list")
                + "--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"notebook\"; filename=\"lesson.ipynb\"\r\n"
                + "Content-Type: application/json\r\n\r\n" + NOTEBOOK + "\r\n--" + BOUNDARY + "--\r\n";
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri("api/ringlab/submissions"))
                            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    text());
            Matcher link = LINK.matcher(answer.body());
            String report = answer.body();
            // A report that took longer than the service waits: it is asked for.
            while (report.contains("\"WAITING\"") && link.find(0)) {
                Thread.sleep(20);
                report = client.send(HttpRequest.newBuilder(uri(link.group(1))).build(), text())
                        .body();
            }
            if (!report.contains("\"status\":\"GRADED\"") || report.contains("\"outcome\":\"FAIL\"")) {
                throw new IllegalStateException(answer.statusCode() + " " + report);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String name, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private HttpClient signedIn(String user, String password) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build();
        int status = client.send(
                        form(
                                "j_security_check",
                                "j_username=" + user + "&j_password="
                                        + URLEncoder.encode(password, StandardCharsets.UTF_8)),
                        text())
                .statusCode();
        if (status != 302) {
            throw new IllegalStateException("sign-in of " + user + " answered " + status);
        }
        return client;
    }

    private HttpRequest form(String path, String fields) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept-Language", "en")
                .POST(HttpRequest.BodyPublishers.ofString(fields))
                .build();
    }

    private URI uri(String path) {
        return URI.create(service.url() + path);
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }
}
