package org.ringlab.proof;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.ringlab.common.SeededRandom;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.rules.AddressKind;
import org.ringlab.netfilter.rules.ChangeablePacket;
import org.ringlab.netfilter.rules.ConnectionState;
import org.ringlab.netfilter.rules.ConnectionView;
import org.ringlab.netfilter.rules.Hook;
import org.ringlab.netfilter.rules.NamedMemories;
import org.ringlab.netfilter.rules.PacketKind;
import org.ringlab.netfilter.rules.TrackingTarget;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.proof.meaning.Field;

/** One packet before a chain, for the evaluator to judge. */
final class WitnessAtChain implements ChangeablePacket {
    private final Witness witness;
    private final Hook hook;
    private final NetStack stack;
    private Packet packet;
    private int mark;
    private int connectionMark;
    private int priority;
    private boolean untracked;

    /**
     * A packet before a chain.
     *
     * @param stack the host whose addresses and sets count
     */
    WitnessAtChain(Witness witness, Hook hook, NetStack stack) {
        this.witness = witness;
        this.hook = hook;
        this.stack = stack;
        packet = witness.packet();
        mark = number(Field.MARK);
        connectionMark = number(Field.CONNECTION_MARK);
    }

    private int number(Field field) {
        return (int) (long) witness.fields().getOrDefault(field, 0L);
    }

    @Override
    public Packet packet() {
        return packet;
    }

    @Override
    public void setPacket(Packet changed) {
        packet = changed;
    }

    @Override
    public Hook hook() {
        return hook;
    }

    @Override
    public String inInterface() {
        return witness.in();
    }

    @Override
    public String outInterface() {
        return witness.out();
    }

    @Override
    public Optional<MacAddress> sourceMac() {
        boolean made = witness.in().isEmpty() || witness.in().equals("lo");
        long mac = witness.fields().getOrDefault(Field.MAC, 0L);
        return made ? Optional.empty() : Optional.of(new MacAddress(mac));
    }

    @Override
    public ConnectionState connectionState() {
        return untracked ? ConnectionState.UNTRACKED : witness.state();
    }

    @Override
    public int mark() {
        return mark;
    }

    @Override
    public void setMark(int changed) {
        mark = changed;
    }

    @Override
    public void setConnectionMark(int changed) {
        connectionMark = connection().isPresent() ? changed : connectionMark;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public void setPriority(int changed) {
        priority = changed;
    }

    @Override
    public int pathMtu() {
        return 1500;
    }

    @Override
    public void track(TrackingTarget how) {
        untracked = true;
    }

    @Override
    public void trace() {
        // Nobody reads the kernel log of a question.
    }

    @Override
    public boolean isTraced() {
        return false;
    }

    @Override
    public long nanos() {
        return stack.network().clock().nanos();
    }

    @Override
    public PacketKind kind() {
        return PacketKind.values()[number(Field.KIND)];
    }

    @Override
    public AddressKind addressKind(Ipv4Address address, String iface) {
        return stack.routing().kindOf(address, iface);
    }

    @Override
    public Optional<String> wayTo(Ipv4Address address) {
        return Optional.ofNullable(stack.lookup(address).iface()).map(NetInterface::name);
    }

    @Override
    public boolean laterFragment() {
        return number(Field.LATER_FRAGMENT) == 1;
    }

    @Override
    public SocketOwner owner() {
        return SocketOwner.values()[number(Field.OWNER)];
    }

    @Override
    public NamedMemories memories() {
        return stack.ruleSet().memories();
    }

    @Override
    public SeededRandom random() {
        return stack.network().random();
    }

    @Override
    public Optional<ConnectionView> connection() {
        return switch (connectionState()) {
            case NEW, ESTABLISHED, RELATED -> Optional.of(new Seen());
            case INVALID, UNTRACKED -> Optional.empty();
        };
    }

    /** The packet's connection. */
    private final class Seen implements ConnectionView {
        private Ipv4Address address(Field field) {
            return new Ipv4Address(number(field));
        }

        @Override
        public int protocol() {
            return packet.payload().protocol();
        }

        @Override
        public Ipv4Address originalSource() {
            return address(Field.ORIGINAL_SOURCE);
        }

        @Override
        public Ipv4Address originalDestination() {
            return address(Field.ORIGINAL_DESTINATION);
        }

        @Override
        public Ipv4Address replySource() {
            return address(Field.REPLY_SOURCE);
        }

        @Override
        public Ipv4Address replyDestination() {
            return address(Field.REPLY_DESTINATION);
        }

        @Override
        public int originalSourcePort() {
            return number(Field.ORIGINAL_SOURCE_PORT);
        }

        @Override
        public int originalDestinationPort() {
            return number(Field.ORIGINAL_DESTINATION_PORT);
        }

        @Override
        public int replySourcePort() {
            return number(Field.REPLY_SOURCE_PORT);
        }

        @Override
        public int replyDestinationPort() {
            return number(Field.REPLY_DESTINATION_PORT);
        }

        @Override
        public Set<Status> status() {
            Set<Status> set = EnumSet.noneOf(Status.class);
            int width = Field.STATUS.width();
            for (Status each : Status.values()) {
                if ((number(Field.STATUS) >>> (width - 1 - each.ordinal()) & 1) == 1) {
                    set.add(each);
                }
            }
            return set;
        }

        @Override
        public boolean replyDirection() {
            return witness.reply();
        }

        @Override
        public long expiresInSeconds() {
            return 30;
        }

        @Override
        public boolean sourceTranslated() {
            return number(Field.SOURCE_TRANSLATED) == 1;
        }

        @Override
        public boolean destinationTranslated() {
            return number(Field.DESTINATION_TRANSLATED) == 1;
        }

        @Override
        public String announcedBy() {
            return "";
        }

        @Override
        public int mark() {
            return connectionMark;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isCounted() {
            return false;
        }

        @Override
        public long packets(boolean inReplyDirection) {
            return 0;
        }

        @Override
        public long bytes(boolean inReplyDirection) {
            return 0;
        }
    }
}
