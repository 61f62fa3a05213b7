package org.ringlab.host.machine;

import java.util.List;
import org.ringlab.host.HostSpec;
import org.ringlab.host.HostSpec.InterfaceSpec;
import org.ringlab.host.files.FileSystem;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/**
 * What a lab file says about a host's network, as the files from which the host's network comes up at every later boot
 * (initscripts' sysconfig.txt).
 */
public final class NetworkFiles {
    /** Where the files of interfaces and routes are. */
    public static final String SCRIPTS = "/etc/sysconfig/network-scripts/";

    private NetworkFiles() {}

    /** Writes them. */
    public static void install(FileSystem files, HostSpec host) {
        files.install(
                SCRIPTS + "ifcfg-lo",
                "DEVICE=lo\nIPADDR=127.0.0.1\nNETMASK=255.0.0.0\nNETWORK=127.0.0.0\nBROADCAST=127.255.255.255\nONBOOT=yes\n"
                        + "NAME=loopback\n");
        for (InterfaceSpec card : host.interfaces()) {
            files.install(SCRIPTS + "ifcfg-" + card.name(), ifcfg(card));
        }
        String forwards = host.forwarding() ? "net.ipv4.ip_forward = 1\n" : "";
        files.install("/etc/sysctl.conf", "# read at boot, and by `sysctl -p`\n" + forwards);
    }

    private static String ifcfg(InterfaceSpec card) {
        StringBuilder text = new StringBuilder("DEVICE=" + card.name() + "\nNAME=" + card.name() + "\n");
        text.append("ONBOOT=")
                .append(card.up() ? "yes" : "no")
                .append("\nBOOTPROTO=")
                .append(card.dhcp() ? "dhcp" : "none")
                .append("\nTYPE=Ethernet\n");
        List<Ipv4Prefix> addresses = card.addresses();
        for (int i = 0; i < addresses.size(); i++) {
            String number = i == 0 ? "" : String.valueOf(i);
            text.append("IPADDR")
                    .append(number)
                    .append('=')
                    .append(addresses.get(i).address())
                    .append('\n');
            text.append("PREFIX")
                    .append(number)
                    .append('=')
                    .append(addresses.get(i).length())
                    .append('\n');
        }
        return text.toString();
    }
}
