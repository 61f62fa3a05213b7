package org.ringlab.host.hardware;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is on a computer's PCI bus: that of its chipset, or that of the hypervisor it is a guest of, and its cards. */
public final class PciDevices {
    private static final String INTEL = "Intel Corporation ";
    private static final String AMD = "Advanced Micro Devices, Inc. [AMD] ";

    private PciDevices() {}

    /**
     * A device.
     *
     * @param slot bus, device and function: {@code 00:1f.2}
     * @param kind its class as pci.ids names it
     * @param code its class in four hexadecimal digits
     * @param name its vendor and device as pci.ids names them
     * @param ids vendor and device in hexadecimal, {@code 8086:1521}
     * @param revision its revision, 0 for none to show
     * @param driver the driver that has it; empty for none
     */
    public record Device(
            String slot, String kind, String code, String name, String ids, int revision, Optional<String> driver) {
        private static final List<String> MAKERS =
                List.of(INTEL.strip(), AMD.strip(), "VMware", "LSI Logic / Symbios Logic");

        /** The same with another driver. */
        public Device with(String other) {
            return new Device(slot, kind, code, name, ids, revision, Optional.of(other));
        }

        /** The driver that it has in everyday life. */
        public Optional<String> module() {
            return code.equals("0200") ? Optional.of(ids.equals("8086:100f") ? "e1000" : "igb") : driver;
        }

        /** Whether other devices are behind it, or it belongs to the chipset: one of class 06. */
        public boolean isBridge() {
            return code.startsWith("06");
        }

        /** Its maker as pci.ids names it. */
        public String vendor() {
            return MAKERS.stream().filter(name::startsWith).findFirst().orElse("");
        }

        /** Its name without its maker's. */
        public String product() {
            return name.substring(vendor().length()).strip();
        }
    }

    /**
     * All, by their slots.
     *
     * @param cards the names of its network cards, in order; a name like {@code ens33} says its slot
     */
    public static List<Device> of(Hardware hardware, List<String> cards) {
        List<Device> all = new ArrayList<>();
        if (isQemu(hardware)) {
            qemu(all);
        } else if (hardware.hypervisor().isPresent()) {
            virtual(all);
        } else if (hardware.cpu() == Hardware.Cpu.INTEL) {
            intel(all);
        } else {
            amd(all);
        }
        for (int i = 0; i < cards.size(); i++) {
            String slot = slot(hardware, cards.get(i), i);
            all.add(
                    hardware.hypervisor().isPresent() && !isQemu(hardware)
                            ? ethernet(slot, "82545EM Gigabit Ethernet Controller (Copper)", "8086:100f", "e1000")
                            : ethernet(slot, "I350 Gigabit Network Connection", "8086:1521", "igb"));
        }
        all.sort((a, b) -> a.slot().compareTo(b.slot()));
        return List.copyOf(all);
    }

    /** The slot of a network card, the how-manieth it may be from 0. */
    public static String slot(Hardware hardware, String card, int index) {
        if (isQemu(hardware)) {
            return String.format(Locale.ROOT, "00:%02x.0", 4 + index % 28);
        }
        return hardware.hypervisor().isPresent()
                ? String.format(Locale.ROOT, "02:%02x.0", slot(card, index))
                : "01:00." + index % 8;
    }

    /** The bridge that a device is behind; empty on the first bus. */
    public static Optional<String> bridgeAbove(Hardware hardware, String slot) {
        if (slot.startsWith("00:")) {
            return Optional.empty();
        }
        if (hardware.hypervisor().isPresent()) {
            return Optional.of("00:11.0");
        }
        return Optional.of(
                hardware.cpu() == Hardware.Cpu.INTEL ? "00:01.0" : slot.startsWith("01:") ? "00:01.1" : "00:03.1");
    }

    /**
     * The IOMMU group of a device: its place among those that can be told apart. The bridges of AMD's chipset don't keep
     * what is behind them apart, so all of that is one group with the bridge.
     */
    public static int group(List<Device> devices, Hardware hardware, String slot) {
        List<String> heads =
                devices.stream().map(d -> head(hardware, d.slot())).distinct().toList();
        return heads.indexOf(head(hardware, slot));
    }

    private static String head(Hardware hardware, String slot) {
        return hardware.cpu() == Hardware.Cpu.AMD ? bridgeAbove(hardware, slot).orElse(slot) : slot;
    }

    /** VMware's bridge has slots from 33 on: ens33 is device 1 of bus 2. */
    private static int slot(String card, int index) {
        String digits = card.matches("ens\\d{2}") ? card.substring(3) : "";
        int number = digits.isEmpty() ? 33 + index : Integer.parseInt(digits);
        return number > 32 && number < 64 ? number - 32 : 1 + index % 31;
    }

