package org.ringlab.hypervisor.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.Settings;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.hardware.HardwareMonitor;

/** One driver's work — so many packets of so many bytes — with a device that is emulated, para-virtual, or passed through. */
public final class DeviceComparison {
    /** The ways. */
    public enum Way {
        /** Registers whose every access leaves the guest. */
        EMULATED("emulated"),
        /** A ring in memory, and a notification for a batch. */
        PARAVIRTUAL("para-virtual"),
        /** The real device, behind an IOMMU. */
        PASSED_THROUGH("passed through"),
        /** The real device without an IOMMU. */
        WITHOUT_IOMMU("without IOMMU");

        private final String title;

        Way(String title) {
            this.title = title;
        }

        /** As it is told. */
        public String title() {
            return title;
        }
    }

    /**
     * What came of one way.
     *
     * @param right whether the bytes that were sent are the guest's
     * @param problem what went wrong, empty if nothing did
     */
    public record Row(
            Way way, Ending ending, long packets, long bytes, long exits, long cycles, boolean right, String problem) {
        /** Bytes for each exit; all of them where there was none. */
        public long bytesPerExit() {
            return bytes / Math.max(1, exits);
        }
    }

    private DeviceComparison() {}

    /**
     * All ways.
     *
     * @param packets 1 to 200
     * @param bytes of a packet, 1 to 1,500
     * @param batch packets for one notification, 1 or more
     */
    public static List<Row> run(int packets, int bytes, int batch, Settings settings) {
        List<Row> rows = new ArrayList<>();
        for (Way way : Way.values()) {
            rows.add(run(way, packets, bytes, batch, settings));
        }
        return rows;
    }

    private static Row run(Way way, int packets, int bytes, int batch, Settings settings) {
        GuestImage image = Objects.requireNonNull(GuestBuild.build("driver", source(way, packets, bytes, batch), false)
                .image());
        VirtualMachine vm = new VirtualMachine(image, settings);
        HardwareMonitor monitor = new HardwareMonitor(vm, Method.VMX);
        Iommu iommu = way == Way.WITHOUT_IOMMU ? Iommu.none() : Iommu.empty();
        for (long page = 0; page < vm.memory().bytes(); page += 4096) {
            iommu.map(page, vm.memory().host(page));
        }
        boolean direct = way == Way.PASSED_THROUGH || way == Way.WITHOUT_IOMMU;
        NetworkCard card = new NetworkCard(vm.machine(), direct ? iommu::translate : vm.memory()::host);
        if (direct) {
            monitor.passThrough(card, NetworkCard.FIRST_PORT, NetworkCard.LAST_PORT);
        } else {
            vm.board().attach(card);
        }
        Ending ending = monitor.run();
        boolean right = card.checksum() == expected(packets, bytes) && card.packets() == packets;
        String problem = "";
        if (!card.faults().isEmpty()) {
            problem = card.faults().getFirst();
        } else if (!right) {
            problem = "the device took guest-physical " + Hex.of(DATA) + " for host-physical and sent what lies there";
        }
        return new Row(
                way,
                ending,
                card.packets(),
                card.bytes(),
                vm.counters().get(Counter.EXITS),
                vm.cycles(),
                right,
                problem);
    }

    private static final long DATA = 0x5_0000;

    private static long expected(int packets, int bytes) {
        long checksum = 0;
        for (int packet = 0; packet < packets; packet++) {
            for (int i = 0; i < bytes; i++) {
                checksum = checksum * 31 + (i * 7 + 3 & 0xFF);
            }
        }
        return checksum;
    }

    private static String source(Way way, int packets, int bytes, int batch) {
        String fill = """
                start:
                    mov esp, 0x8000
                    mov edi, 0x50000
                    mov ecx, %d
                    mov al, 3
                fill:
                    mov [edi], al
                    inc edi
                    add al, 7
                    dec ecx
                    jnz fill
                    mov ebp, %d             # packets to send
                """.formatted(bytes, packets);
        String registers = """
                next:
                    mov dx, 0x300
                    mov eax, 0x50000
                    out dx, eax             # address
                    mov dx, 0x304
                    mov eax, %d
                    out dx, eax             # length
                    mov dx, 0x308
                    out dx, eax             # send
                    mov dx, 0x30c
                    in eax, dx              # sent?
                    dec ebp
                    jnz next
                """.formatted(bytes);
        String ring = """
                    xor ebx, ebx            # packets in the ring so far
                    xor esi, esi            # of this batch
                next:
                    mov eax, ebx
                    and eax, 255
                    mov dword [0x40010 + eax * 8], 0x50000
                    mov dword [0x40014 + eax * 8], %d
                    inc ebx
                    mov [0x40000], ebx
                    inc esi
                    cmp esi, %d
                    jb later
                    mov dx, 0x310
                    out dx, eax             # the doorbell
                    xor esi, esi
                later:
                    dec ebp
                    jnz next
                    test esi, esi
                    jz all
                    mov dx, 0x310
                    out dx, eax
                all:
                """.formatted(bytes, batch);
        String off = """
                    mov dx, 0x604
                    mov ax, 0x2000
                    out dx, ax
                    hlt
                """;
        return fill + (way == Way.PARAVIRTUAL ? ring : registers) + off;
    }
}
