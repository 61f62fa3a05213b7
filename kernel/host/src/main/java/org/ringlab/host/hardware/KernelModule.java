package org.ringlab.host.hardware;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.host.Profile;

/**
 * A part of the kernel that can be loaded.
 *
 * @param name with underscores
 * @param size bytes, as {@code lsmod} shows them
 * @param needs the modules it needs, which are loaded first
 * @param parameters its settings with the values they have where nobody says otherwise
 * @param file where it is, below the kernel's directory
 */
public record KernelModule(String name, int size, List<String> needs, Map<String, String> parameters, String file) {
    private static final String NET =
            "(nf_|ip_|xt_|ipt_|iptable_).*|ipip|ip_gre|gre|vxlan|veth|8021q|dummy|br_netfilter|openvswitch";

    /** The module of that name; empty where the kernel has none. */
    public static Optional<KernelModule> named(String word, Profile profile) {
        String name = word.replace('-', '_');
        boolean old = profile == Profile.CENTOS7;
        return switch (name) {
            case "irqbypass" -> of(name, old ? 13_503 : 16_384, "kernel/virt/lib");
            case "kvm" -> of(name, old ? 637_515 : 1_146_880, "kernel/arch/x86/kvm", "irqbypass");
            case "kvm_intel" ->
                of(name, old ? 188_740 : 380_928, "kernel/arch/x86/kvm", "kvm")
                        .map(m -> m.with("nested", old ? "N" : "Y")
                                .with("ept", "Y")
                                .with("vpid", "Y"));
            case "kvm_amd" ->
                of(name, old ? 2_177_304 : 126_976, "kernel/arch/x86/kvm", "kvm")
                        .map(m -> m.with("nested", "1").with("npt", "1"));
            case "llc" -> of(name, old ? 14_552 : 16_384, "kernel/net/llc");
            case "stp" -> of(name, old ? 12_976 : 16_384, "kernel/net/802", "llc");
            case "bridge" -> of(name, old ? 151_336 : 294_912, "kernel/net/bridge", "stp", "llc");
            case "tun" -> of(name, old ? 31_740 : 61_440, "kernel/drivers/net");
            case "vhost" -> of(name, old ? 48_851 : 57_344, "kernel/drivers/vhost");
            case "macvtap" -> of(name, old ? 22_796 : 24_576, "kernel/drivers/net");
            case "vfio" -> of(name, old ? 32_657 : 65_536, "kernel/drivers/vfio");
            case "vfio_iommu_type1" -> of(name, old ? 22_440 : 49_152, "kernel/drivers/vfio", "vfio");
            case "vfio_pci" -> of(name, old ? 41_412 : 16_384, "kernel/drivers/vfio/pci", "irqbypass", "vfio");
            case "vhost_net" ->
                of(name, old ? 22_507 : 36_864, "kernel/drivers/vhost", "vhost", "tun")
                        .map(m -> m.with("experimental_zcopytx", old ? "0" : "1"));
            default -> name.matches(NET) ? of(name, 16_384, "kernel/net") : Optional.empty();
        };
    }

    private static Optional<KernelModule> of(String name, int size, String directory, String... needs) {
        return Optional.of(new KernelModule(name, size, List.of(needs), Map.of(), directory));
    }

    private KernelModule with(String parameter, String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(parameter, value);
        return new KernelModule(name, size, needs, more, file);
    }
}
