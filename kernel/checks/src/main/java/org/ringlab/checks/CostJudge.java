package org.ringlab.checks;

import java.util.List;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.event.PacketEvent;

/** Judges what rules cost; {@link Observation#found} is {@code within} or {@code too-many}. */
final class CostJudge {
    private CostJudge() {}

    static Finding judge(Check.Cost check, Lab lab) {
        if (!lab.hasHost(check.host())) {
            return Finding.noHost(check.host());
        }
        long count = count(check, lab);
        long start = check.relative() ? count(check, Lab.boot(lab.spec())) : 0;
        long most = check.relative() ? start * check.atMost() / 100 : check.atMost();
        Text before = check.relative() ? new Text("（开始时是 " + start + "）", " (" + start + " at the start)") : Text.NONE;
        Text what = check.matches() ? new Text("比较条件", "conditions compared") : new Text("查看规则", "rules looked at");
        Text words = new Text(
                "这些流量一共" + what.zh() + " " + count + " 次，最多允许 " + most + " 次" + before.zh() + "。",
                count + " " + what.en() + " for this traffic, at most " + most + " wanted" + before.en() + ".");
        boolean within = count <= most;
        Observation seen = Observation.of(check.host(), within ? "within" : "too-many", words.en());
        return Finding.explained(within, seen, List.of(), List.of(words), Text.NONE);
    }

    private static long count(Check.Cost check, Lab lab) {
        int mark = lab.events().size();
        ProbeJudge.send(check.traffic(), lab);
        List<PacketEvent> events = lab.events().subList(mark, lab.events().size());
        Comparisons all = Comparisons.of(events, check.host(), check.chain());
        return check.matches() ? all.matches() : all.rules();
    }
}
