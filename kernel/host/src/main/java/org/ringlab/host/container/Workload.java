package org.ringlab.host.container;

import java.util.List;

/** What the first program of a container does with its time. */
public sealed interface Workload {
    /**
     * Serves a page until it is told to end.
     *
     * @param port where
     * @param page the file; empty where it answers with its own name and addresses, as whoami does
     */
    record Serves(int port, String page) implements Workload {}

    /** Sleeps for so long and ends. */
    record Sleeps(long seconds) implements Workload {}

    /** Waits for ever: a shell whose terminal is open, {@code tail -f}, {@code sleep infinity}. */
    record Waits() implements Workload {}

    /** Does its work at once and ends: all other programs. */
    record Runs() implements Workload {}

    /** Whether it ends when it is asked to; number 1 of a namespace has no default handlers. */
    default boolean heedsTerm() {
        return this instanceof Serves;
    }

    /**
     * What a command does.
     *
     * @param words program and arguments
     * @param terminal whether standard input stays open ({@code -i})
     */
    static Workload of(List<String> words, boolean terminal) {
        String first = words.getFirst();
        String program = first.substring(first.lastIndexOf('/') + 1);
        List<String> rest = words.subList(1, words.size());
        return switch (program) {
            case "docker-entrypoint.sh" -> rest.isEmpty() ? new Runs() : of(rest, terminal);
            case "nginx" -> new Serves(80, "/usr/share/nginx/html/index.html");
            case "httpd-foreground" -> new Serves(80, "/usr/local/apache2/htdocs/index.html");
            case "whoami" ->
                first.equals("/whoami") ? new Serves(number(value(rest, "--port", "80"), 80), "") : new Runs();
            case "httpd" ->
                rest.contains("-f")
                        ? new Serves(number(value(rest, "-p", "80"), 80), value(rest, "-h", "/") + "/index.html")
                        : new Runs();
            case "sleep" -> sleep(rest);
            case "tail" -> rest.contains("-f") ? new Waits() : new Runs();
            case "pause", "top" -> new Waits();
            case "sh", "bash", "ash" -> shell(rest, terminal);
            default -> new Runs();
        };
    }

    private static Workload sleep(List<String> rest) {
        if (rest.size() != 1) {
            return new Runs();
        }
        String time = rest.getFirst();
        if (time.equals("infinity") || time.equals("inf")) {
            return new Waits();
        }
        if (!time.matches("\\d{1,9}[smhd]?")) {
            return new Runs();
        }
        long seconds = Long.parseLong(time.replaceAll("\\D", ""));
        return new Sleeps(
                switch (time.charAt(time.length() - 1)) {
                    case 'm' -> seconds * 60;
                    case 'h' -> seconds * 3600;
                    case 'd' -> seconds * 86_400;
                    default -> seconds;
                });
    }

    /** {@code sh -c} with one simple command becomes that command, as dash and bash do. */
    private static Workload shell(List<String> rest, boolean terminal) {
        if (rest.isEmpty()) {
            return terminal ? new Waits() : new Runs();
        }
        boolean simple =
                rest.size() == 2 && rest.getFirst().equals("-c") && rest.get(1).matches("[\\w ./:=-]+");
        return simple
                ? of(List.of(rest.get(1).strip().replaceFirst("^exec +", "").split(" +")), terminal)
                : new Runs();
    }

    private static String value(List<String> words, String option, String otherwise) {
        int at = words.indexOf(option);
        return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : otherwise;
    }

    private static int number(String text, int otherwise) {
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : otherwise;
    }
}
