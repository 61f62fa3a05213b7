package org.ringlab.virt.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringlab.virt.Identity;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.virsh.VirshEnvironment;
import org.ringlab.virt.xml.Element;

/** {@code virt-clone}: a guest again, with another name, number, address and copies of its disks. */
public final class VirtClone {
    private final VirshEnvironment environment;
    private final Libvirtd libvirtd;
    private final InstallOptions options;

    private VirtClone(VirshEnvironment environment, List<String> args) {
        this.environment = environment;
        libvirtd = environment.local();
        options = new InstallOptions(
                args,
                Map.of("-o", "--original", "-n", "--name", "-f", "--file", "-m", "--mac"),
                Set.of("--original", "--name", "--file", "--mac", "--connect", "--uuid", "--skip-copy"),
                Set.of("--auto-clone", "--preserve-data", "--reflink", "--replace", "--print-xml", "--quiet"),
                Set.of());
    }

    /** Runs it with its words; its exit status. */
    public static int run(VirshEnvironment environment, List<String> args) {
        VirtClone program = new VirtClone(environment, args);
        if (!program.options.unknown().isEmpty()) {
            environment.err("usage: virt-clone --original [NAME] ...\nvirt-clone: error: unrecognized arguments: "
                    + String.join(" ", program.options.unknown()) + "\n");
            return 2;
        }
        try {
            program.main();
            return 0;
        } catch (InstallFailure e) {
            environment.err("ERROR    " + e.text() + "\n");
            return 1;
        } catch (VirError e) {
            environment.err("ERROR    " + e.text() + "\n");
            return 1;
        }
    }

    private void main() throws InstallFailure, VirError {
        boolean auto = options.has("--auto-clone");
        if (!auto && !options.has("--file")) {
            throw new InstallFailure(
                    "Either --auto-clone or --file is required, use '--auto-clone or --file' and try again.");
        }
        Optional<String> wanted = options.value("--original");
        if (wanted.isEmpty()) {
            throw new InstallFailure("An original machine name is required, use '--original src_vm' and try again.");
        }
        Domain original = libvirtd.domains()
                .named(wanted.get())
                .orElseThrow(() -> new InstallFailure("Domain '" + wanted.get() + "' was not found."));
        if (original.isActive()) {
            throw new InstallFailure("Domain to clone must be shutoff.");
        }
        String name = options.value("--name").orElseGet(() -> free(original.name()));
        try {
            Names.check(libvirtd, name);
        } catch (InstallFailure e) {
            throw new InstallFailure("Invalid name for new guest: " + e.text());
        }
        DomainDef copy = original.config().orElse(original.def()).copy();
        copy.setName(name);
        copy.root().child("uuid").ifPresent(u -> u.setText(Identity.uuid(libvirtd.host())));
        List<String> macs = options.all("--mac");
        int number = 0;
        for (DomainDef.Nic nic : copy.nics()) {
            String mac = number < macs.size() ? macs.get(number) : Identity.mac(libvirtd.host());
            nic.element().child("mac").ifPresent(m -> m.set("address", mac));
            number++;
        }
        disks(copy, name);
        libvirtd.domains().define(copy);
        environment.out("\nClone '" + name + "' created successfully.\n");
    }

    private String free(String original) {
        String name = original + "-clone";
        for (int i = 1; libvirtd.domains().named(name).isPresent(); i++) {
            name = original + "-clone" + i;
        }
        return name;
    }

    private void disks(DomainDef copy, String name) throws VirError {
        List<String> files = new ArrayList<>(options.all("--file"));
        for (DomainDef.Disk disk : copy.disks()) {
            Optional<String> source = disk.source();
            if (source.isEmpty() || disk.isReadOnly() || disk.isShareable()) {
                continue;
            }
            String target = files.isEmpty() ? beside(source.get(), name) : files.removeFirst();
            String file = target.substring(target.lastIndexOf('/') + 1);
            environment.out(
                    String.format(java.util.Locale.ROOT, "\r%-60s|    0 B  00:00 ... \n", "Allocating '" + file + "'"));
            libvirtd.host().images().copy(source.get(), target, disk.format());
            NewDisk.seen(libvirtd, target);
            Element element = disk.element();
            element.child("source").ifPresent(s -> s.set("file", target));
        }
    }

    /** {@code vm1.qcow2} becomes {@code NAME.qcow2} where it was called after its guest, else {@code …-clone.qcow2}. */
    private String beside(String path, String name) {
        int slash = path.lastIndexOf('/');
        int dot = path.lastIndexOf('.');
        String ending = dot > slash ? path.substring(dot) : "";
        String stem = path.substring(slash + 1, dot > slash ? dot : path.length());
        String original = options.value("--original").orElse("");
        String next = stem.equals(original) ? name : stem + "-clone";
        return path.substring(0, slash + 1) + next + ending;
    }
}
