package org.ringlab.checks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.common.SeededRandom;

/** Where an answer is found in the notebook, and what it is. {@link AnswerSpecReader} reads them. */
public sealed interface AnswerSpec {
    /** The answer cell's nbgrader {@code grade_id}, which is its cell id too. */
    String cell();

    /** Its kind. */
    AnswerKind kind();

    /**
     * Commands, run on a host in the order of the exercise's answers.
     *
     * @param host the host they are for; the cell's {@code %%host} line must name it
     */
    record Commands(String cell, String host) implements AnswerSpec {
        @Override
        public AnswerKind kind() {
            return AnswerKind.COMMANDS;
        }
    }

    /** A number; a check of the exercise judges it. */
    record NumberValue(String cell) implements AnswerSpec {
        @Override
        public AnswerKind kind() {
            return AnswerKind.NUMBER;
        }
    }

    /**
     * A file of a host; written before any command runs.
     *
     * @param path from the root: {@code /etc/httpd/conf/httpd.conf}
     */
    record FileText(String cell, String host, String path) implements AnswerSpec {
        @Override
        public AnswerKind kind() {
            return AnswerKind.FILE;
        }
    }

    /**
     * One of several options, or several of them. What is answered is an option's word, so that an answer means the same in
     * whatever order the options are shown.
     *
     * @param options what each word stands for, in the author's order
     * @param multiple whether several may be chosen
     * @param shuffle whether each student sees them in an order of their own
     */
    record Choice(String cell, Map<String, Text> options, boolean multiple, boolean shuffle) implements AnswerSpec {
        /** Copies what it is given. */
        public Choice {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }

        /** The options' words in the order that a student sees them. */
        public List<String> order(long student) {
            List<String> words = new ArrayList<>(options.keySet());
            if (shuffle) {
                SeededRandom random = new SeededRandom(student ^ cell.hashCode());
                for (int i = words.size(); i > 1; i--) {
                    Collections.swap(words, i - 1, random.nextInt(i));
                }
            }
            return words;
        }

        @Override
        public AnswerKind kind() {
            return AnswerKind.CHOICE;
        }
    }

    /**
     * A table with named rows and typed columns.
     *
     * @param rows their names, in order
     * @param columns what stands in each row, from the left
     */
    record Table(String cell, List<String> rows, List<Column> columns) implements AnswerSpec {
        /** Copies the lists. */
        public Table {
            rows = List.copyOf(rows);
            columns = List.copyOf(columns);
        }

        @Override
        public AnswerKind kind() {
            return AnswerKind.TABLE;
        }
    }

    /**
     * A column of a table.
     *
     * @param unit of a column of numbers; empty for plain ones
     */
    record Column(String name, ColumnType type, String unit) {}

    /** What a table's column holds. */
    enum ColumnType {
        /** A number, as {@link NumberText} reads it. */
        NUMBER,
        /** A number in hexadecimal, {@code 0x} or not: {@code 1f} is 31. */
        HEX,
        /** A word; capitals don't matter. */
        WORD,
        /** An IPv4 address. */
        ADDRESS
    }

    /**
     * Commands that mend a broken host; which host it is, the student says in the cell's {@code %%host} line.
     *
     * @param hosts where commands may be given
     */
    record Repair(String cell, List<String> hosts) implements AnswerSpec {
        /** Copies the list. */
        public Repair {
            hosts = List.copyOf(hosts);
        }

        @Override
        public AnswerKind kind() {
            return AnswerKind.REPAIR;
        }
    }

    /**
     * Probes, each with what it should come to; graded by the broken set-ups they catch and the good ones they leave alone.
     *
     * @param most how many there may be
     */
    record Probes(String cell, int most) implements AnswerSpec {
        @Override
        public AnswerKind kind() {
            return AnswerKind.PROBES;
        }
    }

    /**
     * Java code.
     *
     * @param className the class that the student writes, with a constructor without parameters; its methods are called
     * @param given Java that the exercise brings: interfaces and records that the student's code uses
     */
    record Java(String cell, String className, String given) implements AnswerSpec {
        @Override
        public AnswerKind kind() {
            return AnswerKind.JAVA;
        }
    }

    /** Assembly; checks run it, each in a ring and mode of its own. */
    record Assembly(String cell) implements AnswerSpec {
        @Override
        public AnswerKind kind() {
            return AnswerKind.ASSEMBLY;
        }
    }
}
