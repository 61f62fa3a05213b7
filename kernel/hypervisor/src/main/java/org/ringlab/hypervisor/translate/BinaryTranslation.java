package org.ringlab.hypervisor.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Code;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Decoder;
import org.ringlab.cpu.code.Disassembler;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.code.Syntax;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.Place;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.hypervisor.ring.HostTables;
import org.ringlab.hypervisor.ring.RingMonitor;
import org.ringlab.mmu.paging.Access;

/**
 * Binary translation with ring compression: programs run directly in ring 3, the guest's kernel runs in ring 1 as the
 * translation that lies in the monitor's part of memory. The guest's own kernel code is never executed.
 */
public final class BinaryTranslation extends RingMonitor {
    private static final long BASE = HostTables.LINEAR + HostTables.TRANSLATED;

    private final Map<Long, Block> blocks = new HashMap<>(); // by guest address
    private final TreeMap<Long, Long> guestAt = new TreeMap<>(); // translated address to guest address, complete states
    private final Map<Long, Long> chainAt = new HashMap<>(); // exits by translated address
    private final Map<Long, Long> codePages = new HashMap<>(); // linear page to host-physical frame
    private long free = BASE;
    private long resume = -1; // a translated address between two complete states

    /** For one guest. */
    public BinaryTranslation(VirtualMachine vm) {
        super(vm);
        host.gate(Translator.CALLOUT, 1);
        host.gate(Translator.DISPATCH, 1);
        host.gate(Translator.CHAIN, 1);
        forgetTranslations();
    }

    @Override
    public Method method() {
        return Method.BINARY_TRANSLATION;
    }

    /** What was translated, in the order of guest addresses. */
    public List<Block> blocks() {
        return new TreeMap<>(blocks).values().stream().toList();
    }

    /** The instructions of a piece's translation, as text with their addresses. */
    public List<String> translation(Block block, int piece) {
        long from = block.pieces().get(piece).at();
        long to = piece + 1 < block.pieces().size()
                ? block.pieces().get(piece + 1).at()
                : block.at() + block.bytes();
        List<String> lines = new ArrayList<>();
        while (from < to) {
            long at = from;
            Code code = offset -> vm.machine().readByte(HostTables.PHYSICAL + at - HostTables.LINEAR + offset);
            if (!(Decoder.decode(code, Mode.BITS32) instanceof Decoded.Ok ok)) {
                break;
            }
            boolean padding = ok.instruction().op() == org.ringlab.cpu.code.Op.NOP && !lines.isEmpty();
            if (!padding) {
                lines.add(Disassembler.text(ok.instruction(), Mode.BITS32, Syntax.INTEL, at, this::name));
            }
            from += ok.instruction().length();
        }
        return lines;
    }

    private String name(long address) {
        Long guest = address >= BASE ? guestAt.get(address) : null;
        return guest != null && blocks.containsKey(guest) && blocks.get(guest).at() == address
                ? "T(" + org.ringlab.hypervisor.Hex.of(guest) + ")"
                : org.ringlab.hypervisor.Hex.of(address);
    }

    // ---- entering and leaving -----------------------------------------------------------------------------------

    private boolean inKernel() {
        return vm.state().cpl == 0;
    }

    /** Kernel code of 32 bits in a flat segment is translated; other kernel code is interpreted. */
    @Override
    protected boolean canRun() {
        if (!inKernel()) {
            return true;
        }
        return Translator.translates(vm.cpu().mode())
                && vm.state().cs().base() == 0
                && (resume >= 0 || block(vm.state().rip) != null);
    }

    @Override
    protected boolean mayInterrupt() {
        return resume < 0;
    }

    @Override
    protected long most(long budget) {
        return resume < 0 ? budget : 1; // step by step to the next complete state
    }

    @Override
    protected long entryPoint() {
        if (!inKernel()) {
            return super.entryPoint();
        }
        host.shared(Translator.VIRTUAL_IF, vm.state().flags.get() & Flag.IF);
        host.shared(Translator.VIRTUAL_IOPL, vm.state().flags.get() & Flag.IOPL);
        if (resume >= 0) {
            long at = resume;
            resume = -1;
            return at;
        }
        Block block = block(vm.state().rip);
        return block == null ? vm.state().rip : block.at();
    }

