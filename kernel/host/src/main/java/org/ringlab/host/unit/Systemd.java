package org.ringlab.host.unit;

import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;

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
        boolean started = unit.start(session, journal());
        note(session, unit, started);
        return started;
    }

    /** Stops a unit where it is active. */
    public static void stop(Session session, Unit unit) {
        if (unit.isActive(session.machine())) {
            unit.stop(session, journal());
        }
        session.machine().startedUnits().remove(unit.name());
        session.machine().failedUnits().remove(unit.name());
    }

    /** Lets an active unit read its configuration again; false where that fails. */
    public static boolean reload(Session session, Unit unit) {
        boolean reloaded = unit.reload(session, journal());
        note(session, unit, reloaded);
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

    private static Streams journal() {
        Output nowhere = new Output(text -> {});
        return new Streams(Input.empty(), nowhere, nowhere);
    }
}
