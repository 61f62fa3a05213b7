package org.ringlab.cpu.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Encoding.Size;
import org.ringlab.cpu.code.Operand.Imm;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Rel;
import org.ringlab.cpu.code.Request.Wanted;

/** From an instruction to the shortest bytes that mean it, by the table. */
public final class Encoder {
    /** Bytes, and what decoding them gives. */
    record Encoded(byte[] bytes, Instruction instruction) {}

    private final Request request;
    private final Mode mode;
    private final boolean asDecoded;

    private Encoder(Request request, Mode mode, boolean asDecoded) {
        this.request = request;
        this.mode = mode;
        this.asDecoded = asDecoded;
    }

    /** The shortest bytes that decode to this instruction (whatever its own length), or null where there are none. */
    public static byte @Nullable [] encode(Instruction instruction, Mode mode) {
        List<Encoded> encoded = new Encoder(Request.of(instruction), mode, true).best(0);
        return encoded.isEmpty() ? null : encoded.getFirst().bytes();
    }

    /**
     * The shortest bytes for each choice of sizes (of operation and memory) that is possible, the usual one of the mode first.
     *
     * @param atLeast bytes; shorter ones are passed over
     */
    static List<Encoded> encode(Request request, Mode mode, int atLeast) {
        return new Encoder(request, mode, false).best(atLeast);
    }

    private List<Encoded> best(int atLeast) {
        Map<Integer, Encoded> best = new LinkedHashMap<>();
        for (Encoding row : Table.of(request.op())) {
            if (row.condition() != request.condition()
                    || !row.existsIn(mode)
                    || row.forms().size() != request.operands().size()
                    || asDecoded && row.use() == Encoding.Use.ENCODE) {
                continue;
            }
            int usual = row.size().of(mode, false, false);
            for (int size : sizes(row)) {
                Encoded found = encode(row, size);
                if (found != null && found.bytes().length >= atLeast) {
                    int key = found.instruction().operandSize() << 8 | memorySize(found.instruction());
                    best.merge(
                            size == usual ? -key : key, found, (a, b) -> b.bytes().length < a.bytes().length ? b : a);
                }
            }
        }
        List<Encoded> usualFirst = new ArrayList<>();
        best.forEach((key, found) -> {
            if (key < 0) {
                usualFirst.add(found);
            }
        });
        best.forEach((key, found) -> {
            if (key > 0) {
                usualFirst.add(found);
            }
        });
        return usualFirst;
    }

    private static int memorySize(Instruction instruction) {
        for (Operand operand : instruction.operands()) {
            if (operand instanceof Mem mem) {
                return mem.size();
            }
        }
        return 0;
    }

    private List<Integer> sizes(Encoding row) {
        if (request.operandSize() == 0) {
            return List.of(1, 2, 4, 8);
        }
        // Memory of two bytes whatever the operand size: any prefix would do, so none.
        boolean twoBytes = row.forms().contains(Form.RMV16)
                && request.operands().get(row.rmOperand()).operand() instanceof Mem;
        return twoBytes && request.operandSize() == 2 ? List.of(2, 4) : List.of(request.operandSize());
    }

    private @Nullable Encoded encode(Encoding row, int size) {
        boolean need66 = false;
        boolean needW = false;
        boolean can66 = row.prefix() != 0x66 && row.prefix() != Encoding.NO_PREFIX;
        if (row.size().of(mode, false, false) != size) {
            if (can66 && row.size().of(mode, true, false) == size) {
                need66 = true;
            } else if (mode == Mode.BITS64 && row.size().of(mode, false, true) == size) {
                needW = true;
            } else {
                return null;
            }
        }
        if (row.onlySize() != 0 && row.onlySize() != size) {
            return null;
        }
        List<Operand> operands = new ArrayList<>(row.forms().size());
        boolean wide = false;
        boolean open = false;
        Mem memory = null;
        for (int i = 0; i < row.forms().size(); i++) {
            Wanted wanted = request.operands().get(i);
            Operand operand = Matching.complete(row.forms().get(i), wanted, size, mode);
            if (operand == null) {
                return null;
            }
            operands.add(operand);
            if (operand instanceof Mem found) {
                wide |= wanted.wide();
                memory = found;
            }
            open |= wanted.fromStart();
        }
        int addressSize = request.addressSize() == 0 ? mode.addressSize() : request.addressSize();
        boolean addressed = row.addressed() || memory != null;
        if (!addressed && addressSize != mode.addressSize()) {
            return null;
        }
        boolean lockable = row.lockable() && operands.getFirst() instanceof Mem;
        if (request.lock() && !lockable || request.repeat() != Repeat.NONE && !row.string()) {
            return null;
        }
        boolean twoBytes = row.forms().contains(Form.RMV16) && memory != null;
        if (twoBytes && (need66 || needW)) {
            return null;
        }
        byte[] bytes = new Emitter(row, operands, size, addressSize, mode, need66, needW, wide).emit(request);
        if (bytes != null && open) {
            if (!settle(row, operands, bytes.length, size)) {
                return null;
            }
            bytes = new Emitter(row, operands, size, addressSize, mode, need66, needW, true).emit(request);
        }
        if (bytes == null || bytes.length > Instruction.MOST_BYTES) {
            return null;
        }
        Instruction instruction = new Instruction(
                row.op(),
                row.condition(),
                bytes.length,
                twoBytes ? 2 : row.size() == Size.NONE ? mode.operandSize() : size,
                addressSize,
                List.copyOf(operands),
                request.repeat(),
                request.lock());
        return new Encoded(bytes, instruction);
    }

    /** Turns displacements from the first byte into such from the last. */
    private boolean settle(Encoding row, List<Operand> operands, int length, int size) {
        for (int i = 0; i < operands.size(); i++) {
            if (!request.operands().get(i).fromStart()) {
                continue;
            }
            Operand operand = operands.get(i);
            if (operand instanceof Rel rel) {
                long distance = rel.displacement() - length;
                // A 16-bit instruction pointer goes round at 64 KiB.
                long displacement = size == 2 ? (short) distance : distance;
                if (!Matching.fits(displacement, rel.size())) {
                    return false;
                }
                operands.set(i, new Rel(displacement, rel.size()));
            } else if (operand instanceof Mem mem) {
                long displacement = mem.displacement() - length;
                if (!Matching.fits(displacement, 4)) {
                    return false;
                }
                operands.set(
                        i,
                        new Mem(
                                mem.base(),
                                mem.index(),
                                mem.scale(),
                                displacement,
                                mem.segment(),
                                mem.size(),
                                mem.ripRelative()));
            } else if (operand instanceof Imm) {
                return false;
            }
        }
        return true;
    }
}
