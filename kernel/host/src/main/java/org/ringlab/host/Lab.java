package org.ringlab.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.probe.PortLabels;
import org.ringlab.host.probe.Prober;
import org.ringlab.host.service.Arrivals;
import org.ringlab.host.service.FtpServer;
import org.ringlab.host.service.Services;
import org.ringlab.host.shell.Completer;
import org.ringlab.host.shell.Script;
import org.ringlab.host.shell.Shell;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.shell.Terminal;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.link.Network;

/**
 * One simulated network: hosts, what is typed on them, what is asked of them.
 *
 * <p>The same spec and the same commands give the same events, byte for byte; so a lab is restored by booting it again
 * and replaying its {@link #log}.
 */
public final class Lab {
    /** The first program typed gets this number, whatever the setup ran. */
    private static final int FIRST_TYPED_PID = 2001;

    private final LabSpec spec;
    private final Network network;
    private final PortLabels labels;
    private final Prober prober;
    private final Machines machines;
    private final List<LoggedCommand> log = new ArrayList<>();
    private final List<Outcome.FailedCommand> failures = new ArrayList<>();

    private Lab(LabSpec spec) {
        this.spec = spec;
        network = new Network(spec.name().hashCode());
        labels = new PortLabels(spec);
        Arrivals arrivals = new Arrivals();
        FtpServer.Ports ftpPorts = new FtpServer.Ports();
        prober = new Prober(arrivals, labels, ftpPorts);
        machines = new Machines(spec, network, stack -> new Services(stack, arrivals, ftpPorts), this::homeless);
    }

    /** Builds the network, runs every host's setup in file order, and starts the services. */
    public static Lab boot(LabSpec spec) {
        Lab lab = new Lab(spec);
        spec.segments().forEach(lab.network::segment);
        spec.hosts().forEach(lab.machines::build);
        // Guests ask for their addresses before their setup: networks that lend some do so from the beginning.
        spec.services().stream()
                .filter(s -> s.kind() == ServiceSpec.Kind.DHCP && s.host().indexOf('/') < 0)
                .forEach(lab.machines::serve);
        for (HostSpec host : spec.hosts()) {
            for (HostSpec.InterfaceSpec card : host.interfaces()) {
                if (card.dhcp()) {
                    lab.runNoting(host.name(), new Script("dhclient -1 " + card.name()), "setup");
                }
            }
        }
        for (HostSpec host : spec.hosts()) {
            for (Script command : host.setup()) {
                lab.runNoting(host.name(), command, "setup");
            }
        }
        lab.network.queue().settle();
        spec.services().stream()
                .filter(s -> s.kind() != ServiceSpec.Kind.DHCP || s.host().indexOf('/') >= 0)
                .forEach(lab.machines::serve);
        lab.machines.terminals().forEach(s -> s.machine().processes().skipTo(FIRST_TYPED_PID));
        return lab;
    }

    private void homeless(ServiceSpec service) {
        failures.add(new Outcome.FailedCommand(
                "setup", service.host(), "service " + service.label(), 1, noNamespace(service.host())));
    }

    /** What it was booted from. */
    public LabSpec spec() {
        return spec;
    }

    /** The engine: clock, queue, segments. */
    public Network network() {
        return network;
    }

    /** Its hosts in file order; namespaces follow as {@code host/NAME}. */
    public List<String> hostNames() {
        List<String> names = new ArrayList<>(machines.names());
        for (Session session : machines.terminals()) {
            session.machine().namespaces().values().forEach(namespace -> names.add(namespace.name()));
        }
        return List.copyOf(names);
    }

    /** Whether {@code name} is one of {@link #hostNames}. */
    public boolean hasHost(String name) {
        return machines.find(name).isPresent();
    }

    /**
     * A host's insides: interfaces, routes, rules, files, services.
     *
     * @throws IllegalArgumentException where there is no such host
     */
    public Machine machine(String host) {
        return session(host).home();
    }

    /**
     * Runs shell text on a host and notes it in the command log.
     *
     * @param host one of {@link #hostNames}
     * @param script shell text, several lines if you like
     * @throws IllegalArgumentException where there is no such host
     */
    public CommandResult run(String host, String script) {
        return run(host, new Script(script));
    }

    /** The same with a text that may run in other labs too. */
    public CommandResult run(String host, Script script) {
        session(host);
        log.add(new LoggedCommand(host, script.text()));
        return execute(host, script);
    }

    private CommandResult execute(String host, Script script) {
        Session session = session(host);
        boolean passing = host.indexOf('/') >= 0;
        if (passing) {
            session.login();
        }
        labels.fix(script.text());
        int firstEvent = events().size();
        Terminal terminal = new Terminal();
        Streams streams = terminal.streams();
        session.jobs().attach(streams);
        session.jobs().report(streams);
        int status = Shell.run(session, script, streams);
        network.queue().settle();
        session.jobs().report(streams);
        session.jobs().attach(null);
        if (passing) {
            session.logout();
        }
        List<Diagnostic> hints = new ArrayList<>(session.takeHints());
        if (session.home().isRebootRequested()) {
            String name = session.home().hostName();
            machines.reboot(session);
            hints.add(new Diagnostic(
                    "host-rebooted",
                    Diagnostic.Severity.HINT,
                    null,
                    name + " has booted again: what was only typed is gone",
                    "what it needs at boot has to be in its files"));
        }
        if (network.queue().takeExhausted()) {
            hints.add(new Diagnostic(
                    "lab-step-budget",
                    Diagnostic.Severity.WARNING,
                    null,
                    "packets went round in circles and were taken off the network",
                    "look for a loop of bridges, in routes or in rules"));
        }
        return new CommandResult(status, terminal.printed(), hints, firstEvent, events().size());
    }

