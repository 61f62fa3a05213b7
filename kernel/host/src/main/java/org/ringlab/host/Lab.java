package org.ringlab.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ringlab.netfilter.event.PacketEvent;

/**
 * One simulated network: hosts, what is typed on them, what is asked of them.
 *
 * <p>The same spec and the same commands give the same events, byte for byte; so a lab is restored by booting it again
 * and replaying its {@link #log}.
 */
public final class Lab {
    private final LabSpec spec;
    private final List<LoggedCommand> log = new ArrayList<>();

    private Lab(LabSpec spec) {
        this.spec = spec;
    }

    /** Builds the network, runs every host's setup in file order, and starts the services. */
    public static Lab boot(LabSpec spec) {
        return new Lab(spec);
    }

    /** What it was booted from. */
    public LabSpec spec() {
        return spec;
    }

    /** Its hosts in file order; namespaces follow as {@code host/NAME}. */
    public List<String> hostNames() {
        return spec.hosts().stream().map(HostSpec::name).toList();
    }

    /** Whether {@code name} is one of {@link #hostNames}. */
    public boolean hasHost(String name) {
        return hostNames().contains(name);
    }

    /**
     * Runs shell text on a host and notes it in the command log.
     *
     * @param host one of {@link #hostNames}
     * @param script shell text, several lines if you like
     * @throws IllegalArgumentException where there is no such host
     */
    public CommandResult run(String host, String script) {
        throw new UnsupportedOperationException("the shell is not landed yet");
    }

    /**
     * Sends one probe and waits for what comes of it; not part of the command log.
     *
     * @throws IllegalArgumentException where its sender is no host of this lab
     */
    public ProbeOutcome probe(ProbeSpec probe) {
        throw new UnsupportedOperationException("probes are not landed yet");
    }

    /** What was run so far, setup left out. */
    public List<LoggedCommand> log() {
        return Collections.unmodifiableList(log);
    }

    /** All that happened so far, in order; its size is a mark. */
    public List<PacketEvent> events() {
        return List.of();
    }

    /** Possible endings of the word at {@code cursor}, best first. */
    public Completion complete(String host, String text, int cursor) {
        return new Completion(List.of(), cursor, cursor);
    }

    /** What a word means on that host, for people: a command's synopsis, an interface's state; empty where unknown. */
    public String describe(String host, String word) {
        return "";
    }
}
