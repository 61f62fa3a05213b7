package org.ringlab.virt.domain;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.VirtHost.Guest;
import org.ringlab.virt.schema.Schemas;

/** The guests of a host and their states (qemu_driver.c). */
public final class Domains {
    private static final String DEFINITIONS = "/etc/libvirt/qemu/";
    private static final String AUTOSTART = DEFINITIONS + "autostart/";
    private static final String NOT_RUNNING = "domain is not running";

    private final Libvirtd libvirtd;
    private final VirtHost host;
    private final Map<String, Domain> all = new TreeMap<>();
    private final Startup startup;
    private final SavedImages saved = new SavedImages();

    /** No guests yet. */
    public Domains(Libvirtd libvirtd) {
        this.libvirtd = libvirtd;
        host = libvirtd.host();
        startup = new Startup(libvirtd);
    }

    /** All, by name. */
    public Collection<Domain> all() {
        return Collections.unmodifiableCollection(all.values());
    }

    /** The guest of that name. */
    public Optional<Domain> named(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /** The active guest with that number. */
    public Optional<Domain> numbered(int id) {
        return all.values().stream().filter(d -> d.isActive() && d.id() == id).findFirst();
    }

    /** The guest of that UUID. */
    public Optional<Domain> identified(String uuid) {
        return all.values().stream().filter(d -> d.def().uuid().equals(uuid)).findFirst();
    }

    /** How guests are started. */
    Startup startup() {
        return startup;
    }

    /** Which tap was the last, for hosts where they count up. */
    Libvirtd libvirtd() {
        return libvirtd;
    }

    /** Defines a guest, or redefines one with the same name and UUID. */
    public Domain define(String text, boolean validate) throws VirError {
        if (validate) {
            Schemas.validate(text, "domain", "domain_definition");
        }
        DomainDef def = DomainReader.read(host, text);
        return define(def);
    }

    /** Defines a guest whose document is complete. */
    public Domain define(DomainDef def) throws VirError {
        Domain domain = fitting(def).orElse(new Domain(null));
        DomainReader.checkFile(host, def.name());
        domain.setConfig(def);
        all.put(def.name(), domain);
        save(domain);
        return domain;
    }

    /** Writes a guest's document down. */
    void save(Domain domain) {
        domain.config().ifPresent(def -> host.files().write(DEFINITIONS + domain.name() + ".xml", def.toString()));
    }

    Optional<Domain> fitting(DomainDef def) throws VirError {
        for (Domain other : all.values()) {
            boolean name = other.name().equals(def.name());
            boolean uuid = other.def().uuid().equals(def.uuid());
            if (uuid && !name) {
                throw new VirError(
                        Code.FAILED, "domain '" + other.name() + "' is already defined with uuid " + def.uuid());
            }
            if (name && !uuid) {
                throw new VirError(
                        Code.FAILED,
                        "domain '" + def.name() + "' already exists with uuid "
                                + other.def().uuid());
            }
            if (name) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /** Starts a guest that vanishes once it is off. */
    public Domain create(String text, boolean paused, boolean validate) throws VirError {
        if (validate) {
            Schemas.validate(text, "domain", "domain_definition");
        }
        DomainDef def = DomainReader.read(host, text);
        Optional<Domain> same = fitting(def);
        if (same.filter(Domain::isActive).isPresent()) {
            throw new VirError(Code.INVALID, "domain is already active as '" + def.name() + "'");
        }
        Domain domain = same.orElse(new Domain(null));
        startup.start(domain, def, paused, "booted", Optional.empty());
        all.put(def.name(), domain);
        return domain;
    }

    /** Starts a guest; with a managed image it goes on from there. */
    public void start(Domain domain, boolean paused, boolean forceBoot) throws VirError {
        if (domain.isActive()) {
            throw new VirError(Code.INVALID, "domain is already running");
        }
        Optional<String> memory = forceBoot ? Optional.empty() : domain.savedMemory();
        startup.start(domain, domain.def().copy(), paused, memory.isPresent() ? "restored" : "booted", memory);
        domain.setSavedMemory(null);
    }

    private static Guest running(Domain domain) throws VirError {
        return domain.guest().orElseThrow(() -> new VirError(Code.INVALID, NOT_RUNNING));
    }

    /** Stops a guest's processors. */
    public void suspend(Domain domain) throws VirError {
        running(domain).pause();
        domain.becomes(DomainState.PAUSED, "user");
    }

    /** Lets a guest's processors run on. */
    public void resume(Domain domain) throws VirError {
        Guest guest = running(domain);
        if (domain.state() == DomainState.RUNNING) {
            throw new VirError(Code.INVALID, "domain is already running");
        }
        guest.resume();
        domain.becomes(DomainState.RUNNING, "unpaused");
    }

    private static Guest awake(Domain domain) throws VirError {
        Guest guest = running(domain);
        if (domain.state() != DomainState.RUNNING) {
            throw new VirError(Code.INVALID, NOT_RUNNING);
        }
        return guest;
    }

    private static void agent(Domain domain, Optional<String> mode) throws VirError {
        if (mode.filter("agent"::equals).isPresent() && !domain.def().hasAgent()) {
            throw new VirError(Code.ARGUMENT_UNSUPPORTED, "QEMU guest agent is not configured");
        }
    }

    /** Presses the power button: a system that obeys switches off. */
    public void shutdown(Domain domain, Optional<String> mode) throws VirError {
        Guest guest = awake(domain);
        agent(domain, mode);
        if (guest.powerButton()) {
            end(domain, "shutdown");
        }
    }

    /** Asks the system to start again. */
    public void reboot(Domain domain, Optional<String> mode) throws VirError {
        Guest guest = awake(domain);
        agent(domain, mode);
        if (guest.hasSystem()) {
            guest.reset();
        }
    }

    /** Presses the reset button. */
    public void reset(Domain domain) throws VirError {
        running(domain).reset();
    }

    /** A guest's system starts itself again: what then is to happen stands in its document. */
    void rebooted(Domain domain) {
        boolean ends = domain.def()
                .root()
                .textOf("on_reboot")
                .filter("destroy"::equals)
                .isPresent();
        if (ends) {
            end(domain, "shutdown");
        } else {
            domain.guest().ifPresent(Guest::reset);
        }
    }

    /** Pulls the plug. */
    public void destroy(Domain domain) throws VirError {
        running(domain);
        end(domain, "destroyed");
    }

    void end(Domain domain, String reason) {
        startup.stop(domain);
        domain.ended(reason);
        if (!domain.isPersistent()) {
            all.values().remove(domain);
        }
    }

    /** Forgets a guest's document; one that runs goes on without. */
    public void undefine(Domain domain, boolean snapshotsMetadata) throws VirError {
        if (!domain.isPersistent()) {
            throw new VirError(Code.INVALID, "cannot undefine transient domain");
        }
        int snapshots = domain.snapshots().all().size();
        if (!domain.isActive() && snapshots > 0) {
            if (!snapshotsMetadata) {
                throw new VirError(Code.INVALID, "cannot delete inactive domain with " + snapshots + " snapshots");
            }
            domain.snapshots().clear();
        }
        String name = domain.name();
        host.files().remove(DEFINITIONS + name + ".xml");
        host.files().remove(AUTOSTART + name + ".xml");
        domain.setAutostart(false);
        domain.setSavedMemory(null);
        if (domain.isActive()) {
            domain.setConfig(null);
        } else {
            all.remove(name);
        }
    }

    /** Lets a guest start with libvirtd, or not. */
    public void autostart(Domain domain, boolean on) throws VirError {
        if (!domain.isPersistent()) {
            throw new VirError(Code.INVALID, "cannot set autostart for transient domain");
        }
        domain.setAutostart(on);
        String link = AUTOSTART + domain.name() + ".xml";
        if (on) {
            host.files().link(link, DEFINITIONS + domain.name() + ".xml");
        } else {
            host.files().remove(link);
        }
    }

    /** Writes a guest's memory into a file and stops it. */
    public void save(Domain domain, String path) throws VirError {
        Guest guest = running(domain);
        Migration.movable(domain.def());
        boolean paused = domain.state() == DomainState.PAUSED;
        String image = saved.image(domain.def(), guest.save(), paused);
        host.files().write(path, image);
        end(domain, "saved");
    }

    /** Goes on with a guest out of a file. */
    public Domain restore(String path, boolean paused) throws VirError {
        String image = host.files()
                .read(path)
                .orElseThrow(() ->
                        new VirError(Code.SYSTEM, "Failed to open file '" + path + "': No such file or directory"));
        SavedImages.Saved content = saved.read(host, image);
        Optional<Domain> same = fitting(content.def());
        if (same.filter(Domain::isActive).isPresent()) {
            throw new VirError(Code.INVALID, "domain '" + content.def().name() + "' is already active");
        }
        Domain domain = same.orElse(new Domain(null));
        startup.start(domain, content.def(), paused || content.paused(), "restored", Optional.of(content.memory()));
        all.put(domain.name(), domain);
        return domain;
    }

    /** Keeps a guest's memory for its next start and stops it. */
    public void managedSave(Domain domain) throws VirError {
        Guest guest = running(domain);
        if (!domain.isPersistent()) {
            throw new VirError(Code.INVALID, "cannot do managed save for transient domain");
        }
        Migration.movable(domain.def());
        domain.setSavedMemory(guest.save());
        end(domain, "saved");
    }

    /** Throws a managed image away. */
    public void removeManagedSave(Domain domain) {
        domain.setSavedMemory(null);
    }

    /** Gives a guest that is off another name. */
    public void rename(Domain domain, String name) throws VirError {
        if (domain.isActive()) {
            throw new VirError(Code.INVALID, "cannot rename active domain");
        }
        if (domain.name().equals(name)) {
            throw new VirError(Code.INVALID, "Can't rename domain to itself");
        }
        if (!domain.snapshots().all().isEmpty()) {
            throw new VirError(
                    Code.INVALID,
                    "cannot rename domain with " + domain.snapshots().all().size() + " snapshots");
        }
        if (all.containsKey(name)) {
            throw new VirError(Code.INVALID, "domain with name '" + name + "' already exists");
        }
        if (name.isEmpty()) {
            throw new VirError(Code.INVALID, "domain name must not be empty");
        }
        all.remove(domain.name());
        host.files().remove(DEFINITIONS + domain.name() + ".xml");
        domain.config().ifPresent(d -> d.setName(name));
        all.put(name, domain);
        save(domain);
    }

    /** A guest comes from elsewhere. */
    void adopt(Domain domain) {
        all.put(domain.name(), domain);
    }

    /** libvirtd starts; 4.5 starts marked guests each time, 9.0 once a boot. */
    public void start(boolean hostBooted) {
        if (!hostBooted && host.generation() == Generation.DEB12) {
            return;
        }
        for (Domain domain : List.copyOf(all.values())) {
            if (domain.isAutostart() && !domain.isActive()) {
                try {
                    start(domain, false, false);
                } catch (VirError failed) {
                    continue;
                }
            }
        }
    }

    /** libvirtd ended: numbers begin anew with the next one, behind those still in use. */
    public void restarted() {
        startup.restarted(all.values().stream().mapToInt(Domain::id).max().orElse(0));
    }

    /** The host goes down. */
    public void powerOff() {
        for (Domain domain : List.copyOf(all.values())) {
            if (domain.isActive()) {
                end(domain, "destroyed");
            }
        }
        startup.restarted(0);
    }
}
