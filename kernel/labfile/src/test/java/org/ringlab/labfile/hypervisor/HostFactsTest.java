package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/**
 * CentOS 7's texts that couldn't be recorded: those checked against public transcripts have to agree to the letter;
 * those from memory are counted, and agree in what they say.
 */
class HostFactsTest {

    /** How each fact's host is set up: hardware, packages, what was typed before; facts about guests are held elsewhere. */
    private record Setting(
            boolean virtualisation, String cpu, List<String> packages, String selinux, List<String> before) {}

    private static Map<String, Setting> settings() {
        Map<String, Setting> all = new LinkedHashMap<>();
        Setting plain =
                new Setting(true, "intel", List.of("bridge-utils", "qemu-img", "qemu-kvm"), "enforcing", List.of());
        Setting none = new Setting(false, "intel", List.of(), "disabled", List.of());
        all.put("lsmod-intel", plain);
        all.put("lsmod-none", none);
        all.put("lsmod-onlykvm", new Setting(false, "intel", List.of(), "disabled", List.of("modprobe kvm")));
        all.put("lsmod-head", plain);
        all.put("modprobe-nohw", none);
        all.put("modprobe-missing", plain);
        all.put("cpuinfo-vmx", plain);
        all.put("getenforce-1", plain);
        all.put("getenforce-2", new Setting(true, "intel", List.of(), "enforcing", List.of("setenforce 0")));
        all.put("getenforce-3", none);
        all.put("setenforce-dis", none);
        all.put("brctl-none", plain);
        all.put("brctl-nodev", plain);
        all.put("ifup-missing", plain);
        all.put("qimg-create", plain);
        all.put(
                "qimg-overlay",
                new Setting(
                        true, "intel", plain.packages, "enforcing", List.of("qemu-img create -f qcow2 base.qcow2 8G")));
        all.put(
                "qimg-info",
                new Setting(
                        true, "intel", plain.packages, "enforcing", List.of("qemu-img create -f qcow2 vm1.qcow2 10G")));
        return all;
    }

    @Test
    void checkedTextsAgree() throws IOException {
        List<String> differences = new ArrayList<>();
        int checked = 0;
        int remembered = 0;
        for (Map<String, Object> row : Recording.rows("host-facts.jsonl")) {
            Setting setting = settings().get(Objects.toString(row.get("id")));
            if (setting == null) {
                continue;
            }
            boolean isChecked = Boolean.TRUE.equals(row.get("checked"));
            checked += isChecked ? 1 : 0;
            remembered += isChecked ? 0 : 1;
            CommandResult result = lab(setting).run("kvm1", Objects.toString(row.get("cmd")));
            boolean same = Objects.equals(row.get("stdout"), result.stdout())
                    && Objects.equals(row.get("stderr"), result.stderr())
                    && Objects.equals(row.get("rc"), result.status());
            if (!same) {
                differences.add(row.get("id") + (isChecked ? " " : " (from memory) ") + result);
            }
        }
        System.out.println(
                "host-facts.jsonl: " + checked + " checked and " + remembered + " remembered texts compared");
        assertEquals(List.of(), differences);
        assertTrue(checked > 8, "checked texts");
    }

    private static Lab lab(Setting setting) {
        Map<String, Object> host = new LinkedHashMap<>();
        host.put("hardware", Map.of("cpu", setting.cpu, "virtualisation", setting.virtualisation));
        host.put("packages", setting.packages);
        host.put("selinux", setting.selinux);
        host.put("interfaces", Map.of("ens33", Map.of("segment", "lan", "address", "192.168.66.11/24")));
        host.put("setup", setting.before);
        return Lab.boot(LabSpec.read(Map.of("name", "facts", "profile", "centos7", "hosts", Map.of("kvm1", host)))
                .orThrow());
    }
}
