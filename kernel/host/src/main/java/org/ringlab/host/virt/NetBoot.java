package org.ringlab.host.virt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ringlab.common.SimClock;
import org.ringlab.host.dhcp.ClientLease;
import org.ringlab.host.dhcp.DhcpClient;
import org.ringlab.host.software.BootPrograms;
import org.ringlab.host.tftp.TftpClient;
import org.ringlab.host.virt.Firmware.Started;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.stack.GuestCard;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.StackProfile;
import org.ringlab.netfilter.stack.Tap;
import org.ringlab.virt.domain.GuestPlan;

/**
 * Booting from the network, with real packets: iPXE asks for an address (DHCP), fetches the boot program it is told of
 * (TFTP), and that one, PXELINUX, fetches its configuration, a kernel and an initrd.
 */
final class NetBoot {
    private static final long PATIENCE = 30 * SimClock.SECOND;
    private static final String TIMED_OUT = "Connection timed out (http://ipxe.org/4c126035)";
    private static final String NO_FILE = "No such file or directory (http://ipxe.org/2d12603b)";

    private final HostVirt host;
    private final GuestPlan plan;
    private final Function<String, Optional<Tap>> taps;
    private final StringBuilder screen;

    NetBoot(HostVirt host, GuestPlan plan, Function<String, Optional<Tap>> taps, StringBuilder screen) {
        this.host = host;
        this.plan = plan;
        this.taps = taps;
        this.screen = screen;
    }

    /** Tries each card in turn. */
    Started run() {
        screen.append("\niPXE 1.0.0+ (133f4c) -- Open Source Network Boot Firmware -- http://ipxe.org\n"
                + "Features: DNS HTTP iSCSI TFTP AoE ELF MBOOT PXE bzImage Menu PXEXT\n\n");
        for (int i = 0; i < plan.nics().size(); i++) {
            NetStack stack = new NetStack(plan.name(), host.machine().stack().network(), StackProfile.LINUX, true);
            NetInterface card = plug(stack, plan.nics().get(i), i);
            Started started = from(stack, card, plan.nics().get(i));
            stack.links().remove(card);
            if (started != Started.NOTHING) {
                return started;
            }
        }
        screen.append("No more network devices\n\n");
        return Started.NOTHING;
    }

    private NetInterface plug(NetStack stack, GuestPlan.Nic nic, int number) {
        MacAddress mac = MacAddress.parse(nic.mac()).orElse(MacAddress.ZERO);
        NetInterface card = stack.links().addGuestCard("net" + number, mac);
        if (card.device() instanceof GuestCard device) {
            taps.apply(nic.tap()).ifPresent(tap -> tap.plug(device));
        }
        stack.setUp(card, true);
        return card;
    }

    private Started from(NetStack stack, NetInterface card, GuestPlan.Nic nic) {
        String driver = nic.model().equals("virtio") ? "virtio-net" : nic.model();
        screen.append(card.name() + ": " + card.mac() + " using " + driver + " (open)\n  [Link:"
                + (card.isRunning() ? "up" : "down") + ", TX:0 TXE:0 RX:0 RXE:0]\n");
        screen.append("Configuring (" + card.name() + " " + card.mac() + ")......");
        DhcpClient client = new DhcpClient(card, "", false, new Nothing(), text -> {});
        client.start(Optional.empty());
        stack.network().queue().runUntil(client::isSettled, PATIENCE);
        Optional<ClientLease> lease = client.lease();
        Optional<DhcpClient.BootFile> file = client.bootFile();
        client.stop();
        if (lease.isEmpty()) {
            screen.append(" No configuration methods succeeded (http://ipxe.org/040ee119)\n");
            return Started.NOTHING;
        }
        ClientLease has = lease.get();
        screen.append(" ok\n" + card.name() + ": " + has.address().address() + "/"
                + has.address().netmask()
                + has.router().map(r -> " gw " + r).orElse("") + "\n");
        if (file.isEmpty()) {
            screen.append("Nothing to boot: No such file or directory (http://ipxe.org/2d03e13b)\n");
            return Started.NOTHING;
        }
        Ipv4Address server = file.get().server();
        String name = file.get().name();
        screen.append("Next server: " + server + "\nFilename: " + name + "\ntftp://" + server + "/" + name + "...");
        Optional<String> program = switch (TftpClient.fetch(stack, server, name)) {
            case TftpClient.Result.Got got -> Optional.of(got.text());
            case TftpClient.Result.Refused refused -> failed(NO_FILE);
            case TftpClient.Result.TimedOut none -> failed(TIMED_OUT);
        };
        if (program.isEmpty()) {
            return Started.NOTHING;
        }
        screen.append(" ok\n");
        if (!program.get().startsWith(BootPrograms.PXELINUX)) {
            screen.append("Could not boot: Exec format error (http://ipxe.org/2e008081)\n");
            return Started.NOTHING;
        }
        String directory = name.substring(0, name.lastIndexOf('/') + 1);
        return new Pxelinux(stack, server, directory, has.address().address(), card.mac()).run();
    }

