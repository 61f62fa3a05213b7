package org.ringlab.display;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainDef;
import org.ringlab.virt.domain.DomainState;

/** The guests of a host as virt-manager shows them: a list, a drawing of what is plugged into what, and each one's screen. */
public final class GuestsView {
    private static final int WIDTH = 560;
    private static final int ROW = 44;
    private static final int TOP = 34;
    private static final int SCREEN_LINES = 24;

    private GuestsView() {}

    /** All as text, a line a guest. */
    public static String text(String host, Libvirtd libvirtd, Language language) {
        if (!libvirtd.isRunning()) {
            return unconnected(language);
        }
        StringBuilder text = new StringBuilder(host + " · qemu:///system\n");
        for (Domain guest : libvirtd.domains().all()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-4s %-20s %-9s %6d MiB %3d vCPU%s\n",
                    guest.isActive() ? String.valueOf(guest.id()) : "-",
                    guest.name(),
                    guest.state().text(),
                    guest.def().memory() / 1024,
                    guest.def().vcpus(),
                    guest.isAutostart() ? "  autostart" : ""));
        }
        return text.toString();
    }

    /** virt-manager's words where no daemon answers. */
    private static String unconnected(Language language) {
        return language.pick(
                        "无法连接 libvirt qemu:///system：libvirtd 没有运行。",
                        "Unable to connect to libvirt qemu:///system: libvirtd isn't running.")
                + "\n";
    }

    /** All as HTML. */
    public static String html(String host, Libvirtd libvirtd, Language language) {
        Xml xml = new Xml().open("div", "class", "rl-view", "lang", language.code());
        if (!libvirtd.isRunning()) {
            return xml.element("p", unconnected(language).strip()).close("div").toString();
        }
        xml.open("figure").raw(drawing(host, libvirtd, language)).close("figure");
        for (Domain guest : libvirtd.domains().all()) {
            guest.guest().ifPresent(running -> {
                List<String> lines = running.screen().lines().toList();
                List<String> last = lines.subList(Math.max(0, lines.size() - SCREEN_LINES), lines.size());
                xml.open("details")
                        .element("summary", language.pick("屏幕：", "screen of ") + guest.name())
                        .element("pre", String.join("\n", last))
                        .close("details");
            });
        }
        return xml.close("div").toString();
    }

    /** Guests on the left, with their cables to the bridges on the right. */
    private static String drawing(String host, Libvirtd libvirtd, Language language) {
        List<Domain> guests = List.copyOf(libvirtd.domains().all());
        Map<String, Integer> bridges = new TreeMap<>();
        guests.forEach(g -> g.def().nics().forEach(nic -> bridge(libvirtd, nic).ifPresent(b -> bridges.put(b, 0))));
        int place = 0;
        for (Map.Entry<String, Integer> bridge : bridges.entrySet()) {
            bridge.setValue(TOP + ROW * place++);
        }
        int height = TOP + ROW * Math.max(1, Math.max(guests.size(), bridges.size())) + 6;
        Svg svg = new Svg(WIDTH, height, host + ": " + language.pick("客户机", "guests"), text(host, libvirtd, language));
        svg.text(
                14, 22, host + " · qemu:///system", Svg.Font.of(13, Palette.INK).strong());
        if (guests.isEmpty()) {
            svg.text(14, TOP + 24, language.pick("还没有客户机", "no guests yet"), Svg.Font.of(12, Palette.SOFT));
        }
        for (int i = 0; i < guests.size(); i++) {
            Domain guest = guests.get(i);
            int y = TOP + ROW * i;
            for (DomainDef.Nic nic : guest.def().nics()) {
                bridge(libvirtd, nic).ifPresent(bridge -> {
                    int to = bridges.getOrDefault(bridge, TOP);
                    svg.line(310, y + 18.0, 430, to + 18.0, 2, Palette.CABLE, guest.isActive() ? "" : "4 4");
                    nic.tap()
                            .ifPresent(tap -> svg.text(
                                    318,
                                    y + 13,
                                    tap,
                                    Svg.Font.of(10, Palette.SOFT).code()));
                });
            }
            svg.group(guest.name() + ": " + guest.state().text());
            svg.rect(14, y, 296, ROW - 8.0, 6, Palette.PANEL, colour(guest.state()));
            svg.text(24, y + 16, guest.name(), Svg.Font.of(13, Palette.INK).strong());
            svg.text(
                    24,
                    y + 30,
                    guest.state().text() + (guest.isActive() ? " · " + guest.id() : "") + " · "
                            + guest.def().memory() / 1024 + " MiB · "
                            + guest.def().vcpus() + " vCPU"
                            + (guest.isAutostart() ? " · autostart" : ""),
                    Svg.Font.of(11, Palette.SOFT));
            svg.end();
        }
        bridges.forEach((name, y) -> {
            svg.rect(430, y, 116, ROW - 8.0, 6, Palette.PANEL, Palette.CABLE);
            svg.text(488, y + 22, name, Svg.Font.of(12, Palette.INK).middle().code());
        });
        return svg.finish();
    }

    private static String colour(DomainState state) {
        return switch (state) {
            case RUNNING -> Palette.ON;
            case PAUSED -> Palette.ANSWER;
            case SHUT_OFF -> Palette.EDGE;
        };
    }

    private static Optional<String> bridge(Libvirtd libvirtd, DomainDef.Nic nic) {
        return switch (nic.type()) {
            case "bridge" -> nic.source();
            case "network" ->
                nic.source()
                        .flatMap(libvirtd.networks()::named)
                        .flatMap(n -> n.def().bridge());
            default -> Optional.empty();
        };
    }
}
