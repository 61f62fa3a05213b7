package org.ringlab.student;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** Types the lines of standard input on a lab's hosts: with a prompt for each, or silently. */
final class LabTerminal {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean prompts;

    LabTerminal(PrintWriter out, PrintWriter err, boolean prompts) {
        this.out = out;
        this.err = err;
        this.prompts = prompts;
    }

    /**
     * Boots the lab of a file, takes lines until there are no more, and keeps the lab's state.
     *
     * @param host where to begin; null for the first host
     * @param state what to go on from, where it is there, and where the state is kept; null for nowhere
     * @return the exit status
     */
    int run(Path file, @Nullable String host, @Nullable Path state) throws IOException {
        LabFiles read = new LabFiles();
        read.read(file);
        read.errors().forEach(err::println);
        if (read.labs().isEmpty()) {
            return failed();
        }
        LabSpec spec = read.labs().get(0);
        Optional<Lab> restored = state == null ? Optional.of(Lab.boot(spec)) : LabState.restore(spec, state);
        if (restored.isEmpty()) {
            err.println(state + ": not the state of a lab");
            return failed();
        }
        Lab lab = restored.get();
        String begin = host == null ? lab.hostNames().get(0) : host;
        if (!lab.hasHost(begin)) {
            err.println("No host `" + begin + "` in this lab; its hosts: " + String.join(", ", lab.hostNames()));
            return failed();
        }
        type(lab, begin);
        if (state != null) {
            LabState.save(lab, state);
        }
        return 0;
    }

    private int failed() {
        err.flush();
        return 1;
    }

    private void type(Lab lab, String begin) throws IOException {
        String current = begin;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (true) {
            out.print(prompts ? "[root@" + current + "]# " : "");
            out.flush();
            String line = in.readLine();
            if (line == null || line.strip().equals("exit")) {
                out.print(prompts ? System.lineSeparator() : "");
                out.flush();
                return;
            }
            if (line.strip().equals("%hosts")) {
                lab.hostNames().forEach(out::println);
            } else if (line.strip().startsWith("%host ")) {
                String wanted = line.strip().substring("%host ".length()).strip();
                if (lab.hasHost(wanted)) {
                    current = wanted;
                } else {
                    out.println("No host `" + wanted + "`; hosts: " + String.join(", ", lab.hostNames()));
                }
            } else if (!line.isBlank() || prompts) {
                show(lab.run(current, line));
            }
        }
    }

    private void show(CommandResult result) {
        out.print(result.text());
        if (prompts) {
            result.hints().forEach(hint -> out.println("hint: " + hint.text()));
        }
    }
}
