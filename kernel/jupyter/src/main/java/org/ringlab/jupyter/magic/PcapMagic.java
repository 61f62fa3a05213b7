package org.ringlab.jupyter.magic;

import java.util.List;
import java.util.Optional;
import org.ringlab.display.DownloadView;
import org.ringlab.display.Language;
import org.ringlab.display.PacketTable;
import org.ringlab.host.Lab;
import org.ringlab.host.capture.LabCapture;
import org.ringlab.host.capture.Pcap;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** {@code %pcap [HOST:INTERFACE]}: the packets of the lab so far, as a table and as a file for Wireshark. */
public final class PcapMagic extends LabMagicBase {
    /** For the lab of {@code bench}. */
    public PcapMagic(Workbench bench) {
        super(bench, "%pcap [HOST:INTERFACE]", Text.ABOUT_PCAP);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        Optional<String> place = call.argument(0);
        Pcap pcap = place.isPresent() ? at(lab, place.get()) : LabCapture.all(lab);
        String name = Views.fileName(lab.spec().name() + place.map(p -> "-" + p).orElse("")) + ".pcap";
        Language language = messages().language();
        String html = DownloadView.html(
                name,
                "application/vnd.tcpdump.pcap",
                pcap.toBytes(),
                say(Text.SAVE_PCAP, name),
                PacketTable.html(pcap, language));
        call.output().display(Views.drawn(PacketTable.text(pcap, language), html));
    }

    private Pcap at(Lab lab, String place) throws MagicFailureException {
        int colon = place.indexOf(':');
        String host = colon < 0 ? place : place.substring(0, colon);
        if (!lab.hasHost(host)) {
            throw new MagicFailureException(
                    say(Text.NO_SUCH_HOST, host), say(Text.HINT_HOSTS, String.join(", ", lab.hostNames())));
        }
        List<String> cards = lab.machine(host).stack().links().all().stream()
                .map(iface -> iface.name())
                .toList();
        String card = colon < 0 ? "" : place.substring(colon + 1);
        if (!cards.contains(card)) {
            throw new MagicFailureException(
                    say(Text.NO_SUCH_INTERFACE, host, card), say(Text.HINT_INTERFACES, host, String.join(", ", cards)));
        }
        return LabCapture.at(lab, host, card);
    }
}
