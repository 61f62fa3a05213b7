package org.ringlab.virt.virsh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.DeviceChanges;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.domain.DomainState;
import org.ringlab.virt.xml.Element;

/** What is known of guests: {@code list}, {@code dominfo}, {@code domstate} … */
final class MonitorCommands {
    private static final String DOMAIN = "<domain>";

    private MonitorCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of(
                        "domblkinfo",
                        "<domain> [device] --human",
                        "domain block device size information",
                        MonitorCommands::blockInfo),
                VirshCommand.of(
                        "domblklist",
                        "<domain> --inactive --details",
                        "list all domain blocks",
                        MonitorCommands::disks),
                VirshCommand.of(
                        "domblkstat",
                        "<domain> [device] --human",
                        "get device block stats for a domain",
                        MonitorCommands::blockStatistics),
                VirshCommand.of(
                        "domdisplay",
                        "<domain> --include-password {type} --all",
                        "domain display connection URI",
                        MonitorCommands::display),
                VirshCommand.of("domid", DOMAIN, "convert a domain name or UUID to domain id", MonitorCommands::id),
                VirshCommand.of(
                        "domif-getlink",
                        "<domain> <interface> --config",
                        "get link state of a virtual interface",
                        MonitorCommands::link),
                VirshCommand.of(
                        "domifaddr",
                        "<domain> [interface] --full {source}",
                        "Get network interfaces' addresses for a running domain",
                        InterfaceAddresses::show),
                VirshCommand.of(
                        "domiflist",
                        "<domain> --inactive",
                        "list all domain virtual interfaces",
                        MonitorCommands::nics),
                VirshCommand.of("dominfo", DOMAIN, "domain information", MonitorCommands::info),
                VirshCommand.of("domjobinfo", "<domain> --completed", "domain job information", MonitorCommands::job),
                VirshCommand.of(
                        "dommemstat",
                        "<domain> [#period] --config --live --current",
                        "get memory statistics for a domain",
                        MonitorCommands::memory),
                VirshCommand.of("domname", DOMAIN, "convert a domain id or UUID to domain name", MonitorCommands::name),
                VirshCommand.of("domstate", "<domain> --reason", "domain state", MonitorCommands::state),
                VirshCommand.of("domuuid", DOMAIN, "convert a domain name or id to domain UUID", MonitorCommands::uuid),
                VirshCommand.of(
                        "dumpxml",
                        "<domain> --inactive --security-info --update-cpu --migratable",
                        "domain information in XML",
                        MonitorCommands::document),
                VirshCommand.of(
                        "list",
                        "--inactive --all --transient --persistent --with-snapshot --without-snapshot --state-running"
                                + " --state-paused --state-shutoff --state-other --autostart --no-autostart"
                                + " --with-managed-save --without-managed-save --uuid --name --id --table --managed-save"
                                + " --title",
                        "list domains",
                        MonitorCommands::list),
                VirshCommand.of("vncdisplay", DOMAIN, "vnc display", MonitorCommands::vnc));
    }

    private static boolean list(Call call) throws VirError {
        boolean plain = call.has("name") || call.has("uuid") || call.has("id") && !call.has("table");
        Table table =
                call.has("title") ? call.table("Id", "Name", "State", "Title") : call.table("Id", "Name", "State");
        List<Domain> shown = call.libvirtd().domains().all().stream()
                .filter(d -> isWanted(call, d))
                .sorted(Comparator.comparing((Domain d) -> d.isActive() ? 0 : 1)
                        .thenComparing(d -> d.isActive() ? d.id() : 0)
                        .thenComparing(Domain::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
        for (Domain domain : shown) {
            if (plain) {
                List<String> words = new ArrayList<>();
                if (call.has("id")) {
                    words.add(number(domain));
                }
                if (call.has("uuid")) {
                    words.add(domain.def().uuid());
                }
                if (call.has("name")) {
                    words.add(domain.name());
                }
                call.line(String.join(" ", words));
                continue;
            }
            boolean saved = call.has("managed-save") && !domain.isActive() && domain.hasManagedSave();
            String state = saved ? "saved" : domain.state().text();
            if (call.has("title")) {
                table.row(
                        number(domain),
                        domain.name(),
                        state,
                        domain.def().root().textOf("title").orElse(""));
            } else {
                table.row(number(domain), domain.name(), state);
            }
        }
        if (!plain && call.isNew()) {
            table.print(call);
        } else if (!plain) {
            boolean title = call.has("title");
            table.print(call, title ? " %-5s %-30s %-10s %-20s" : " %-5s %-30s %s", title ? 82 : 52);
        }
        return true;
    }

    private static String number(Domain domain) {
        return domain.isActive() ? String.valueOf(domain.id()) : "-";
    }

    private static boolean isWanted(Call call, Domain d) {
        boolean byState = call.has("state-running") || call.has("state-paused") || call.has("state-shutoff");
        boolean all = call.has("all") || byState;
        boolean kind = all || (call.has("inactive") ? !d.isActive() : d.isActive());
        boolean state = !byState
                || call.has("state-running") && d.state() == DomainState.RUNNING
                || call.has("state-paused") && d.state() == DomainState.PAUSED
                || call.has("state-shutoff") && d.state() == DomainState.SHUT_OFF;
        return kind
                && state
                && either(call, "persistent", "transient", d.isPersistent())
                && either(call, "autostart", "no-autostart", d.isAutostart())
                && either(call, "with-managed-save", "without-managed-save", d.hasManagedSave())
                && either(
                        call,
                        "with-snapshot",
                        "without-snapshot",
                        !d.snapshots().all().isEmpty());
    }

    /** Two switches for what is so and what isn't; neither, or both, mean all. */
    private static boolean either(Call call, String yes, String no, boolean is) {
        return call.has(yes) == call.has(no) || call.has(yes) == is;
    }

    private static boolean state(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        domain.ifPresent(d -> call.line(d.state().text() + (call.has("reason") ? " (" + d.reason() + ")" : "")));
        return domain.isPresent();
    }

    private static boolean info(Call call) throws VirError {
        Optional<Domain> found = call.domain();
        if (found.isEmpty()) {
            return false;
        }
        Domain domain = found.get();
        DomainDef def = domain.def();
        call.field("Id:", number(domain));
        call.field("Name:", domain.name());
        call.field("UUID:", def.uuid());
        call.field(
                "OS Type:",
                def.root().child("os").flatMap(o -> o.textOf("type")).orElse("hvm"));
        call.field("State:", domain.state().text());
        call.field("CPU(s):", def.vcpus());
        if (domain.isActive()) {
            call.field("CPU time:", "1.2s");
        }
        call.field("Max memory:", def.memory() + " KiB");
        call.field("Used memory:", def.currentMemory() + " KiB");
        call.field("Persistent:", domain.isPersistent() ? "yes" : "no");
        call.field("Autostart:", domain.isAutostart() ? "enable" : "disable");
        call.field("Managed save:", domain.hasManagedSave() ? "yes" : "no");
        call.field("Security model:", "none");
        call.field("Security DOI:", "0");
        return true;
    }

    private static boolean id(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        domain.ifPresent(d -> call.line(number(d)));
        return domain.isPresent();
    }

    private static boolean name(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        domain.ifPresent(d -> call.line(d.name()));
        return domain.isPresent();
    }

    private static boolean uuid(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        domain.ifPresent(d -> call.line(d.def().uuid()));
        return domain.isPresent();
    }

    private static boolean document(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        domain.ifPresent(d -> call.out((call.has("inactive") ? d.config().orElse(d.def()) : d.def()).toString()));
        return domain.isPresent();
    }

    private static DomainDef wanted(Call call, Domain domain) {
        return call.has("inactive") ? domain.config().orElse(domain.def()) : domain.def();
    }

    private static boolean disks(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        boolean details = call.has("details");
        Table table = details ? call.table("Type", "Device", "Target", "Source") : call.table("Target", "Source");
        for (DomainDef.Disk disk : wanted(call, domain.get()).disks()) {
            String source = disk.source()
                    .or(() -> disk.element().attributeOf("source", "volume"))
                    .orElse("-");
            if (details) {
                table.row(disk.type(), disk.device(), disk.target(), source);
            } else {
                table.row(disk.target(), source);
            }
        }
        if (call.isNew()) {
            table.print(call);
        } else {
            table.print(call, details ? "%-10s %-10s %-10s %s" : "%-10s %s", 48);
        }
        return true;
    }

    private static boolean nics(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        Table table = call.table("Interface", "Type", "Source", "Model", "MAC");
        for (DomainDef.Nic nic : wanted(call, domain.get()).nics()) {
            table.row(
                    nic.tap().orElse("-"),
                    nic.type(),
                    nic.source().orElse("-"),
                    nic.model().orElse("-"),
                    nic.mac());
        }
        if (call.isNew()) {
            table.print(call);
        } else {
            table.print(call, "%-10s %-10s %-10s %-11s %s", 55);
        }
        return true;
    }

    private static boolean link(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        String wanted = call.text("interface");
        DomainDef def = call.has("config")
                ? domain.get().config().orElse(domain.get().def())
                : domain.get().def();
        Optional<DomainDef.Nic> nic = def.nics().stream()
                .filter(n ->
                        n.mac().equals(wanted) || n.tap().filter(wanted::equals).isPresent())
                .findFirst();
        if (nic.isEmpty()) {
            return call.fails("Interface (" + (wanted.contains(":") ? "mac" : "dev") + ": " + wanted + ") not found.");
        }
        call.out(wanted + " " + (nic.get().isLinked() ? "up" : "down") + (call.isNew() ? "" : "\n"));
        return true;
    }

    private static boolean blockInfo(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        DeviceChanges devices = new DeviceChanges(call.libvirtd());
        DomainDef.Disk disk = devices.disk(domain.get().def(), call.text("device"));
        Optional<VirtHost.Image> image = devices.image(disk);
        call.field("Capacity:", image.map(VirtHost.Image::size).orElse(0L));
        call.field("Allocation:", image.map(VirtHost.Image::allocated).orElse(0L));
        call.field("Physical:", image.map(VirtHost.Image::length).orElse(0L));
        return true;
    }

    private static boolean blockStatistics(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        String device = call.text("device");
        call.attempt(
                "Failed to get block stats for domain '" + domain.get().name() + "' device '" + device + "'", () -> {
                    if (!domain.get().isActive()) {
                        throw new VirError(VirError.Code.INVALID, "domain is not running");
                    }
                    new DeviceChanges(call.libvirtd()).disk(domain.get().def(), device);
                });
        // The firmware reads the boot sector of a disk without a system, and nothing else.
        for (String line : List.of(
                "rd_req 1",
                "rd_bytes 512",
                "wr_req 0",
                "wr_bytes 0",
                "flush_operations 0",
                "rd_total_times 0",
                "wr_total_times 0",
                "flush_total_times 0")) {
            call.line(device + " " + line);
        }
        return true;
    }

    private static boolean memory(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        call.attempt(
                "Failed to get memory statistics for domain " + domain.get().name(), () -> {
                    if (!domain.get().isActive()) {
                        throw new VirError(VirError.Code.INVALID, "domain is not running");
                    }
                });
        DomainDef def = domain.get().def();
        call.line("actual " + def.currentMemory());
        call.line("last_update 0");
        call.line("rss " + def.currentMemory() / 2);
        return true;
    }

    private static boolean job(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        if (!domain.get().isActive()) {
            throw new VirError(VirError.Code.INVALID, "domain is not running");
        }
        call.out(String.format(Locale.ROOT, "%-17s %-12s\n", "Job type:", "None"));
        return true;
    }

    private static boolean display(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        if (!domain.get().isActive()) {
            return call.fails("Domain is not running");
        }
        Optional<Element> screen = domain.get().def().graphics();
        if (screen.isEmpty()) {
            return call.fails("No graphical display found");
        }
        int port = Integer.parseInt(screen.get().attribute("port", "5900"));
        boolean vnc = screen.get().attribute("type", "").equals("vnc");
        String listen = screen.get().attribute("listen", "127.0.0.1");
        String host = listen.equals("0.0.0.0") ? "localhost" : listen;
        call.line((vnc ? "vnc" : "spice") + "://" + host + ":" + (vnc ? port - 5900 : port));
        return true;
    }

    private static boolean vnc(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        if (!domain.get().isActive()) {
            return call.fails("Domain is not running");
        }
        Optional<Element> screen = domain.get()
                .def()
                .graphics()
                .filter(g -> g.attribute("type", "").equals("vnc"));
        if (screen.isEmpty()) {
            return call.fails("Failed to get VNC port. Is this domain using VNC?");
        }
        String listen = screen.get().attribute("listen", "");
        int port = Integer.parseInt(screen.get().attribute("port", "5900"));
        call.line((listen.equals("0.0.0.0") ? "" : listen) + ":" + (port - 5900));
        return true;
    }
}
