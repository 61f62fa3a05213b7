package org.ringlab.student;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.Outcome;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.host.StepOutcome;
import org.ringlab.host.capture.LabCapture;
import org.ringlab.host.capture.Pcap;
import org.ringlab.labfile.OutcomeJson;
import org.ringlab.netfilter.event.PacketEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringlab lab run}: boots labs, takes their steps, prints what came of them. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Boots each lab, takes its probes in order, and prints what came of them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlab lab run forwarding.yaml              for people: one line a probe, and why",
            "  ringlab lab run --json cases/*.yaml          for programs: one JSON outcome a line",
            "  ringlab lab run --json generated.jsonl       many labs in one file",
            "  ringlab lab run forwarding.yaml --pcap lab.pcap --at gw:eth0     the packets, for Wireshark"
        })
final class LabRunCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "CASE",
            description = "Lab files: .yaml, .json, or .jsonl with one {\"case\": …} a line.")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "Print one JSON outcome a line.")
    private boolean json;

    @Option(names = "--pcap", paramLabel = "FILE", description = "Write the lab's packets as a capture file.")
    private Optional<Path> pcap = Optional.empty();

    @Option(
            names = "--at",
            paramLabel = "HOST:INTERFACE",
            description = "With --pcap: only what is seen there (default: every frame of the lab once).")
    private Optional<String> at = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        LabFiles read = new LabFiles();
        files.forEach(read::read);
        read.errors().forEach(err::println);
        if (pcap.isPresent() && read.labs().size() > 1) {
            throw new ParameterException(spec.commandLine(), "--pcap takes one lab, and here are several");
        }
        for (LabSpec labSpec : read.labs()) {
            Lab lab = Lab.boot(labSpec);
            Outcome outcome = lab.play();
            if (json) {
                out.println(OutcomeJson.line(outcome));
            } else {
                print(lab, outcome, out);
            }
            if (pcap.isPresent()) {
                Files.write(pcap.get(), captured(lab).toBytes());
            }
            out.flush();
        }
        err.flush();
        return read.errors().isEmpty() ? 0 : 1;
    }

    private Pcap captured(Lab lab) {
        if (at.isEmpty()) {
            return LabCapture.all(lab);
        }
        String[] place = at.get().split(":", 2);
        boolean known = place.length == 2
                && lab.hasHost(place[0])
                && lab.machine(place[0]).stack().links().find(place[1]).isPresent();
        if (!known) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no interface `" + at.get() + "` in this lab (write HOST:INTERFACE; its hosts: "
                            + String.join(", ", lab.hostNames()) + ")");
        }
        return LabCapture.at(lab, place[0], place[1]);
    }

    private static void print(Lab lab, Outcome outcome, PrintWriter out) {
        String title = lab.spec().title().en();
        out.println(outcome.name() + (title.isEmpty() ? "" : ": " + title));
        for (StepOutcome step : outcome.steps()) {
            switch (step) {
                case ProbeOutcome probe -> {
                    out.printf(
                            "  #%d %s %s %s: %s%n",
                            probe.id(), probe.from(), probe.kind(), probe.to(), probe.verdict());
                    if (!probe.ok()) {
                        out.println("      " + why(lab, probe));
                    }
                }
                case StepOutcome.Ran ran -> {
                    out.printf("  #%d run: status %s%n", ran.id(), ran.statuses());
                    ran.output().ifPresent(lines -> lines.forEach(line -> out.println("      " + line)));
                }
            }
        }
        for (Outcome.FailedCommand failed : outcome.setupErrors()) {
            out.printf(
                    "  failed (%s) on %s: %s%n      status %d: %s%n",
                    failed.where(), failed.host(), failed.command(), failed.status(), failed.stderr());
        }
    }

    /** The first packet of a probe that was lost, as the engine's own event tells it. */
    private static String why(Lab lab, ProbeOutcome probe) {
        for (PacketEvent event : lab.events().subList(probe.firstEvent(), probe.lastEvent())) {
            if (event instanceof PacketEvent.Dropped d) {
                return "on " + d.host() + ": " + d.packet() + " ended: " + d.detail();
            }
        }
        return "nothing was dropped on the way: no packet was sent, or no answer was due";
    }
}
