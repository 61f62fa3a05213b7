package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.capture.CaptureFilter;
import org.ringlab.host.capture.CapturedPacket;
import org.ringlab.host.capture.FrameEncoder;
import org.ringlab.host.capture.LinkType;
import org.ringlab.host.capture.PacketPrinter;
import org.ringlab.host.capture.Pcap;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.link.FrameLog;

/** A running tcpdump: it reads on in the lab's frames whenever it is asked. */
final class TcpdumpProcess implements Jobs.Process {
    private final Session session;
    private final Plan plan;
    private final PacketPrinter printer;
    private final FrameEncoder encoder;
    private final List<FrameLog.Entry> frames;
    private final List<CapturedPacket> written = new ArrayList<>();
    private int at;
    private int captured;

    /**
     * What to capture.
     *
     * @param device the interface
     * @param any all interfaces
     * @param promiscuous whether frames for others count
     * @param direction {@code in}, {@code out}, {@code inout}
     * @param link what packets begin with
     * @param filter which packets
     * @param count how many
     * @param file where they are written; empty where they are printed
     */
    record Plan(
            String device,
            boolean any,
            boolean promiscuous,
            String direction,
            LinkType link,
            CaptureFilter filter,
            int count,
            Optional<String> file) {}

    TcpdumpProcess(Session session, Plan plan, PacketPrinter printer) {
        this.session = session;
        this.plan = plan;
        this.printer = printer;
        encoder = new FrameEncoder(plan.link());
        frames = session.machine().stack().network().frames().all();
        at = frames.size();
    }

    @Override
    public void report(Streams io) {
        boolean was = hasEnded();
        while (at < frames.size() && !hasEnded()) {
            FrameLog.Entry entry = frames.get(at++);
            if (!concerns(entry)) {
                continue;
            }
            CapturedPacket packet = encoder.encode(entry);
            if (plan.filter().accepts(plan.link(), packet.data()) && goesThatWay(entry)) {
                captured++;
                if (plan.file().isPresent()) {
                    written.add(packet);
                } else {
                    io.out().print(printer.print(packet));
                }
            }
        }
        plan.file().ifPresent(file -> write(session, file, plan.link(), written, io));
        if (hasEnded() && !was) {
            summary(io);
        }
    }

    private boolean concerns(FrameLog.Entry entry) {
        return entry.host().equals(session.machine().name())
                && (plan.any() || entry.iface().equals(plan.device()))
                && (plan.promiscuous() || entry.taken());
    }

    private boolean goesThatWay(FrameLog.Entry entry) {
        boolean out = entry.way() == FrameLog.Way.OUT;
        return plan.direction().equals("inout") || plan.direction().equals("out") == out;
    }

    @Override
    public boolean hasEnded() {
        return captured >= plan.count();
    }

    @Override
    public int stop(Streams io) {
        report(io);
        if (!hasEnded()) {
            if (plan.file().isEmpty()) {
                io.out().line("");
            }
            summary(io);
        }
        return 0;
    }

    @Override
    public void kill() {
        at = frames.size();
    }

    private void summary(Streams io) {
        String packets = captured + (captured == 1 ? " packet " : " packets ");
        io.err().line(packets + "captured");
        io.err().line(packets + "received by filter");
        io.err().line("0 packets dropped by kernel");
    }

    /** Writes a capture file; false after saying why it can't be. */
    static boolean write(Session session, String file, LinkType link, List<CapturedPacket> packets, Streams io) {
        String content = new Pcap(link, packets).toText();
        if (file.equals("-")) {
            io.out().print(content);
            return true;
        }
        try {
            session.files().write(session.resolve(file), content);
            return true;
        } catch (FileException e) {
            io.err().line("tcpdump: " + file + ": " + e.getMessage());
            return false;
        }
    }
}
