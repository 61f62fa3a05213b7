package org.ringlab.host.command;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.command.AwkLexer.Mistake;

/** An awk program's variables and arrays, and those of the functions that run. */
final class AwkVariables {
    private final Map<String, Cell> globals = new TreeMap<>();
    private final Deque<Map<String, Cell>> frames = new ArrayDeque<>();

    /** A variable: a value, an array, or neither yet. */
    static final class Cell {
        private @Nullable AwkValue value;
        private @Nullable Map<String, AwkValue> array;
        /** What the caller passed before it was an array or a value. */
        private final @Nullable Cell passed;

        Cell(@Nullable AwkValue value, @Nullable Cell passed) {
            this.value = value;
            this.passed = passed;
            array = passed == null ? null : passed.array;
        }

        private Map<String, AwkValue> array() {
            if (array == null) {
                array = passed == null ? new LinkedHashMap<>() : passed.array();
            }
            return array;
        }
    }

    private Cell cell(String name) {
        Map<String, Cell> frame = frames.peek();
        Cell local = frame == null ? null : frame.get(name);
        return local != null ? local : globals.computeIfAbsent(name, n -> new Cell(null, null));
    }

    AwkValue get(String name) {
        AwkValue value = cell(name).value;
        return value == null ? AwkValue.UNSET : value;
    }

    void set(String name, AwkValue value) throws Mistake {
        Cell cell = cell(name);
        if (cell.array != null) {
            throw new Mistake("attempt to use array `" + name + "' in a scalar context");
        }
        cell.value = value;
    }

    void setGlobal(String name, AwkValue value) {
        globals.computeIfAbsent(name, n -> new Cell(null, null)).value = value;
    }

    boolean isArray(String name) {
        return cell(name).array != null;
    }

    /** The array of that name; it is made where there is none. */
    Map<String, AwkValue> array(String name) throws Mistake {
        Cell cell = cell(name);
        if (cell.value != null) {
            throw new Mistake("attempt to use scalar `" + name + "' as an array");
        }
        return cell.array();
    }

    /** A parameter by reference: an array, or what may still become one. */
    Cell reference(String name) {
        Cell cell = cell(name);
        return cell.value == null ? new Cell(null, cell) : new Cell(cell.value, null);
    }

    void enter(Map<String, Cell> parameters) {
        frames.push(parameters);
    }

    void leave() {
        frames.pop();
    }

    int depth() {
        return frames.size();
    }
}
