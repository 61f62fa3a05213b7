package org.ringlab.cpu.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.core.Board;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Operands;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.system.Features;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.mmu.replay.Fields;

/** One recorded instruction in a mode, a ring and with an IOPL: executed in a machine like the recorder's, and what came of it. */
public final class PrivilegeReplay {
    private static final int MOST_STEPS = 40;
    /** As recorded: this model lets SYSENTER into long mode, which AMD's processors don't. */
    private static final Features RECORDED_AMD =
            new Features(Features.AMD.memory(), false, false, true, true, false, true);

    private PrivilegeReplay() {}

    /** {@code {id, outcome, …}}, or {@code {id, error}} for a row that can't be run. */
    public static Map<String, Object> answer(Map<String, ?> row) {
        Fields fields = new Fields(row);
        String mode = fields.word("mode", List.of("protected", "long"));
        int cpl = fields.integer("cpl", 0, 3);
        int iopl = fields.integer("iopl", 0, 3);
        String model = fields.has("model") ? fields.word("model", List.of("bochs-intel", "bochs-amd")) : "bochs-intel";
        Object name = row.get("instruction");
        PrivilegeCase found = name instanceof String text ? PrivilegeCase.of(text) : null;
        if (found == null) {
            fields.wrong(
                    "instruction: " + name + " (allowed: one of " + String.join("; ", PrivilegeCase.names()) + ")");
        } else if (found.code(mode.equals("long")).isEmpty()) {
            fields.wrong("instruction: " + name + " doesn't exist in " + mode + " mode");
        } else if (cpl == 2) {
            fields.wrong("cpl: 2 (allowed: 0, 1, 3)");
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", row.get("id"));
        Optional<String> problem = fields.problem();
        if (problem.isPresent() || found == null) {
            answer.put("error", problem.orElse("instruction: missing"));
            return answer;
        }
        new Run(found, model.equals("bochs-amd") ? RECORDED_AMD : Features.INTEL, mode.equals("long"), cpl, iopl)
                .answer(answer);
        return answer;
    }

    private static final class Run {
        private final PrivilegeCase what;
        private final RecordedMachine machine;
        private final Cpu cpu;
        private final Registers s;
        private final int ring;
        private final int iopl;
        private final int end;
        private @Nullable Trap trap;
        private long flagsBefore;

        Run(PrivilegeCase what, Features features, boolean long64, int ring, int iopl) {
            this.what = what;
            this.ring = ring;
            this.iopl = iopl;
            machine = new RecordedMachine(features, long64, Board.EMPTY);
            cpu = machine.cpu;
            s = cpu.state();
            end = RecordedMachine.CODE + what.length(long64);
            byte[] code = what.bytes(long64, end);
            for (int i = 0; i < code.length; i++) {
                machine.memory.writeByte(RecordedMachine.CODE + i, code[i] & 0xFF);
            }
        }

        void answer(Map<String, Object> out) {
            if (!prepare()) {
                out.put("outcome", "mode not available");
                return;
            }
            flagsBefore = s.flags.get();
            cpu.listen(this::hear, false);
            Stop stop = new Stop.Budget();
            for (int n = 0; n < MOST_STEPS && stop instanceof Stop.Budget && !arrived(); n++) {
                stop = cpu.step();
            }
            cpu.listen(null, false);
            outcome(out, stop);
        }

        private void hear(CpuEvent event) {
            if (event instanceof CpuEvent.Trapped trapped && trap == null) {
                trap = trapped.trap();
            }
        }

        private boolean arrived() {
            return trap != null || s.rip == end || s.rip == RecordedMachine.ENTRY;
        }

        /** Control bits are set as an operating system does; false if the processor refuses one. */
        private boolean prepare() {
            if (what.cr4() != 0) {
                s.r[0] = cpu.cr4() | what.cr4();
                machine.bytes(RecordedMachine.ENTRY, 4, 0x00E0_220F); // mov cr4, eax
                s.rip = RecordedMachine.ENTRY;
                cpu.step();
                if ((cpu.cr4() & what.cr4()) != what.cr4()) {
                    return false;
                }
            }
            machine.ring(ring, iopl);
            what.prepare(machine, end);
            return true;
        }

        private void outcome(Map<String, Object> out, Stop stop) {
            if (stop instanceof Stop.NotSimulated not) {
                out.put("outcome", "not simulated: " + not.what());
            } else if (trap != null) {
                trapped(out, trap);
            } else if (stop instanceof Stop.TripleFault) {
                out.put("outcome", "shuts down");
            } else if (s.rip == RecordedMachine.ENTRY && what.enters()) {
                out.put("outcome", "enters ring " + s.cpl);
                out.put("cs", hex(s.cs().selector()));
                out.put("if", s.flags.has(Flag.IF) ? 1 : 0);
                if (what.fastCall() && cpu.longMode()) {
                    out.put("rcx_is_return", s.r[1] == end);
                    out.put("r11_is_flags", s.r[11] == flagsBefore);
                }
            } else if (s.rip == end || stop instanceof Stop.Halted || s.activity != Registers.Activity.ACTIVE) {
                executed(out);
            } else {
                out.put("outcome", "stopped at " + hex(s.rip));
            }
        }

        private static void trapped(Map<String, Object> out, Trap trap) {
            switch (trap.kind()) {
                case SOFTWARE_INTERRUPT -> out.put("outcome", "enters ring 0 by the gate");
                case SOFTWARE_EXCEPTION, PRIVILEGED_SOFTWARE_EXCEPTION -> {
                    out.put("outcome", trap.text());
                    out.put("trap", true);
                }
                case EXCEPTION, EXTERNAL, NMI -> out.put("outcome", trap.text());
            }
        }

        private void executed(Map<String, Object> out) {
            if (s.cpl != ring) {
                out.put("outcome", "executes, now at ring " + s.cpl);
                return;
            }
            boolean ifBefore = (flagsBefore & Flag.IF) != 0;
            boolean ifNow = s.flags.has(Flag.IF);
            switch (what.observed()) {
                case "" -> out.put("outcome", "executes");
                case "if" -> {
                    boolean changed = ifBefore != ifNow;
                    boolean virtual = !changed && (flagsBefore & Flag.VIF) != (s.flags.get() & Flag.VIF);
                    out.put(
                            "outcome",
                            changed ? "executes" : virtual ? "executes, on VIF instead of IF" : "silently ignored");
                    out.put("if_after", ifNow ? 1 : 0);
                    if (virtual) {
                        out.put("vif_after", s.flags.has(Flag.VIF) ? 1 : 0);
                    }
                }
                case "iopl" -> {
                    out.put("outcome", s.flags.iopl() == iopl ? "silently ignored" : "executes");
                    out.put("iopl_after", s.flags.iopl());
                }
                case "flags" -> {
                    out.put("outcome", "executes");
                    out.put("flags", hex(top(4) & (Flag.IOPL | Flag.IF)));
                }
                case "zf" -> {
                    out.put("outcome", "executes");
                    out.put("zf", s.flags.zf() ? 1 : 0);
                }
                case "zf value" -> {
                    out.put("outcome", "executes");
                    out.put("zf", s.flags.zf() ? 1 : 0);
                    if (s.flags.zf()) {
                        out.put("value", hex(s.r[0] & 0xFFFF_FFFFL));
                    }
                }
                default -> {
                    out.put("outcome", "executes");
                    out.put("value", value(what.observed()));
                }
            }
        }

        private String value(String where) {
            return switch (where) {
                case "table" -> table();
                case "top" -> hex(top(cpu.longMode() ? 8 : 4));
                case "ebx" -> hex(s.r[Operand.BX] & 0xFFFF_FFFFL);
                default -> hex(s.r[Operand.AX] & 0xFFFF_FFFFL);
            };
        }

        private long top(int size) {
            long value = 0;
            for (int i = 0; i < size; i++) {
                value |= (long) machine.memory.readByte(s.r[Operand.SP] + i) << i * 8;
            }
            return value & Operands.mask(size);
        }

        private String table() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < (cpu.longMode() ? 10 : 6); i++) {
                int b = machine.memory.readByte(RecordedMachine.DATA + i);
                text.append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
            }
            return text.toString();
        }

        private static String hex(long value) {
            return "0x" + Long.toHexString(value);
        }
    }
}
