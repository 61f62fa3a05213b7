package org.ringlab.virt.virsh;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.nodedev.HostDevices;
import org.ringlab.virt.nodedev.NodeDevice;
import org.ringlab.virt.nodedev.PciDevice;

/** The host's devices: {@code nodedev-list}, {@code nodedev-detach} … (virsh-nodedev.c). */
final class NodeDeviceCommands {
    /** What can be listed by; others than those of {@link NodeDevice} have no device here. */
    private static final List<String> CAPABILITIES = List.of(
            "system",
            "pci",
            "usb_device",
            "usb",
            "net",
            "scsi_host",
            "scsi_target",
            "scsi",
            "storage",
            "fc_host",
            "vports",
            "scsi_generic",
            "drm",
            "mdev_types",
            "mdev",
            "ccw");

    private NodeDeviceCommands() {}

    static List<VirshCommand> all() {
        return List.of(
                VirshCommand.of(
                        "nodedev-detach",
                        "<device> [driver]",
                        "detach node device from its device driver",
                        NodeDeviceCommands::detach),
                VirshCommand.of(
                        "nodedev-dumpxml", "<device>", "node device details in XML", NodeDeviceCommands::document),
                VirshCommand.of(
                        "nodedev-list", "--tree [cap]", "enumerate devices on this host", NodeDeviceCommands::list),
                VirshCommand.of(
                        "nodedev-reattach",
                        "<device>",
                        "reattach node device to its device driver",
                        NodeDeviceCommands::reattach),
                VirshCommand.of("nodedev-reset", "<device>", "reset node device", NodeDeviceCommands::reset));
    }

    private static boolean list(Call call) {
        Optional<String> wanted = call.value("cap");
        if (call.has("tree") && wanted.isPresent()) {
            return call.fails("Options --tree and --cap are incompatible");
        }
        List<String> capabilities = wanted.map(w -> List.of(w.split(","))).orElse(List.of());
        if (!CAPABILITIES.containsAll(capabilities)) {
            return call.fails("Invalid capability type");
        }
        List<NodeDevice> all = NodeDevice.of(call.libvirtd().host());
        if (call.has("tree")) {
            all.stream().filter(d -> d.parent().isEmpty()).forEach(d -> tree(call, all, d, "", true, true));
            return true;
        }
        all.stream()
                .filter(d -> capabilities.isEmpty() || capabilities.contains(d.capability()))
                .forEach(d -> call.line(d.name()));
        return true;
    }

    /** A tree as vshTreePrint draws it. */
    private static void tree(
            Call call, List<NodeDevice> all, NodeDevice at, String indent, boolean root, boolean last) {
        call.line(indent + (root ? "" : "+- ") + at.name());
        String below = root ? indent : indent + (last ? ' ' : '|') + " ";
        List<NodeDevice> children = all.stream()
                .filter(d -> d.parent().filter(at.name()::equals).isPresent())
                .toList();
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

    private static Optional<NodeDevice> device(Call call) throws VirError {
        String name = call.text("device");
        Optional<NodeDevice> found = NodeDevice.of(call.libvirtd().host()).stream()
                .filter(d -> d.name().equals(name))
                .findFirst();
        if (found.isEmpty()) {
            call.error("Could not find matching device '" + name + "'");
            throw new VirError(Code.NO_NODE_DEVICE, "no node device with matching name '" + name + "'");
        }
        return found;
    }

    private static boolean document(Call call) throws VirError {
        device(call).ifPresent(d -> call.out(d.document().toString()));
        return true;
    }

    /** What is done with a PCI device. */
    private interface Action {
        void run(HostDevices devices, PciDevice device) throws VirError;
    }

    private static boolean act(Call call, String function, String verb, String done, Action action) throws VirError {
        Optional<NodeDevice> found = device(call);
        if (found.isPresent()) {
            String name = found.get().name();
            call.attempt("Failed to " + verb + " device " + name, () -> {
                call.write(function);
                PciDevice device = found.get()
                        .pci()
                        .orElseThrow(() -> new VirError(Code.ARGUMENT, "device " + name + " is not a PCI device"));
                action.run(new HostDevices(call.libvirtd()), device);
            });
            call.extra("Device " + name + " " + done);
        }
        return true;
    }

    private static boolean detach(Call call) throws VirError {
        return act(
                call,
                "virNodeDeviceDetachFlags",
                "detach",
                "detached",
                (devices, device) -> devices.detach(device, call.value("driver")));
    }

    private static boolean reattach(Call call) throws VirError {
        return act(call, "virNodeDeviceReAttach", "re-attach", "re-attached", HostDevices::reattach);
    }

    private static boolean reset(Call call) throws VirError {
        return act(call, "virNodeDeviceReset", "reset", "reset", HostDevices::reset);
    }
}
