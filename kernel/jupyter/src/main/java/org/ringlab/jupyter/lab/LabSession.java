package org.ringlab.jupyter.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.LoggedCommand;
import org.ringlab.netfilter.event.PacketEvent;

/**
 * The lab of a notebook and the way back to each of its earlier states: a lab is what its file says and then the commands
 * run since, so every earlier state is made by booting again and running fewer of them.
 */
public final class LabSession {
    private @Nullable Current current;
    private boolean changed;

    /** The lab now open. */
    private record Current(
            String file, LabSpec spec, Lab lab, List<CommandResult> results, Map<String, List<LoggedCommand>> marks) {}

    /** The lab; empty before the first was booted. */
    public Optional<Lab> lab() {
        return Optional.ofNullable(current).map(Current::lab);
    }

    /** The name of the open lab's file; empty before the first was booted. */
    public String file() {
        return current == null ? "" : current.file();
    }

    /** Boots a lab afresh. */
    public Lab boot(String file, LabSpec spec) {
        return open(file, spec, List.of(), new LinkedHashMap<>());
    }

    /** Boots a lab and runs the commands of its log again. Commands for hosts it no longer has are left out. */
    public Lab restore(String file, LabSpec spec, List<LoggedCommand> log) {
        return open(file, spec, log, new LinkedHashMap<>());
    }

    private Lab open(String file, LabSpec spec, List<LoggedCommand> log, Map<String, List<LoggedCommand>> marks) {
        Current next = new Current(file, spec, Lab.boot(spec), new ArrayList<>(), marks);
        for (LoggedCommand command : log) {
            if (next.lab().hasHost(command.host())) {
                next.results().add(next.lab().run(command.host(), command.script()));
            }
        }
        current = next;
        changed = true;
        return next.lab();
    }

    /**
     * Runs commands on a host.
     *
     * @throws IllegalStateException where no lab is open
     * @throws IllegalArgumentException where it has no such host
     */
    public CommandResult run(String host, String script) {
        Current now = now();
        CommandResult result = now.lab().run(host, script);
        now.results().add(result);
        changed = true;
        return result;
    }

    /** Takes back the last command; empty where there is none. */
    public Optional<LoggedCommand> undo() {
        List<LoggedCommand> log = now().lab().log();
        if (log.isEmpty()) {
            return Optional.empty();
        }
        LoggedCommand last = log.getLast();
        replay(log.subList(0, log.size() - 1));
        return Optional.of(last);
    }

    /** Takes back all commands, and answers how many there were. */
    public int resetLab() {
        int count = now().lab().log().size();
        replay(List.of());
        return count;
    }

    /** Takes back the commands of one host, and answers how many there were. */
    public int resetHost(String host) {
        List<LoggedCommand> log = now().lab().log();
        Predicate<LoggedCommand> other = command -> !command.host().equals(host);
        List<LoggedCommand> kept = log.stream().filter(other).toList();
        int count = log.size() - kept.size();
        replay(kept);
        return count;
    }

    /** Remembers the present state under a name. */
    public void mark(String name) {
        now().marks().put(name, List.copyOf(now().lab().log()));
    }

    /** The names of remembered states, oldest first. */
    public List<String> marks() {
        return current == null ? List.of() : List.copyOf(current.marks().keySet());
    }

    /** Goes back to a remembered state; false where there is none of that name. */
    public boolean returnTo(String name) {
        List<LoggedCommand> log = now().marks().get(name);
        if (log == null) {
            return false;
        }
        replay(log);
        return true;
    }

    /** A second lab in a remembered state; {@code start} is as booted. Empty where there is none of that name. */
    public Optional<Lab> copyOf(String name) {
        List<LoggedCommand> log =
                name.equals("start") ? List.of() : now().marks().get(name);
        return log == null ? Optional.empty() : Optional.of(copy(log));
    }

    /** A second lab in the present state. */
    public Lab copy() {
        return copy(now().lab().log());
    }

    private Lab copy(List<LoggedCommand> log) {
        Lab lab = Lab.boot(now().spec());
        log.forEach(command -> lab.run(command.host(), command.script()));
        return lab;
    }

    private void replay(List<LoggedCommand> log) {
        Current now = now();
        open(now.file(), now.spec(), List.copyOf(log), now.marks());
    }

    /** What command {@code number}, from 1, caused; empty where there is none. */
    public Optional<List<PacketEvent>> eventsOf(int number) {
        List<CommandResult> results = now().results();
        return number < 1 || number > results.size() ? Optional.empty() : Optional.of(events(results.get(number - 1)));
    }

    /** The number, from 1, of the last command that sent packets; 0 where none did. */
    public int lastWithEvents() {
        List<CommandResult> results = now().results();
        for (int i = results.size(); i > 0; i--) {
            CommandResult result = results.get(i - 1);
            if (result.lastEvent() > result.firstEvent()) {
                return i;
            }
        }
        return 0;
    }

    private List<PacketEvent> events(CommandResult result) {
        return List.copyOf(now().lab().events().subList(result.firstEvent(), result.lastEvent()));
    }

    /** The state to keep, where it changed since this was asked last. */
    public Optional<SavedLab> takeChange() {
        Current now = current;
        if (now == null || !changed) {
            return Optional.empty();
        }
        changed = false;
        return Optional.of(new SavedLab(now.file(), now.lab().log(), false));
    }

    private Current now() {
        Current now = current;
        if (now == null) {
            throw new IllegalStateException("no lab is open");
        }
        return now;
    }
}