    @Override
    protected int entrySegment() {
        return inKernel() ? HostTables.TRANSLATED_CODE : super.entrySegment();
    }

    @Override
    protected void loadGs(SegmentRegister gs) {
        if (inKernel()) {
            gs.load(HostTables.SHARED_DATA, HostTables.LINEAR + HostTables.SHARED, 0xFFF, 0x40B3);
        } else {
            super.loadGs(gs);
        }
    }

    /** From the translation's address back to the guest's. */
    @Override
    protected void left(long eip, int cs) {
        if (cs != HostTables.TRANSLATED_CODE) {
            return;
        }
        vm.state().flags.set(host.shared(Translator.VIRTUAL_IF), Flag.IF);
        Map.Entry<Long, Long> below = guestAt.floorEntry(eip);
        resume = below == null || below.getKey() == eip ? -1 : eip;
        vm.state().rip = below == null ? eip : below.getValue();
    }

    @Override
    protected @Nullable Ending trapped(HostTables.Frame frame) {
        if (frame.cs() != HostTables.TRANSLATED_CODE) {
            return super.trapped(frame);
        }
        switch (frame.vector()) {
            case TIMER_VECTOR -> {
                return super.trapped(frame);
            }
            case Translator.CALLOUT -> {
                resume = -1;
                vm.state().rip = guestAt.getOrDefault(frame.eip() - 2, frame.eip());
                vm.counters().add(Counter.CALLOUTS);
                String text = vm.textAt(vm.cpu().linear(Segment.CS, vm.state().rip));
                vm.counters().because("callout " + word(text));
                vm.tell(new VmEvent.Leaves(
                        vm.cycles(),
                        Place.GUEST_KERNEL,
                        real.state().cpl,
                        "callout",
                        word(text),
                        vm.state().rip,
                        text));
                return emulate("");
            }
            case Translator.DISPATCH -> {
                resume = -1;
                vm.state().rip = host.shared(Translator.TARGET);
                vm.counters().because("dispatch");
                vm.tell(new VmEvent.Leaves(
                        vm.cycles(), Place.GUEST_KERNEL, real.state().cpl, "callout", "dispatch", vm.state().rip, ""));
                Block target = block(vm.state().rip);
                if (target != null) {
                    remember(target);
                }
                return null;
            }
            case Translator.CHAIN -> {
                resume = -1;
                chain(frame.eip() - 2);
                return null;
            }
            default -> {
                return faulted(frame);
            }
        }
    }

