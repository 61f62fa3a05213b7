package org.ringlab.jupyter.magic;

import java.util.List;
import org.ringlab.display.CostView;
import org.ringlab.host.Lab;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;
import org.ringlab.netfilter.event.PacketEvent;

/** {@code %cost HOST [last]}: what a host's rules cost, over all packets since boot or those of the last command. */
public final class CostMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public CostMagic(Workbench bench) {
        super(bench, "%cost HOST [last]", Text.ABOUT_COST);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        String host = call.argument(0).orElse("");
        if (!lab.hasHost(host)) {
            throw new MagicFailureException(
                    say(Text.NO_SUCH_HOST, host), say(Text.HINT_HOSTS, String.join(", ", lab.hostNames())));
        }
        boolean last = call.argument(1).filter("last"::equals).isPresent();
        List<PacketEvent> events =
                last ? session().eventsOf(session().lastWithEvents()).orElse(List.of()) : lab.events();
        call.output()
                .stdout(CostView.text(
                                lab.machine(host).stack(), events, messages().language()) + "\n");
    }
}
