package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringlab.host.capture.CapturedPacket;
import org.ringlab.host.capture.PacketPrinter;
import org.ringlab.host.capture.Pcap;
import org.ringlab.host.capture.PrintStyle;

/** A capture as a table: number, seconds since the first packet, and the packet as tcpdump prints it. */
public final class PacketTable {
    /** Rows that one table shows at most; the file holds all packets. */
    public static final int SHOWN = 200;

    private static final PrintStyle PLAIN =
            new PrintStyle(true, 0, false, false, false, 1, PrintStyle.Dump.NONE, false, false);

    private PacketTable() {}

    private record Row(int number, String seconds, String packet) {}

    private static List<Row> rows(Pcap pcap) {
        PacketPrinter printer = new PacketPrinter(pcap.link(), PLAIN, Object::toString);
        List<Row> rows = new ArrayList<>();
        for (CapturedPacket packet : pcap.packets()) {
            if (rows.size() == SHOWN) {
                break;
            }
            long micros = packet.micros() - pcap.packets().getFirst().micros();
            String seconds = String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
            rows.add(new Row(rows.size() + 1, seconds, printer.print(packet).strip()));
        }
        return rows;
    }

    /** The table in plain text. */
    public static String text(Pcap pcap, Language language) {
        StringBuilder text = new StringBuilder();
        for (Row row : rows(pcap)) {
            text.append(String.format(Locale.ROOT, "%4d %12s  %s%n", row.number, row.seconds, row.packet));
        }
        return text + remark(pcap, language);
    }

    /** The table as HTML. */
    public static String html(Pcap pcap, Language language) {
        Xml xml = new Xml();
        if (!pcap.packets().isEmpty()) {
            xml.open("table", "class", "rl-packets").open("tr");
            xml.element("th", language.pick("序号", "No."));
            xml.element("th", language.pick("时间（秒）", "Time (s)"));
            xml.element("th", language.pick("报文", "Packet")).close("tr").line();
            for (Row row : rows(pcap)) {
                xml.open("tr").element("td", String.valueOf(row.number)).element("td", row.seconds);
                xml.open("td")
                        .element("code", row.packet)
                        .close("td")
                        .close("tr")
                        .line();
            }
            xml.close("table").line();
        }
        return xml.element("p", remark(pcap, language)).toString();
    }

    private static String remark(Pcap pcap, Language language) {
        int count = pcap.packets().size();
        if (count == 0) {
            return language.pick("还没有报文。", "No packets yet.");
        }
        String all = language.pick("共 " + count + " 个报文。", count == 1 ? "1 packet." : count + " packets.");
        String shown = language.pick("这里只显示前 " + SHOWN + " 个。", " The first " + SHOWN + " are shown.");
        return count > SHOWN ? all + shown : all;
    }
}