    /** Runs one command of the lab file and notes its failure under {@code where}. */
    private CommandResult runNoting(String host, Script command, String where) {
        if (!hasHost(host)) {
            String message = noNamespace(host);
            failures.add(new Outcome.FailedCommand(where, host, command.text(), 1, message));
            List<Printed> said = List.of(new Printed(Printed.Stream.STDERR, message + "\n"));
            return new CommandResult(1, said, List.of(), events().size(), events().size());
        }
        CommandResult result = execute(host, command);
        if (!result.ok()) {
            String stderr = result.stderr().strip();
            int end = stderr.indexOf('\n');
            failures.add(new Outcome.FailedCommand(
                    where,
                    placeOf(host, command.text()),
                    command.text(),
                    result.status(),
                    end < 0 ? stderr : stderr.substring(0, end)));
        }
        return result;
    }

    /** Where a command takes effect: {@code ip netns exec} takes it into a namespace of the machine. */
    private static String placeOf(String host, String command) {
        String[] words = command.strip().split("\\s+");
        String place = host;
        for (int i = 0; i + 3 < words.length; i += 4) {
            if (!words[i].equals("ip") || !words[i + 1].equals("netns") || !words[i + 2].equals("exec")) {
                break;
            }
            place = host.split("/")[0] + "/" + words[i + 3];
        }
        return place;
    }

    /**
     * Sends one probe and waits for what comes of it; not part of the command log.
     *
     * @throws IllegalArgumentException where its sender is no host of this lab
     */
    public ProbeOutcome probe(ProbeSpec probe) {
        return prober.run(probe, session(probe.from()).home().stack());
    }

    /** Takes the lab file's steps in order and reports everything, the hosts' state afterwards included. */
    public Outcome play() {
        List<StepOutcome> steps = new ArrayList<>();
        for (Step step : spec.steps()) {
            switch (step) {
                case Step.Wait wait -> network.queue().runUntil(() -> false, wait.millis() * SimClock.MILLI);
                case Step.Run run -> steps.add(ran(run));
                case ProbeSpec probe -> steps.add(hasHost(probe.from()) ? probe(probe) : impossible(probe));
            }
        }
        Harvest harvest = new Harvest(labels);
        Map<String, Outcome.HostState> hosts = new LinkedHashMap<>();
        hostNames().forEach(name -> hosts.put(name, harvest.of(machine(name))));
        return new Outcome(spec.name(), "ringlab", steps, hosts, List.copyOf(failures), kernelLog());
    }

    /** The LOG lines, where a command of the lab file logs, without MAC, IP id, window and options. */
    private Optional<List<String>> kernelLog() {
        Stream<String> setup =
                spec.hosts().stream().flatMap(h -> h.setup().stream().map(Script::text));
        Stream<String> runs = spec.steps().stream()
                .flatMap(s -> s instanceof Step.Run run ? run.commands().stream() : Stream.empty());
        return Stream.concat(setup, runs).anyMatch(c -> c.matches(".*-j LOG\\b.*"))
                ? Optional.of(network.kernelLog().stream().map(Lab::lasting).toList())
                : Optional.empty();
    }

    private static String lasting(String line) {
        return line.replaceAll("MAC=\\S* ?", "")
                .replaceAll("(TTL=\\d+) ID=\\d+ ", "$1 ")
                .replaceAll(" (WINDOW|SEQ|ACK)=\\d+", "")
                .replaceAll("OPT \\([0-9A-F]*\\)", "OPT (...)")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private StepOutcome ran(Step.Run run) {
        List<Integer> statuses = new ArrayList<>();
        List<String> output = new ArrayList<>();
        for (String command : run.commands()) {
            CommandResult result = runNoting(run.host(), new Script(command), "probe " + run.id());
            statuses.add(result.status());
            result.stdout()
                    .lines()
                    .map(String::stripTrailing)
                    .filter(l -> !l.startsWith("# "))
                    .forEach(output::add);
        }
        return new StepOutcome.Ran(run.id(), statuses, run.output() ? Optional.of(output) : Optional.empty());
    }

    private ProbeOutcome impossible(ProbeSpec probe) {
        String verdict = noNamespace(probe.from());
        int now = events().size();
        return new ProbeOutcome(
                probe.id(),
                probe.from(),
                probe.exchange().kind(),
                probe.target(),
                verdict,
                ProbeOutcome.Details.NONE,
                List.of(),
                now,
                now);
    }

    /** The commands of the lab file (setup, and runs so far) that failed. */
    public List<Outcome.FailedCommand> failures() {
        return Collections.unmodifiableList(failures);
    }

    /** What was run so far, setup left out. */
    public List<LoggedCommand> log() {
        return Collections.unmodifiableList(log);
    }

    /** All that happened so far, in order; its size is a mark. */
    public List<PacketEvent> events() {
        return network.events().all();
    }

    /**
     * Possible endings of the word at {@code cursor}.
     *
     * @param cursor a place in {@code text}, in UTF-16 units from 0
     * @throws IllegalArgumentException where there is no such host
     */
    public Completion complete(String host, String text, int cursor) {
        return Completer.complete(session(host), text, cursor);
    }

    /**
     * What the last word of shell text means on that host, for people: a command's synopsis, an option's meaning, an
     * interface's state; empty where unknown.
     *
     * @throws IllegalArgumentException where there is no such host
     */
    public String describe(String host, String text) {
        return Completer.describe(session(host), text);
    }

    private Session session(String host) {
        return machines.find(host)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no host `" + host + "` in this lab; its hosts: " + String.join(", ", hostNames())));
    }

    private static String noNamespace(String name) {
        return "no network namespace " + name;
    }
}