    private static String word(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    /** A fault of an instruction of the guest: within a sequence it comes before anything of the guest changed. */
    private @Nullable Ending faulted(HostTables.Frame frame) {
        if (frame.vector() == Vector.PF) {
            vm.counters().because(Vector.name(Vector.PF));
            if (filled(frame)) {
                return null;
            }
            if ((frame.error() & 2) != 0 && isCode(real.state().cr2)) {
                resume = -1;
                vm.counters().because("write to translated code");
                vm.tell(new VmEvent.Leaves(
                        vm.cycles(),
                        Place.GUEST_KERNEL,
                        real.state().cpl,
                        "trap",
                        "write to translated code",
                        vm.state().rip,
                        vm.textAt(vm.state().rip)));
                Ending ending = emulate("");
                checkCode();
                return ending;
            }
        }
        resume = -1;
        return super.trapped(frame);
    }

    private boolean isCode(long linear) {
        long at = shadow.walk(linear, new Access(Access.Type.WRITE, 0));
        return at >= 0 && shadow.isProtected(at);
    }

    // ---- translations -------------------------------------------------------------------------------------------

    /** The translation of a guest address, made if there is none; null where there is no code. */
    private @Nullable Block block(long eip) {
        Block known = blocks.get(eip);
        if (known != null) {
            return known;
        }
        if (free + 4096 > BASE + HostTables.TRANSLATED_BYTES) {
            forgetTranslations();
        }
        Translator.Result made = Translator.translate(vm, eip, free);
        if (made == null || !protect(eip, made.block().guestBytes().length)) {
            return null;
        }
        Block block = made.block();
        for (int i = 0; i < made.code().length; i++) {
            vm.machine().writeByte(HostTables.PHYSICAL + free - HostTables.LINEAR + i, made.code()[i]);
        }
        made.boundaries().forEach((offset, guest) -> guestAt.put(block.at() + offset, guest));
        made.chains().forEach((offset, guest) -> chainAt.put(block.at() + offset, guest));
        free += block.bytes() + 15 & ~15;
        blocks.put(eip, block);
        vm.counters().add(Counter.BLOCKS);
        vm.counters().add(Counter.TRANSLATED, block.pieces().size());
        vm.tell(new VmEvent.Translates(
                vm.cycles(), eip, block.pieces().size(), block.guestBytes().length, block.at(), block.bytes()));
        return block;
    }

    /** Writes to the pages of a block's code trap from now on. */
    private boolean protect(long eip, int bytes) {
        boolean another = false;
        for (long page = eip & -4096L; page < eip + bytes; page += 4096) {
            long at = shadow.walk(page, Access.KERNEL_READ);
            if (at < 0) {
                return false;
            }
            codePages.put(page, at & -4096L);
            another |= !shadow.isProtected(at);
            shadow.protect(at);
        }
        if (another) {
            tablesChanged();
        }
        return true;
    }

    /** The exit there becomes a jump. */
    private void chain(long exit) {
        Long target = chainAt.get(exit);
        if (target == null) {
            return;
        }
        vm.state().rip = target;
        vm.counters().because("block end");
        vm.tell(new VmEvent.Leaves(
                vm.cycles(), Place.GUEST_KERNEL, real.state().cpl, "callout", "block end", target, ""));
        Block block = block(target);
        if (block == null || !chainAt.containsKey(exit)) {
            return; // no code there, or all was forgotten to make room
        }
        long relative = block.at() - exit - Translator.CHAIN_BYTES;
        long at = HostTables.PHYSICAL + exit - HostTables.LINEAR;
        vm.machine().writeByte(at, 0xE9);
        for (int i = 0; i < 4; i++) {
            vm.machine().writeByte(at + 1 + i, (int) (relative >> 8 * i) & 0xFF);
        }
        vm.counters().add(Counter.CHAINED);
        vm.tell(new VmEvent.Chains(vm.cycles(), exit, target));
    }

    private void remember(Block block) {
        int slot = Translator.LOOKUP + (int) (block.eip() & 0xFF) * 8;
        host.shared(slot, -block.eip() & 0xFFFF_FFFFL);
        host.shared(slot + 4, block.at());
    }

    /** Something was written where translated code comes from: did that code change? */
    private void checkCode() {
        for (Block block : blocks.values()) {
            for (int i = 0; i < block.guestBytes().length; i++) {
                try {
                    if ((byte) vm.cpu().memory().readSystem(block.eip() + i, 1) != block.guestBytes()[i]) {
                        forgetTranslations();
                        return;
                    }
                } catch (Raised raised) {
                    forgetTranslations();
                    return;
                }
            }
        }
    }

    private void forgetTranslations() {
        blocks.clear();
        guestAt.clear();
        chainAt.clear();
        codePages.clear();
        shadow.unprotectAll();
        free = BASE;
        for (int i = 0; i < 256; i++) {
            host.shared(Translator.LOOKUP + 8 * i, i == 255 ? 2 : 1); // fits no address with this low byte
            host.shared(Translator.LOOKUP + 8 * i + 4, 0);
        }
    }

    /** Code that isn't where it was is translated again. */
    @Override
    protected void tablesChanged() {
        super.tablesChanged();
        boolean moved = codePages.entrySet().stream()
                .anyMatch(page -> (shadow.walk(page.getKey(), Access.KERNEL_READ) & -4096L) != page.getValue());
        if (moved) {
            forgetTranslations();
        }
    }
}