    private Optional<String> failed(String why) {
        screen.append(' ').append(why).append('\n');
        return Optional.empty();
    }

    /** Firmware keeps no lease and asks for no names. */
    private static final class Nothing implements DhcpClient.Environment {
        @Override
        public void keep(ClientLease lease) {}

        @Override
        public void resolver(List<Ipv4Address> servers, Optional<String> domain) {}
    }

    /** PXELINUX (core/fs/pxe): its configuration, then what that names. */
    private final class Pxelinux {
        private final NetStack stack;
        private final Ipv4Address server;
        private final String directory;
        private final Ipv4Address own;
        private final MacAddress mac;

        Pxelinux(NetStack stack, Ipv4Address server, String directory, Ipv4Address own, MacAddress mac) {
            this.stack = stack;
            this.server = server;
            this.directory = directory;
            this.own = own;
            this.mac = mac;
        }

        Started run() {
            screen.append("\nPXELINUX 4.05 0x5b6f6a4c  Copyright (C) 1994-2011 H. Peter Anvin et al\n");
            for (String name : names()) {
                Optional<String> text = fetch("pxelinux.cfg/" + name);
                if (text.isPresent()) {
                    return follow(text.get());
                }
            }
            screen.append("Could not find kernel image: linux\nboot: \n");
            return Started.NOTHING;
        }

        /** By UUID, by card, by address in hexadecimal digits one less each time, and the one for all. */
        private List<String> names() {
            List<String> names =
                    new ArrayList<>(List.of(plan.uuid(), "01-" + mac.toString().replace(':', '-')));
            String hex = String.format(Locale.ROOT, "%08X", own.bits());
            for (int length = hex.length(); length > 0; length--) {
                names.add(hex.substring(0, length));
            }
            names.add("default");
            return names;
        }

        private Optional<String> fetch(String file) {
            return TftpClient.fetch(stack, server, directory + file) instanceof TftpClient.Result.Got got
                    ? Optional.of(got.text())
                    : Optional.empty();
        }

        private Started follow(String configuration) {
            Map<String, String> entry = entry(configuration);
            String kernel = entry.getOrDefault("kernel", "linux");
            if (kernel.equals("local") || entry.containsKey("localboot")) {
                screen.append("Booting from local disk...\n");
                return Started.NOTHING;
            }
            screen.append("Loading " + kernel + "...");
            Optional<String> content = fetch(kernel);
            if (content.isEmpty()) {
                screen.append("\nCould not find kernel image: " + kernel + "\nboot: \n");
                return Started.NOTHING;
            }
            if (!InstallMedia.isKernel(content.get())) {
                screen.append("\nInvalid or corrupt kernel image.\nboot: \n");
                return Started.NOTHING;
            }
            String initrd = entry.getOrDefault("initrd", "");
            screen.append("\n");
            if (!initrd.isEmpty()) {
                screen.append("Loading " + initrd + "...");
                Optional<String> root = fetch(initrd);
                if (root.isEmpty()) {
                    screen.append("\nCould not find ramdisk image: " + initrd + "\nboot: \n");
                    return Started.NOTHING;
                }
                screen.append("ready.\n");
                if (InstallMedia.isInstaller(root.get())) {
                    return Started.INSTALLER;
                }
            }
            screen.append("Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)\n");
            return Started.NOTHING;
        }
    }

    /** What the default entry of a configuration says, in small letters; lines before the first label count everywhere. */
    private static Map<String, String> entry(String configuration) {
        Map<String, String> common = new LinkedHashMap<>();
        Map<String, Map<String, String>> labels = new LinkedHashMap<>();
        Map<String, String> into = common;
        for (String line : configuration.split("\n")) {
            String[] words = line.strip().split("\\s+", 2);
            String key = words[0].toLowerCase(Locale.ROOT);
            String value = words.length > 1 ? words[1].strip() : "";
            if (key.equals("label")) {
                into = new LinkedHashMap<>();
                labels.put(value, into);
            } else if (key.equals("menu") && value.toLowerCase(Locale.ROOT).startsWith("default")) {
                into.put("preferred", "");
            } else if (!key.isEmpty() && !key.startsWith("#")) {
                into.put(key.equals("linux") ? "kernel" : key, value);
            }
        }
        String wanted = common.getOrDefault("default", "");
        Map<String, String> chosen = new LinkedHashMap<>(labels.getOrDefault(
                wanted,
                labels.values().stream()
                        .filter(l -> l.containsKey("preferred"))
                        .findFirst()
                        .orElse(labels.values().stream().findFirst().orElse(Map.of("kernel", wanted)))));
        for (String word :
                chosen.getOrDefault("append", common.getOrDefault("append", "")).split("\\s+")) {
            if (word.startsWith("initrd=")) {
                chosen.putIfAbsent("initrd", word.substring("initrd=".length()));
            }
        }
        return chosen;
    }
}
