package org.ringlab.host.command;

import java.util.Locale;
import java.util.Map;
import org.ringlab.host.shell.Output;

/** What curl draws and fills in: the progress meter (lib/progress.c) and {@code --write-out} (src/tool_writeout.c). */
final class CurlText {
    private static final String NO_TIME = " --:--:-- --:--:-- --:--:-- ";

    private CurlText() {}

    /** The meter's two lines of headings and its first state. */
    static void begin(Output err) {
        err.line("  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current");
        err.line(" ".repeat(33) + "Dload  Upload   Total   Spent    Left  Speed");
        err.print(state(0, false));
    }

    /** The meter's state over the last one. */
    static void go(Output err, int received, boolean all) {
        err.print(state(received, all));
    }

    private static String state(int received, boolean all) {
        // A byte takes a nominal microsecond, so that there is a speed.
        String speed = received == 0 ? "0" : five(received * 1000L);
        return String.format(
                Locale.ROOT,
                "\r%3d %5s  %3d %5s    0     0  %5s      0%s%5s",
                all ? 100 : 0,
                five(received),
                all ? 100 : 0,
                five(received),
                speed,
                NO_TIME,
                speed);
    }

    /** A number in five places (max5data). */
    private static String five(long bytes) {
        return bytes < 100_000
                ? String.valueOf(bytes)
                : bytes < 10_000L << 10 ? (bytes >> 10) + "k" : String.format(Locale.ROOT, "%.1fM", bytes / 1048576.0);
    }

    /** A format with its variables filled in; what isn't known is complained about. */
    static String writeOut(String format, Map<String, String> variables, Output err) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            char next = i + 1 < format.length() ? format.charAt(i + 1) : '\0';
            int end = format.indexOf('}', i);
            if (c == '\\' && next != '\0') {
                i++;
                text.append(
                        switch (next) {
                            case 'n' -> "\n";
                            case 't' -> "\t";
                            case 'r' -> "\r";
                            default -> "\\" + next;
                        });
            } else if (c == '%' && next == '%') {
                i++;
                text.append('%');
            } else if (c == '%' && next == '{' && end > 0) {
                String name = format.substring(i + 2, end);
                i = end;
                String value = variables.get(name);
                if (value == null) {
                    err.line("curl: unknown --write-out variable: '" + name + "'");
                } else {
                    text.append(value);
                }
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
