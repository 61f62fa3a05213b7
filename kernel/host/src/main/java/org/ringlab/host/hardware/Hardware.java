package org.ringlab.host.hardware;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A computer as built.
 *
 * @param cpu who made its processor
 * @param virtualisation whether the processor can run guests ({@code vmx}, {@code svm}); a guest's shows it with nested
 *     virtualisation only
 * @param firmware whether the firmware's switch lets it
 * @param cores its logical processors
 * @param memoryMib its memory in MiB
 * @param disksGib its disks' sizes in GiB, sda first
 * @param hypervisor who it is a guest of ({@code VMware}); empty for a machine of its own
 * @param kernel the release of a kernel built without modules; empty for the distribution's
 */
public record Hardware(
        Cpu cpu,
        boolean virtualisation,
        boolean firmware,
        int cores,
        int memoryMib,
        List<Integer> disksGib,
        Optional<String> hypervisor,
        Optional<String> kernel) {
    /** What a lab file's host is built of where it doesn't say. */
    public static final Hardware PLAIN =
            new Hardware(Cpu.INTEL, false, true, 1, 2048, List.of(20), Optional.empty(), Optional.empty());

    private static final String COMMON =
            "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ss ht syscall nx pdpe1gb rdtscp lm constant_tsc nopl xtopology";

    /** A maker of processors, with what its ability to run guests is called. */
    public enum Cpu {
        /** Intel, with VT-x. */
        INTEL("GenuineIntel", "Intel(R) Xeon(R) CPU E5-2680 v3 @ 2.50GHz", 6, 63, "vmx", "VT-x", "kvm_intel"),
        /** AMD, with AMD-V. */
        AMD("AuthenticAMD", "AMD EPYC 7302 16-Core Processor", 23, 49, "svm", "AMD-V", "kvm_amd");

        private static final List<String> TEXTS =
                Arrays.stream(values()).map(Cpu::text).toList();

        private final String vendor;
        private final String model;
        private final int family;
        private final int number;
        private final String flag;
        private final String feature;
        private final String module;

        Cpu(String vendor, String model, int family, int number, String flag, String feature, String module) {
            this.vendor = vendor;
            this.model = model;
            this.family = family;
            this.number = number;
            this.flag = flag;
            this.feature = feature;
            this.module = module;
        }

        /** As written in a lab file. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kernel module that runs guests on it. */
        public String module() {
            return module;
        }

        /** What it calls that ability. */
        public String feature() {
            return feature;
        }

        /** Its vendor as the processor says it. */
        public String vendor() {
            return vendor;
        }

        /** Its model's name. */
        public String model() {
            return model;
        }

        /** Family and model numbers. */
        public List<Integer> numbers() {
            return List.of(family, number);
        }

        /** All as written. */
        public static List<String> texts() {
            return TEXTS;
        }
    }

    /** The same with so many processors, MiB of memory, and one disk of so many GiB. */
    public Hardware with(int processors, int memory, int disk) {
        return new Hardware(cpu, virtualisation, firmware, processors, memory, List.of(disk), hypervisor, kernel);
    }

    /** The processor's flags as {@code /proc/cpuinfo} lists them. */
    public String flags() {
        String own = cpu == Cpu.INTEL
                ? " arch_perfmon tsc_reliable nonstop_tsc eagerfpu pni pclmulqdq" + (virtualisation ? " vmx" : "")
                        + " ssse3 fma cx16 pcid sse4_1 sse4_2 x2apic movbe popcnt tsc_deadline_timer aes xsave avx f16c rdrand"
                : " tsc_reliable nonstop_tsc eagerfpu extd_apicid pni pclmulqdq ssse3 fma cx16 sse4_1 sse4_2 x2apic movbe popcnt aes xsave avx f16c rdrand";
        String guest = hypervisor.isPresent() ? " hypervisor" : "";
        String last = cpu == Cpu.INTEL
                ? " lahf_lm abm 3dnowprefetch" + (virtualisation ? " ept vpid tpr_shadow vnmi" : "")
                        + " fsgsbase tsc_adjust bmi1 avx2 smep bmi2 invpcid xsaveopt arat"
                : " lahf_lm" + (virtualisation ? " svm" : "")
                        + " extapic cr8_legacy abm sse4a misalignsse 3dnowprefetch osvw"
                        + (virtualisation ? " npt nrip_save" : "") + " fsgsbase bmi1 avx2 smep bmi2 arat";
        return COMMON + own + guest + last;
    }

    /** Whether guests can run on it: the ability is there and switched on. */
    public boolean runsGuests() {
        return virtualisation && firmware;
    }

    /** {@code /proc/cpuinfo}. */
    public String cpuinfo() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cores; i++) {
            List<String> lines = List.of(
                    "processor\t: " + i,
                    "vendor_id\t: " + cpu.vendor,
                    "cpu family\t: " + cpu.family,
                    "model\t\t: " + cpu.number,
                    "model name\t: " + cpu.model,
                    "stepping\t: 2",
                    "microcode\t: 0x3a",
                    "cpu MHz\t\t: 2494.224",
                    "cache size\t: 30720 KB",
                    "physical id\t: 0",
                    "siblings\t: " + cores,
                    "core id\t\t: " + i,
                    "cpu cores\t: " + cores,
                    "apicid\t\t: " + i,
                    "initial apicid\t: " + i,
                    "fpu\t\t: yes",
                    "fpu_exception\t: yes",
                    "cpuid level\t: 13",
                    "wp\t\t: yes",
                    "flags\t\t: " + flags(),
                    "bogomips\t: 4988.44",
                    "clflush size\t: 64",
                    "cache_alignment\t: 64",
                    "address sizes\t: 42 bits physical, 48 bits virtual",
                    "power management:",
                    "");
            text.append(String.join("\n", lines)).append('\n');
        }
        return text.toString();
    }

    /** {@code /proc/meminfo}: a machine that has just booted. */
    public String meminfo() {
        long total = memoryMib * 1024L - 120_000;
        StringBuilder text = new StringBuilder();
        line(text, "MemTotal", total);
        line(text, "MemFree", total - 400_000);
        line(text, "MemAvailable", total - 250_000);
        line(text, "Buffers", 2_108);
        line(text, "Cached", 210_000);
        line(text, "SwapCached", 0);
        line(text, "SwapTotal", 2_097_148);
        line(text, "SwapFree", 2_097_148);
        text.append("HugePages_Total:       0\nHugePages_Free:        0\n");
        line(text, "Hugepagesize", 2048);
        return text.toString();
    }

    private static void line(StringBuilder text, String name, long kib) {
        text.append(String.format(Locale.ROOT, "%-15s%9d kB\n", name + ":", Math.max(0, kib)));
    }
}
