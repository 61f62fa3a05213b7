package org.ringlab.student;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringlab lab shell}: types on a lab's hosts. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        description = {
            "Boots a lab and lets you type on its hosts.",
            "%%hosts lists them, %%host NAME goes to another one, exit or Ctrl-D leaves."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ringlab lab shell forwarding.yaml gw      begin on host gw"})
final class LabShellCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "CASE", description = "The lab file.")
    private Path file = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "HOST", description = "Where to begin; else the first host.")
    private @Nullable String host;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Goes on from this state, where the file is there, and keeps it at the end.")
    private @Nullable Path state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        LabFiles read = new LabFiles();
        read.read(file);
        read.errors().forEach(err::println);
        if (read.labs().isEmpty()) {
            err.flush();
            return 1;
        }
        Optional<Lab> restored = state == null
                ? Optional.of(Lab.boot(read.labs().get(0)))
                : LabState.restore(read.labs().get(0), state);
        if (restored.isEmpty()) {
            err.println(state + ": not the state of a lab");
            err.flush();
            return 1;
        }
        Lab lab = restored.get();
        String current = host == null ? lab.hostNames().get(0) : host;
        if (!lab.hasHost(current)) {
            err.println("No host `" + current + "` in this lab; its hosts: " + String.join(", ", lab.hostNames()));
            err.flush();
            return 1;
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (true) {
            out.print("[root@" + current + "]# ");
            out.flush();
            String line = in.readLine();
            if (line == null || line.strip().equals("exit")) {
                out.println();
                out.flush();
                if (state != null) {
                    LabState.save(lab, state);
                }
                return 0;
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
            } else {
                show(lab.run(current, line), out);
            }
        }
    }

    private static void show(CommandResult result, PrintWriter out) {
        out.print(result.text());
        result.hints().forEach(hint -> out.println("hint: " + hint.text()));
    }
}
