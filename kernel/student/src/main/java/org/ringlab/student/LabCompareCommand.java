package org.ringlab.student;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ringlab.display.ComparisonWords;
import org.ringlab.display.Language;
import org.ringlab.host.Lab;
import org.ringlab.host.compare.HostComparison;
import org.ringlab.host.compare.HostDump;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringlab lab compare}: a real machine against a host of a lab. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Names the first difference between a real machine and a host of the lab, by meaning.",
            "FILE holds what the machine printed to " + HostComparison.COMMANDS
                    + " (any of them). Exit status 1: they differ."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab lab compare nat.yaml gw gw.txt",
            "  ssh gw 'ip addr; ip route; iptables-save' | ringlab lab compare nat.yaml gw - --steps"
        })
final class LabCompareCommand implements Callable<Integer> {
    private static final int MISUSE = 2;

    @Parameters(index = "0", paramLabel = "CASE", description = "The lab file.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "HOST", description = "The host of the lab.")
    private String host = "";

    @Parameters(index = "2", paramLabel = "FILE", description = "What the machine printed; - is standard input.")
    private Path printed = Path.of("");

    @Option(names = "--steps", description = "The lab as it is after its probes and `run` steps.")
    private boolean steps;

    @Option(names = "--language", paramLabel = "LANGUAGE", description = "zh or en (default: en).")
    private String language = "en";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        int status = compare(out, err);
        out.flush();
        err.flush();
        return status;
    }

    private int compare(PrintWriter out, PrintWriter err) {
        LabFiles read = new LabFiles();
        read.read(file);
        read.errors().forEach(err::println);
        if (read.labs().isEmpty()) {
            return MISUSE;
        }
        Lab lab = Lab.boot(read.labs().getFirst());
        if (steps) {
            lab.play();
        }
        if (!lab.hasHost(host)) {
            err.println("No host `" + host + "` in this lab; its hosts: " + String.join(", ", lab.hostNames()));
            return MISUSE;
        }
        HostDump real;
        try {
            byte[] text = printed.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(printed);
            real = HostDump.read(new String(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            err.println(printed + ": can't be read (is the path right?)");
            return MISUSE;
        }
        if (real.isEmpty()) {
            err.println(printed + ": nothing of " + HostComparison.COMMANDS + " in it");
            return MISUSE;
        }
        HostDump own = HostDump.read(lab.run(host, HostComparison.COMMANDS).stdout());
        HostComparison.Result result = HostComparison.compare(real, own);
        ComparisonWords.lines(result, host, Language.of(language)).forEach(out::println);
        real.unread().stream().findFirst().ifPresent(line -> err.println("not looked at: " + line));
        return result.first().isPresent() ? 1 : 0;
    }
}
