package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.ringlab.host.replay.HostReplay;
import org.ringlab.host.replay.IfcfgReplay;
import org.ringlab.host.replay.ModuleReplay;
import org.ringlab.virt.Generation;

/** Network scripts, kernel modules and bridge tools: everything that was recorded of them. */
class HostRecordingTest {
    @Test
    void networkScriptsMakeOfEveryPairOfFilesWhatTheRealOnesDo() throws IOException {
        agrees("ifcfg.jsonl", IfcfgReplay::answer, List.of("result", "works", "steps"));
    }

    @Test
    void modulesLoadAndRefuseAsOnRealProcessors() throws IOException {
        ModuleReplay replay = new ModuleReplay();
        agrees("kmod.jsonl", replay::answer, List.of("stdout", "stderr", "rc"));
    }

    @Test
    void bridgeAndNamespaceToolsSayWhatTheRealOnesSay() throws IOException {
        HostReplay replay = new HostReplay(Generation.EL7);
        agrees("host-tools.jsonl", replay::answer, List.of("stdout", "stderr", "rc"));
    }

    private static void agrees(
            String file, Function<Map<String, Object>, Map<String, Object>> replay, List<String> keys)
            throws IOException {
        List<String> differences = new ArrayList<>();
        int rows = 0;
        for (Map<String, Object> row : Recording.rows(file)) {
            Map<String, Object> answer = replay.apply(row);
            if (Recording.isWithheld(row)) {
                continue;
            }
            rows++;
            for (String key : keys) {
                String wanted = Recording.hidden(row.get(key)).replaceAll(" +\\(runs [^)]*\\)", "");
                String got = Recording.hidden(answer.get(key));
                if (!wanted.equals(got)) {
                    differences.add(row.get("id") + " " + key + "\n  wanted " + wanted + "\n  got    " + got);
                    break;
                }
            }
        }
        System.out.println(file + ": " + (rows - differences.size()) + " of " + rows + " given rows agree");
        assertEquals(List.of(), differences);
    }
}
