package org.ringlab.virt.domain;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.xml.Element;

/** The controllers of a guest: those written, those its machine has, and those its disks need. */
final class Controllers {
    private static final String DRIVE = "drive";

    private final List<Element> all = new ArrayList<>();
    private final boolean q35;
    private final boolean isNew;
    private final Element devices;

    Controllers(Element devices, String machine, boolean isNew) {
        this.devices = devices;
        this.isNew = isNew;
        q35 = machine.contains("q35");
        for (Element given : devices.children("controller")) {
            Element made = Element.of("controller", "type", given.attribute("type", ""));
            made.set("index", given.attribute("index").orElseGet(() -> nextIndex(given.attribute("type", ""))));
            made.set("model", given.attribute("model"));
            given.children().forEach(c -> made.add(c.copy()));
            insert(made);
        }
    }

    private String nextIndex(String type) {
        boolean companion = type.equals("usb");
        long there =
                all.stream().filter(c -> c.attribute("type", "").equals(type)).count();
        return String.valueOf(companion ? 0 : there);
    }

    /** Behind the last of its type, else at the end (virDomainControllerInsertPreAlloced). */
    private void insert(Element controller) {
        String type = controller.attribute("type", "");
        int place = all.size();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).attribute("type", "").equals(type)) {
                place = i + 1;
            }
        }
        all.add(place, controller);
    }

    private boolean has(String type) {
        return all.stream().anyMatch(c -> c.attribute("type", "").equals(type));
    }

    private boolean has(String type, int index) {
        return all.stream()
                .anyMatch(c -> c.attribute("type", "").equals(type)
                        && c.attribute("index", "").equals(String.valueOf(index)));
    }

    private static Element of(String type, int index) {
        return Element.of("controller", "type", type, "index", String.valueOf(index));
    }

    List<Element> controllers(List<Element> disks) throws VirError {
        if (!has("usb")) {
            insert(of("usb", 0).set("model", q35 ? "qemu-xhci" : "piix3-uhci"));
        }
        if (q35 && !has("sata")) {
            insert(of("sata", 0));
        }
        if (!has("pci", 0)) {
            insert(of("pci", 0).set("model", q35 ? "pcie-root" : "pci-root"));
        }
        for (String bus : List.of("scsi", "fdc", "ide", "sata")) {
            int highest = -1;
            for (Element disk : disks) {
                DomainDef.Disk view = new DomainDef.Disk(disk);
                if (view.bus().equals(bus)) {
                    highest = Math.max(highest, address(view));
                }
            }
            if (bus.equals("ide") && highest > 0) {
                throw isNew
                        ? new VirError(Code.INTERNAL, "Only 1 IDE controller is supported")
                        : new VirError(
                                Code.UNSUPPORTED, "Only a single IDE controller is supported for this machine type");
            }
            for (int i = 0; i <= highest; i++) {
                if (!has(bus, i)) {
                    insert(bus.equals("scsi") ? of(bus, i).set("model", "lsilogic") : of(bus, i));
                }
            }
        }
        boolean serial = devices.children("channel").stream()
                .anyMatch(c -> c.attributeOf("target", "type").orElse("virtio").equals("virtio"));
        if (serial && !has("virtio-serial")) {
            insert(of("virtio-serial", 0));
        }
        return all;
    }

    /** Gives a disk its place on its controller, by the letter of its name; the controller's number. */
    static int address(DomainDef.Disk disk) {
        int index = index(disk.target());
        int[] place = switch (disk.bus()) {
            case "ide" -> new int[] {index / 4, index % 4 / 2, index % 2};
            case "sata" -> new int[] {index / 6, 0, index % 6};
            case "fdc" -> new int[] {index / 2, 0, index % 2};
            default -> new int[] {index / 7, 0, index % 7};
        };
        Element element = disk.element();
        if (element.child("address").isEmpty()) {
            element.add(Element.of(
                    "address",
                    "type",
                    DRIVE,
                    "controller",
                    String.valueOf(place[0]),
                    "bus",
                    String.valueOf(place[1]),
                    "target",
                    "0",
                    "unit",
                    String.valueOf(place[2])));
        }
        return element.attributeOf("address", "controller")
                .flatMap(Devices::number)
                .orElse((long) place[0])
                .intValue();
    }

    /** {@code a} is 0, {@code z} 25, {@code aa} 26 (virDiskNameToIndex). */
    static int index(String target) {
        String letters = target.replaceFirst("^(xvd|ubd|fd|hd|vd|sd)", "");
        int index = 0;
        for (int i = 0; i < letters.length() && letters.charAt(i) >= 'a' && letters.charAt(i) <= 'z'; i++) {
            index = index * 26 + (letters.charAt(i) - 'a') + (i > 0 ? 26 : 0);
            if (index > 100_000) {
                break;
            }
        }
        return index;
    }
}
