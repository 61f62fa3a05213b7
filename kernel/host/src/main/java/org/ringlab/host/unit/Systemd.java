package org.ringlab.host.unit;

import org.ringlab.host.machine.Journal;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;

/** What systemd keeps of units while a host runs. */
public final class Systemd {
    private Systemd() {}

    /** Starts a unit that isn't active, and stops those it conflicts with; false where it fails. */
    public static boolean start(Session session, Unit unit) {
        Machine machine = session.machine();
        if (unit.isActive(machine)) {
            return true;
        }
        for (String other : unit.conflicts()) {
            Units.find(machine, other).ifPresent(conflicting -> stop(session, conflicting));
        }
        Journal journal = machine.journal();
        journal.systemd(Journal.INFO, unit.name(), "Starting " + unit.description() + "...");
        boolean started = unit.start(session, journal.streams(unit.name()));
        note(session, unit, started);
        outcome(journal, unit, "start", "Started ", started);
        return started;
    }

    /** Stops a unit where it is active. */
    public static void stop(Session session, Unit unit) {
        if (unit.isActive(session.machine())) {
            Journal journal = session.machine().journal();
            journal.systemd(Journal.INFO, unit.name(), "Stopping " + unit.description() + "...");
            unit.stop(session, journal.streams(unit.name()));
            journal.systemd(Journal.INFO, unit.name(), "Stopped " + unit.description() + ".");
        }
        session.machine().startedUnits().remove(unit.name());
        session.machine().failedUnits().remove(unit.name());
    }

    /** Lets an active unit read its configuration again; false where that fails. */
    public static boolean reload(Session session, Unit unit) {
        Journal journal = session.machine().journal();
        String doing = unit.isInitScript() ? "Starting " : "Reloading ";
        journal.systemd(Journal.INFO, unit.name(), doing + unit.description() + "...");
        boolean reloaded = unit.reload(session, journal.streams(unit.name()));
        note(session, unit, reloaded);
        outcome(
                journal,
                unit,
                unit.isInitScript() ? "start" : "reload",
                unit.isInitScript() ? "Started " : "Reloaded ",
                reloaded);
        return reloaded;
    }

    private static void note(Session session, Unit unit, boolean well) {
        Machine machine = session.machine();
        if (well) {
            machine.startedUnits()
                    .put(unit.name(), machine.stack().network().clock().nanos());
            machine.failedUnits().remove(unit.name());
        } else {
            machine.startedUnits().remove(unit.name());
            machine.failedUnits().add(unit.name());
        }
    }

    /** How a job ended, in the words of systemd 219. */
    private static void outcome(Journal journal, Unit unit, String verb, String done, boolean well) {
        if (well) {
            journal.systemd(Journal.INFO, unit.name(), done + unit.description() + ".");
            return;
        }
        String service = unit.name() + ".service";
        String process = unit.isInitScript() || unit.isOneShot() ? "control process" : "main process";
        journal.systemd(Journal.NOTICE, unit.name(), service + ": " + process + " exited, code=exited status=1");
        journal.systemd(Journal.ERROR, unit.name(), "Failed to " + verb + " " + unit.description() + ".");
        journal.systemd(Journal.NOTICE, unit.name(), "Unit " + service + " entered failed state.");
        journal.systemd(Journal.WARNING, unit.name(), service + " failed.");
    }
}
