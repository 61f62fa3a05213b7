package org.ringlab.grader;

import java.util.List;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** A value of a hidden scenario that is drawn anew for each student and attempt. */
public sealed interface Parameter {
    /** Its name: {@code [a-z][a-z0-9-]*}. */
    String name();

    /** One of a list; the values are scalars as in the file. */
    record Pick(String name, List<Object> values) implements Parameter {
        /** Copies the list. */
        public Pick {
            values = List.copyOf(values);
        }
    }

    /** A whole number, both ends included, except some. */
    record Range(String name, int from, int to, List<Integer> except) implements Parameter {
        /** Copies the list. */
        public Range {
            except = List.copyOf(except);
        }
    }

    /** A host's address out of a network, except addresses in some networks and those of the public lab. */
    record AddressIn(String name, Ipv4Prefix network, List<Ipv4Prefix> except) implements Parameter {
        /** Copies the list. */
        public AddressIn {
            except = List.copyOf(except);
        }
    }
}
