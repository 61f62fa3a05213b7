package org.ringlab.host.unit;

import java.util.List;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** Something that {@code systemctl} starts and stops. */
public interface Unit {
    /** Its name without {@code .service}. */
    String name();

    /** One line, as systemd shows it. */
    String description();

    /** Its documentation, as systemd shows it. */
    default List<String> docs() {
        return List.of();
    }

    /** Whether the host has it. */
    default boolean isInstalled(Machine machine) {
        return machine.packages().bringsUnit(name());
    }

    /** The links that make it start at boot: link, then what it stands for. */
    default List<Wanted> wanted() {
        return List.of(new Wanted(
                "/etc/systemd/system/multi-user.target.wants/" + name() + ".service",
                "/usr/lib/systemd/system/" + name() + ".service"));
    }

    /**
     * A link that makes a unit start at boot.
     *
     * @param link where it is
     * @param target the unit's file
     */
    record Wanted(String link, String target) {}

    /** Whether the distribution enables it where nobody says otherwise. */
    default boolean isPreset() {
        return false;
    }

    /** Whether it is an init script of old, which systemd hands to {@code chkconfig}. */
    default boolean isInitScript() {
        return false;
    }

    /** Whether it does its work and ends: {@code active (exited)}. */
    default boolean isOneShot() {
        return false;
    }

    /** Units that are stopped when it starts ({@code Conflicts=}). */
    default List<String> conflicts() {
        return List.of();
    }

    /** Whether it is active. */
    default boolean isActive(Machine machine) {
        return machine.startedUnits().containsKey(name());
    }

    /** Starts it; false where that fails. What it prints goes to the journal. */
    boolean start(Session session, Streams journal);

    /** Stops it. */
    void stop(Session session, Streams journal);

    /** Reads its configuration again; false where that fails. */
    default boolean reload(Session session, Streams journal) {
        stop(session, journal);
        return start(session, journal);
    }
}
