package org.ringlab.jupyter.magic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.display.GuestsView;
import org.ringlab.display.JourneyHtml;
import org.ringlab.display.Language;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.Printed;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;
import org.ringlab.jupyter.widget.Widgets;
import org.ringlab.jupyter.wire.Parent;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.domain.DomainState;

/**
 * {@code %virt-manager HOST}: the host's guests as a panel with buttons, or as text and a drawing where no widgets exist.
 * Every click types {@code virsh} on that host, so it stands in the lab's log like anything typed, and can be undone.
 */
public final class VirtManagerMagic extends LabMagicBase {
    private final Widgets widgets;
    private final Runnable keep;

    /**
     * For the lab of {@code bench}.
     *
     * @param keep keeps the lab's state after a click, as is done after each cell
     */
    public VirtManagerMagic(Workbench bench, Widgets widgets, Runnable keep) {
        super(bench, "%virt-manager HOST", Text.ABOUT_VIRT_MANAGER);
        this.widgets = widgets;
        this.keep = keep;
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        Optional<String> host = call.argument(0);
        if (host.isEmpty() || !lab.hasHost(host.get())) {
            throw new MagicFailureException(
                    host.isEmpty() ? say(Text.WHICH_HOST) : say(Text.NO_SUCH_HOST, host.get()),
                    say(Text.HINT_HOSTS, String.join(", ", lab.hostNames())));
        }
        Panel panel = new Panel(call.output().parent(), host.get());
        Libvirtd libvirtd = lab.machine(host.get()).virtualisation().libvirtd();
        Language language = messages().language();
        call.output()
                .display(Widgets.shown(
                        panel.box,
                        Views.drawn(
                                GuestsView.text(host.get(), libvirtd, language),
                                GuestsView.html(host.get(), libvirtd, language))));
    }

    /** What a button does to a guest. */
    private enum Action {
        START("start", "开机", "Run"),
        SUSPEND("suspend", "暂停", "Pause"),
        RESUME("resume", "继续", "Resume"),
        SHUTDOWN("shutdown", "关机", "Shut Down"),
        DESTROY("destroy", "强制关机", "Force Off"),
        AUTOSTART("autostart", "自动启动", "Autostart"),
        CONSOLE("console", "控制台", "Console");

        private final String verb;
        private final String zh;
        private final String en;

        Action(String verb, String zh, String en) {
            this.verb = verb;
            this.zh = zh;
            this.en = en;
        }

        /** Whether virt-manager offers it for a guest as it is. */
        private boolean fits(Domain guest) {
            return switch (this) {
                case START -> guest.state() == DomainState.SHUT_OFF;
                case SUSPEND, SHUTDOWN -> guest.state() == DomainState.RUNNING;
                case RESUME -> guest.state() == DomainState.PAUSED;
                case DESTROY, CONSOLE -> guest.isActive();
                case AUTOSTART -> guest.isPersistent();
            };
        }
    }

    /** A panel that is on show. */
    private final class Panel {
        private final String host;
        private final String box;
        private final String view;
        private final String said;
        private final String tools;
        private final Map<String, Row> rows = new LinkedHashMap<>();

        Panel(Parent parent, String host) {
            this.host = host;
            view = widgets.html(parent, "");
            said = widgets.html(parent, "");
            tools = widgets.button(parent, messages().language().pick("刷新", "Refresh"), () -> refresh(Parent.none()));
            box = widgets.box(parent, true, List.of());
            refresh(parent);
        }

        /** A guest's buttons. */
        private final class Row {
            private final String box;
            private final String title;
            private final Map<Action, String> buttons = new LinkedHashMap<>();

            Row(Parent parent, String guest) {
                title = widgets.html(parent, "<b>" + Views.escape(guest) + "</b>");
                List<String> all = new ArrayList<>(List.of(title));
                for (Action action : Action.values()) {
                    String id = widgets.button(
                            parent, messages().language().pick(action.zh, action.en), () -> click(action, guest));
                    buttons.put(action, id);
                    all.add(id);
                }
                box = widgets.box(parent, false, all);
            }

            private void close() {
                buttons.values().forEach(widgets::close);
                widgets.close(title);
                widgets.close(box);
            }
        }

        private Optional<Libvirtd> libvirtd() {
            return session()
                    .lab()
                    .filter(lab -> lab.hasHost(host))
                    .map(lab -> lab.machine(host).virtualisation().libvirtd());
        }

        private void click(Action action, String guest) {
            Optional<Domain> there = libvirtd().flatMap(l -> l.domains().named(guest));
            boolean off = action == Action.AUTOSTART
                    && there.filter(Domain::isAutostart).isPresent();
            if (libvirtd().isPresent()) {
                type("virsh " + action.verb + (off ? " --disable " : " ") + "'" + guest.replace("'", "'\\''") + "'");
            }
            refresh(Parent.none());
            keep.run();
        }

        private void type(String command) {
            CommandResult result = session().run(host, command);
            StringBuilder text = new StringBuilder("[root@" + host + " ~]# " + command + "\n");
            for (Printed printed : result.printed()) {
                text.append(printed.text());
            }
            widgets.setHtml(said, "<pre>" + Views.escape(text.toString()) + "</pre>");
        }

        /** Shows what is so now, whoever changed it. */
        private void refresh(Parent parent) {
            Optional<Libvirtd> libvirtd = libvirtd();
            if (libvirtd.isEmpty()) {
                widgets.setHtml(view, Views.escape(say(Text.NO_SUCH_HOST, host)));
                return;
            }
            widgets.setHtml(
                    view,
                    JourneyHtml.STYLE
                            + GuestsView.html(host, libvirtd.get(), messages().language()));
            List<String> children = new ArrayList<>(List.of(view));
            Map<String, Row> gone = new LinkedHashMap<>(rows);
            if (libvirtd.get().isRunning()) {
                for (Domain guest : libvirtd.get().domains().all()) {
                    Row row = rows.computeIfAbsent(guest.name(), name -> new Row(parent, name));
                    gone.remove(guest.name());
                    row.buttons.forEach((action, button) -> widgets.setEnabled(button, action.fits(guest)));
                    children.add(row.box);
                }
            }
            children.add(tools);
            children.add(said);
            widgets.setChildren(box, children);
            gone.forEach((name, row) -> {
                rows.remove(name);
                row.close();
            });
        }
    }
}
