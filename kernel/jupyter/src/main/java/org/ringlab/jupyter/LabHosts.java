package org.ringlab.jupyter;

import io.github.spencerpark.jupyter.messages.reply.CompleteReply;
import java.util.List;
import java.util.Map;
import org.ringlab.host.Completion;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.magic.MagicInsight;

/** What completion knows of the open lab. */
record LabHosts(Workbench bench) implements MagicInsight.Hosts {
    @Override
    public List<String> names() {
        return bench.session().lab().map(Lab::hostNames).orElse(List.of());
    }

    @Override
    public CompleteReply complete(String host, String text, int cursor) {
        Completion found = bench.session()
                .lab()
                .filter(lab -> lab.hasHost(host))
                .map(lab -> lab.complete(host, text, cursor))
                .orElse(new Completion(List.of(), cursor, cursor));
        return new CompleteReply(found.candidates(), found.start(), found.end(), Map.of());
    }

    @Override
    public String describe(String host, String text) {
        return bench.session()
                .lab()
                .filter(lab -> lab.hasHost(host))
                .map(lab -> lab.describe(host, text))
                .orElse("");
    }

    @Override
    public List<String> files() {
        return bench.files().labs();
    }
}