    private static Device ethernet(String slot, String name, String ids, String driver) {
        return new Device(slot, "Ethernet controller", "0200", INTEL + name, ids, 1, Optional.of(driver));
    }

    private static void add(
            List<Device> all,
            String slot,
            String kind,
            String code,
            String name,
            String ids,
            int revision,
            String driver) {
        all.add(new Device(
                slot, kind, code, name, ids, revision, driver.isEmpty() ? Optional.empty() : Optional.of(driver)));
    }

    private static boolean isQemu(Hardware hardware) {
        return hardware.hypervisor().filter("KVM"::equals).isPresent();
    }

    /** QEMU's board; cards on it are those of the host that were handed to the guest. */
    private static void qemu(List<Device> all) {
        String south = INTEL + "82371SB PIIX3 ";
        add(all, "00:00.0", "Host bridge", "0600", INTEL + "440FX - 82441FX PMC [Natoma]", "8086:1237", 2, "");
        add(all, "00:01.0", "ISA bridge", "0601", south + "ISA [Natoma/Triton II]", "8086:7000", 0, "");
        add(all, "00:01.1", "IDE interface", "0101", south + "IDE [Natoma/Triton II]", "8086:7010", 0, "ata_piix");
        add(all, "00:01.3", "Bridge", "0680", INTEL + "82371AB/EB/MB PIIX4 ACPI", "8086:7113", 3, "piix4_smbus");
    }

    private static void virtual(List<Device> all) {
        String host = INTEL + "440BX/ZX/DX - 82443BX/ZX/DX ";
        String south = INTEL + "82371AB/EB/MB PIIX4 ";
        add(all, "00:00.0", "Host bridge", "0600", host + "Host bridge", "8086:7190", 1, "agpgart-intel");
        add(all, "00:01.0", "PCI bridge", "0604", host + "AGP bridge", "8086:7191", 1, "");
        add(all, "00:07.0", "ISA bridge", "0601", south + "ISA", "8086:7110", 8, "");
        add(all, "00:07.1", "IDE interface", "0101", south + "IDE", "8086:7111", 1, "ata_piix");
        add(all, "00:07.3", "Bridge", "0680", south + "ACPI", "8086:7113", 8, "");
        add(all, "00:0f.0", "VGA compatible controller", "0300", "VMware SVGA II Adapter", "15ad:0405", 0, "vmwgfx");
        add(
                all,
                "00:10.0",
                "SCSI storage controller",
                "0100",
                "LSI Logic / Symbios Logic 53c1030 PCI-X Fusion-MPT Dual Ultra320 SCSI",
                "1000:0030",
                1,
                "mptspi");
        add(all, "00:11.0", "PCI bridge", "0604", "VMware PCI bridge", "15ad:0790", 2, "");
    }

    private static void intel(List<Device> all) {
        String north = INTEL + "Xeon E7 v3/Xeon E5 v3/Core i7 ";
        add(all, "00:00.0", "Host bridge", "0600", north + "DMI2", "8086:2f00", 2, "");
        add(all, "00:01.0", "PCI bridge", "0604", north + "PCI Express Root Port 1", "8086:2f02", 2, "pcieport");
        add(
                all,
                "00:1f.0",
                "ISA bridge",
                "0601",
                INTEL + "C610/X99 series chipset LPC Controller",
                "8086:8d44",
                5,
                "lpc_ich");
        add(
                all,
                "00:1f.2",
                "SATA controller",
                "0106",
                INTEL + "C610/X99 series chipset 6-Port SATA Controller [AHCI mode]",
                "8086:8d02",
                5,
                "ahci");
    }

    private static void amd(List<Device> all) {
        add(all, "00:00.0", "Host bridge", "0600", AMD + "Starship/Matisse Root Complex", "1022:1480", 0, "");
        add(all, "00:00.2", "IOMMU", "0806", AMD + "Starship/Matisse IOMMU", "1022:1481", 0, "");
        add(all, "00:01.1", "PCI bridge", "0604", AMD + "Starship/Matisse GPP Bridge", "1022:1483", 0, "pcieport");
        add(all, "00:03.1", "PCI bridge", "0604", AMD + "Starship/Matisse GPP Bridge", "1022:1483", 0, "pcieport");
        add(all, "00:14.3", "ISA bridge", "0601", AMD + "FCH LPC Bridge", "1022:790e", 0x51, "");
        add(
                all,
                "02:00.0",
                "SATA controller",
                "0106",
                AMD + "FCH SATA Controller [AHCI mode]",
                "1022:7901",
                0x51,
                "ahci");
    }
}
