package org.ringlab.host.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ringlab.virt.Generation;

/** Rows {@code {"id", "kind", "xml"}}: what libvirt makes of a document of a domain, a network or a pool. */
public final class DocumentReplay {
    private final Generation generation;

    /** For hosts with that libvirt. */
    public DocumentReplay(Generation generation) {
        this.generation = generation;
    }

    /** Answers a row: {@code {"id", "schema_rc", "define_rc", "define_text", "dumpxml"}}, each on a fresh host. */
    public Map<String, Object> answer(Map<String, ?> row) {
        String id = Objects.toString(row.get("id"), "");
        String kind = Objects.toString(row.get("kind"), "domain");
        String file = id + ".xml";
        RecordedHosts hosts = new RecordedHosts(generation, "documents", "/dev/kvm present");
        hosts.begin(List.of(), Map.of(), Map.of(file, Objects.toString(row.get("xml"), "")));
        String prefix = kind.equals("domain") ? "" : kind.equals("network") ? "net-" : "pool-";
        RecordedHosts.Answer schema =
                hosts.run("kvm1", "virt-xml-validate " + file + " " + (kind.equals("pool") ? "storagepool" : kind));
        RecordedHosts.Answer define = hosts.run("kvm1", "virsh " + prefix + "define " + file);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", row.get("id"));
        told.put("schema_rc", schema.status());
        told.put("define_rc", define.status());
        told.put("define_text", define.out() + define.err());
        String out = define.out();
        int end = out.indexOf(" defined from");
        if (define.status() == 0 && end > 0) {
            String name = out.substring(out.indexOf(' ') + 1, end);
            told.put(
                    "dumpxml",
                    hosts.run("kvm1", "virsh " + prefix + "dumpxml " + "'" + name.replace("'", "") + "'")
                            .out());
        } else {
            told.put("dumpxml", "");
        }
        return told;
    }
}
