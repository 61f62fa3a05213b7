package org.ringlab.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.ringlab.display.Layout.Bar;
import org.ringlab.display.Layout.Box;
import org.ringlab.display.Svg.Font;
import org.ringlab.display.Topology.Node;
import org.ringlab.display.Topology.Port;

/** Draws a topology: hosts, interfaces with addresses, segments, what is switched on and what is down. */
public final class TopologySvg {
    private final Topology topology;
    private final Language language;
    private final Layout layout;

    /** A drawing's base; {@link JourneySvg} draws more on it. */
    TopologySvg(Topology topology, Language language) {
        this.topology = topology;
        this.language = language;
        this.layout = Layout.of(topology);
    }

    /** One {@code svg} element: well-formed XML that may also stand inside HTML, with nothing to load. */
    public static String draw(Topology topology, Language language) {
        TopologySvg drawing = new TopologySvg(topology, language);
        Svg svg = drawing.begin(language.pick("网络拓扑", "Network topology"), describe(topology, language), 0);
        drawing.drawOn(svg);
        return svg.finish();
    }

    /** The same in words, a host a line: for screen readers and for {@code text/plain}. */
    public static String describe(Topology topology, Language language) {
        List<String> lines = new ArrayList<>();
        for (Node host : topology.hosts()) {
            String ports = host.ports().stream().map(p -> inWords(p, language)).collect(Collectors.joining(", "));
            lines.add(host.name()
                    + (host.forwarding() ? language.pick("（转发：开）", " (forwarding on)") : "")
                    + ": "
                    + (ports.isEmpty() ? language.pick("没有网卡", "no interface") : ports));
        }
        return String.join("\n", lines);
    }

    private static String inWords(Port port, Language language) {
        String addresses =
                port.addresses().isEmpty() ? language.pick("无地址", "no address") : String.join(" ", port.addresses());
        String segment = port.segment().isEmpty() ? "" : " [" + port.segment() + "]";
        return port.name() + " " + addresses + segment + (port.up() ? "" : language.pick(" 已停用", " down"));
    }

    /** Opens the drawing with {@code more} pixels of room below the topology. */
    Svg begin(String title, String description, int more) {
        return new Svg(Math.max(layout.width(), 360), layout.height() + more, title, description);
    }

    /** Draws cables, segments and hosts. */
    void drawOn(Svg svg) {
        topology.hosts().forEach(host -> host.ports().forEach(port -> cable(svg, host, port)));
        layout.bars().forEach((name, bar) -> segment(svg, name, bar));
        topology.hosts().forEach(host -> host(svg, host));
    }

    private void cable(Svg svg, Node host, Port port) {
        Bar bar = layout.bars().get(port.segment());
        if (bar != null) {
            int y = rowOf(host.name(), port.name());
            String stroke = port.up() ? Palette.CABLE : Palette.BAD;
            svg.line(edgeOf(host.name(), bar), y, bar.x(), y, 2, stroke, port.up() ? "" : "4 5");
        }
    }

    private void segment(Svg svg, String name, Bar bar) {
        svg.group(language.pick("网段（交换机）", "segment (a switch): ") + name);
        svg.rect(bar.x() - 5, bar.top(), 10, bar.bottom() - bar.top(), 5, Palette.CABLE, "none");
        double y = bar.labelBelow() ? bar.bottom() + 16 : bar.top() - 8;
        svg.text(
                bar.x(), y, Labels.fit(name, 110, 12), Font.of(12, Palette.SOFT).middle());
        svg.end();
    }

    private void host(Svg svg, Node host) {
        Box box = boxOf(host.name());
        svg.group(describe(new Topology(List.of(host)), language));
        svg.rect(box.x(), box.y(), box.width(), box.height(), 8, Palette.PANEL, Palette.SOFT);
        boolean badge = host.forwarding() || isBetweenNetworks(host);
        String name = Labels.fit(host.name(), badge ? 96 : 190, 14);
        svg.text(box.x() + 12, box.y() + 22, name, Font.of(14, Palette.INK).strong());
        if (badge) {
            badge(svg, host.forwarding(), box);
        }
        for (Port port : host.ports()) {
            port(svg, host, port, box);
        }
        svg.end();
    }

    /** Whether forwarding matters here, so that its being off is worth a badge. */
    private static boolean isBetweenNetworks(Node host) {
        return host.ports().stream()
                        .map(Port::segment)
                        .filter(s -> !s.isEmpty())
                        .distinct()
                        .count()
                > 1;
    }

    private void badge(Svg svg, boolean on, Box box) {
        String text = on ? language.pick("转发：开", "forwarding on") : language.pick("转发：关", "forwarding off");
        int width = language == Language.ZH ? 66 : 96;
        int x = box.x() + box.width() - width - 8;
        svg.group("net.ipv4.ip_forward = " + (on ? 1 : 0));
        svg.rect(x, box.y() + 7, width, 20, 10, on ? Palette.ON : Palette.OFF, "none");
        svg.text(x + width / 2.0, box.y() + 21, text, Font.of(12, Palette.CARD).middle());
        svg.end();
    }

    private void port(Svg svg, Node host, Port port, Box box) {
        int y = rowOf(host.name(), port.name());
        Bar bar = layout.bars().get(port.segment());
        if (bar != null) {
            String fill = port.up() ? Palette.ON : Palette.CARD;
            svg.circle(edgeOf(host.name(), bar), y, 5, fill, port.up() ? Palette.ON : Palette.BAD);
        }
        Font font = Font.of(12, port.up() ? Palette.INK : Palette.BAD);
        String name = port.name() + (port.up() ? "" : language.pick("（停用）", " (down)"));
        svg.text(box.x() + 12, y + 4, Labels.fit(name, 84, 12), font);
        List<String> lines =
                port.addresses().isEmpty() ? List.of(language.pick("无地址", "no address")) : port.addresses();
        for (int i = 0; i < lines.size(); i++) {
            svg.text(
                    box.x() + box.width() - 12,
                    y + 4 + i * Layout.ROW,
                    lines.get(i),
                    font.end().code());
        }
    }

    Layout layout() {
        return layout;
    }

    Box boxOf(String host) {
        Box box = layout.boxes().get(host);
        if (box == null) {
            throw new IllegalArgumentException("no host named " + host + " in this topology");
        }
        return box;
    }

    /** The middle of an interface's row. */
    int rowOf(String host, String port) {
        Box box = boxOf(host);
        return box.rows().getOrDefault(port, box.y() + Layout.HEADER / 2);
    }

    /** The side of the host's box that looks at the bar. */
    int edgeOf(String host, Bar bar) {
        Box box = boxOf(host);
        return bar.x() > box.x() ? box.x() + box.width() : box.x();
    }
}
