package org.ringlab.virt.virsh;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainReader;
import org.ringlab.virt.snapshot.Snapshot;
import org.ringlab.virt.snapshot.SnapshotDriver;
import org.ringlab.virt.snapshot.Snapshots;
import org.ringlab.virt.xml.Element;

/** Snapshots of guests: {@code snapshot-create-as}, {@code snapshot-revert} … */
final class SnapshotCommands {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000'", Locale.ROOT);
    private static final String CREATE =
            " --redefine --current --no-metadata --halt --disk-only --reuse-external" + " --quiesce --atomic --live";
    private static final String ONE = "<domain> [snapshotname] --current";

    private SnapshotCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of(
                        "snapshot-create",
                        "<domain> [xmlfile]" + CREATE,
                        "Create a snapshot from XML",
                        SnapshotCommands::create),
                VirshCommand.of(
                        "snapshot-create-as",
                        "<domain> [name] [description] --print-xml" + CREATE + " {memspec} {diskspec}",
                        "Create a snapshot from a set of args",
                        SnapshotCommands::createAs),
                VirshCommand.of(
                        "snapshot-current",
                        "<domain> --name --security-info [snapshotname]",
                        "Get or set the current snapshot",
                        SnapshotCommands::current),
                VirshCommand.of(
                        "snapshot-delete",
                        ONE + " --children --children-only --metadata",
                        "Delete a domain snapshot",
                        SnapshotCommands::delete),
                VirshCommand.of(
                        "snapshot-dumpxml",
                        "<domain> <snapshotname> --security-info",
                        "Dump XML for a domain snapshot",
                        SnapshotCommands::document),
                VirshCommand.of("snapshot-info", ONE, "snapshot information", SnapshotCommands::info),
                VirshCommand.of(
                        "snapshot-list",
                        "<domain> --parent --roots --leaves --no-leaves --metadata --no-metadata --inactive --active"
                                + " --disk-only --internal --external --tree {from} --current --descendants --name",
                        "List snapshots for a domain",
                        SnapshotCommands::list),
                VirshCommand.of(
                        "snapshot-parent", ONE, "Get the name of the parent of a snapshot", SnapshotCommands::parent),
                VirshCommand.of(
                        "snapshot-revert",
                        ONE + " --running --paused --force --reset-nvram",
                        "Revert a domain to a snapshot",
                        SnapshotCommands::revert));
    }

    private static SnapshotDriver driver(Call call) {
        return new SnapshotDriver(call.libvirtd());
    }

    private static boolean create(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        Optional<String> name = Optional.empty();
        Optional<String> description = Optional.empty();
        if (call.has("xmlfile")) {
            Optional<String> text = call.file("xmlfile");
            if (text.isEmpty()) {
                return false;
            }
            Element root = DomainReader.root(text.get(), "domainsnapshot", "domain_snapshot");
            name = root.textOf("name");
            description = root.textOf("description");
        }
        call.write("virDomainSnapshotCreateXML");
        Snapshot made = driver(call).create(domain.get(), name, description, call.has("disk-only"));
        String from = call.has("xmlfile") ? " from '" + call.text("xmlfile") + "'" : "";
        call.extra("Domain snapshot " + made.name() + " created" + from);
        return true;
    }

    private static boolean createAs(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        if (call.has("print-xml")) {
            Element root = new Element("domainsnapshot");
            call.value("name").ifPresent(n -> root.add(Element.text("name", n)));
            call.value("description").ifPresent(d -> root.add(Element.text("description", d)));
            call.out(root.toString());
            return true;
        }
        call.write("virDomainSnapshotCreateXML");
        Snapshot made =
                driver(call).create(domain.get(), call.value("name"), call.value("description"), call.has("disk-only"));
        call.extra("Domain snapshot " + made.name() + " created");
        return true;
    }

    /** The snapshot that is named, or the current one; empty where neither is meant, and said so. */
    private static Optional<Snapshot> one(Call call, Domain domain) throws VirError {
        if (call.has("snapshotname")) {
            return Optional.of(driver(call).find(domain, call.text("snapshotname")));
        }
        if (!call.has("current")) {
            call.error("--snapshotname or --current is required");
            return Optional.empty();
        }
        Optional<Snapshot> current = domain.snapshots().current();
        if (current.isEmpty()) {
            throw new VirError(VirError.Code.NO_SNAPSHOT, "the domain does not have a current snapshot");
        }
        return current;
    }

    private static boolean current(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        if (call.has("snapshotname")) {
            Snapshot chosen = driver(call).find(domain.get(), call.text("snapshotname"));
            domain.get().snapshots().setCurrent(chosen);
            call.extra("Snapshot " + chosen.name() + " set as current");
            return true;
        }
        Optional<Snapshot> current = domain.get().snapshots().current();
        if (current.isEmpty()) {
            return call.fails("domain '" + call.text("domain") + "' has no current snapshot");
        }
        call.out(call.has("name") ? current.get().name() : xml(current.get()).toString());
        return true;
    }

    private static Element xml(Snapshot snapshot) {
        Element root = new Element("domainsnapshot").add(Element.text("name", snapshot.name()));
        snapshot.description().ifPresent(d -> root.add(Element.text("description", d)));
        root.add(Element.text("state", snapshot.state()));
        snapshot.parent().ifPresent(p -> root.add(new Element("parent").add(Element.text("name", p))));
        root.add(Element.text("creationTime", String.valueOf(snapshot.created())));
        String memory = snapshot.memory().isPresent() ? "internal" : "no";
        root.add(Element.of("memory", "snapshot", memory));
        Element disks = new Element("disks");
        snapshot.def()
                .disks()
                .forEach(d -> disks.add(Element.of(
                        "disk", "name", d.target(), "snapshot", snapshot.external() ? "external" : "internal")));
        root.add(disks);
        root.add(snapshot.def().root());
        return root;
    }

    private static boolean document(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        call.out(xml(driver(call).find(domain.get(), call.text("snapshotname"))).toString());
        return true;
    }

    private static boolean info(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        Optional<Snapshot> found = domain.isEmpty() ? Optional.empty() : one(call, domain.get());
        if (found.isEmpty() || domain.isEmpty()) {
            return false;
        }
        Snapshot snapshot = found.get();
        Snapshots all = domain.get().snapshots();
        boolean current =
                all.current().filter(c -> c.name().equals(snapshot.name())).isPresent();
        call.field("Name:", snapshot.name());
        call.field("Domain:", domain.get().name());
        call.field("Current:", current ? "yes" : "no");
        call.field("State:", snapshot.state());
        call.field("Location:", snapshot.external() ? "external" : "internal");
        call.field("Parent:", snapshot.parent().orElse("-"));
        call.field("Children:", all.children(snapshot.name()).size());
        call.field("Descendants:", all.descendants(snapshot.name()).size());
        call.field("Metadata:", "yes");
        return true;
    }

    private static boolean parent(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        Optional<Snapshot> found = domain.isEmpty() ? Optional.empty() : one(call, domain.get());
        if (found.isEmpty()) {
            return false;
        }
        Optional<String> parent = found.get().parent();
        if (parent.isEmpty()) {
            return call.fails("snapshot '" + found.get().name() + "' has no parent");
        }
        call.out(parent.get());
        return true;
    }

    private static boolean revert(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        Optional<Snapshot> found = domain.isEmpty() ? Optional.empty() : one(call, domain.get());
        if (found.isEmpty() || domain.isEmpty()) {
            return false;
        }
        call.write("virDomainRevertToSnapshot");
        driver(call).revert(domain.get(), found.get());
        if (call.isNew()) {
            call.extra("Domain snapshot " + found.get().name() + " reverted");
        }
        return true;
    }

    private static boolean delete(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        Optional<Snapshot> found = domain.isEmpty() ? Optional.empty() : one(call, domain.get());
        if (found.isEmpty() || domain.isEmpty()) {
            return false;
        }
        String name = found.get().name();
        call.attempt("Failed to delete snapshot " + name, () -> {
            call.write("virDomainSnapshotDelete");
            driver(call).delete(domain.get(), found.get(), call.has("children"), call.has("metadata"));
        });
        call.extra("Domain snapshot " + name + " deleted\n");
        return true;
    }

    private static boolean list(Call call) throws VirError {
        Optional<Domain> domain = call.domain();
        if (domain.isEmpty()) {
            return false;
        }
        Snapshots all = domain.get().snapshots();
        List<Snapshot> shown = new ArrayList<>(all.all());
        shown.removeIf(s -> call.has("roots") && s.parent().isPresent()
                || call.has("leaves") && !all.children(s.name()).isEmpty()
                || call.has("internal") && s.external()
                || call.has("external") && !s.external());
        if (call.has("tree")) {
            List<Snapshot> roots =
                    shown.stream().filter(s -> s.parent().isEmpty()).toList();
            roots.forEach(root -> tree(call, all, root, "", true, true));
            return true;
        }
        if (call.has("name")) {
            shown.forEach(s -> call.line(s.name()));
            return true;
        }
        boolean parents = call.has("parent");
        Table table = parents
                ? call.table("Name", "Creation Time", "State", "Parent")
                : call.table("Name", "Creation Time", "State");
        for (Snapshot s : shown) {
            String time =
                    LocalDateTime.ofEpochSecond(s.created(), 0, ZoneOffset.UTC).format(TIME);
            if (parents) {
                table.row(s.name(), time, s.state(), s.parent().orElse(call.isNew() ? "" : "(null)"));
            } else {
                table.row(s.name(), time, s.state());
            }
        }
        if (call.isNew()) {
            table.print(call);
        } else {
            table.print(call, parents ? " %-20s %-25s %-15s %s" : " %-20s %-25s %s", 60);
        }
        return true;
    }

    /** A tree as vshTreePrint draws it. */
    private static void tree(Call call, Snapshots all, Snapshot at, String indent, boolean root, boolean last) {
        call.line(indent + (root ? "" : "+- ") + at.name());
        String below = root ? indent : indent + (last ? ' ' : '|') + " ";
        List<Snapshot> children = all.children(at.name());
        if (!children.isEmpty()) {
            call.line(below + "  |");
        }
        for (int i = 0; i < children.size(); i++) {
            tree(call, all, children.get(i), below + "  ", false, i == children.size() - 1);
        }
        if (children.isEmpty() && last) {
            call.line(below);
        }
    }
}
