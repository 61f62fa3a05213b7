package org.ringlab.host.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** Hosts on one switch: {@code n1}, {@code n2} … at 192.168.1.1, 192.168.1.2 … */
public final class SmallLabs {
    private SmallLabs() {}

    /** So many hosts of CentOS 7. */
    public static Lab hosts(int number) {
        return hosts(number, "centos7");
    }

    /** So many hosts of a profile. */
    public static Lab hosts(int number, String profile) {
        Map<String, Object> hosts = new LinkedHashMap<>();
        for (int i = 1; i <= number; i++) {
            hosts.put(
                    "n" + i,
                    Map.of(
                            "interfaces",
                            Map.of("eth0", Map.of("segment", "lan", "address", "192.168.1." + i + "/24"))));
        }
        return Lab.boot(
                LabSpec.read(Map.of("name", "small", "profile", profile, "segments", List.of("lan"), "hosts", hosts))
                        .orThrow());
    }

    /** What commands print, both streams in their order. */
    public static String say(Lab lab, String host, String... lines) {
        CommandResult result = lab.run(host, String.join("\n", lines));
        StringBuilder text = new StringBuilder();
        result.printed().forEach(p -> text.append(p.text()));
        return text.toString();
    }
}
