package org.ringlab.labfile.differential;

/** The networks random labs take place in. */
enum RandomTopology {
    /** Two networks and a gateway. */
    GATEWAY {
        @Override
        void build(Draft lab, Draw draw) {
            client(lab, draw, "client", "10.0.1");
            Draft.Host gateway = lab.host("gw", !draw.once(12))
                    .card("eth0", "a", "10.0.1.1/24")
                    .card("eth1", "b", draw.once(3) ? TWO_ADDRESSES : ONE_ADDRESS);
            Draft.Host server = lab.host("server", false).card("eth0", "b", "10.0.2.2/24");
            if (!draw.once(4)) {
                server.setup("ip route add default via 10.0.2.1");
            }
            narrow(draw, gateway, "eth1", server, "eth0");
        }
    },
    /** Three networks at one gateway. */
    THREE_LEGS {
        @Override
        void build(Draft lab, Draw draw) {
            client(lab, draw, "client", "10.0.1");
            lab.host("gw", true)
                    .card("eth0", "a", "10.0.1.1/24")
                    .card("eth1", "b", "10.0.2.1/24")
                    .card("eth2", "c", "10.0.3.1/24");
            client(lab, draw, "server", "10.0.2");
            client(lab, draw, "dmz", "10.0.3");
        }
    },
    /** Two gateways, one behind the other. */
    TWO_GATEWAYS {
        @Override
        void build(Draft lab, Draw draw) {
            client(lab, draw, "client", "10.0.1");
            Draft.Host near = lab.host("gw1", true)
                    .card("eth0", "a", "10.0.1.1/24")
                    .card("eth1", "m", "10.0.9.1/24")
                    .setup("ip route add default via 10.0.9.2");
            Draft.Host far =
                    lab.host("gw2", true).card("eth0", "b", "10.0.2.1/24").card("eth1", "m", "10.0.9.2/24");
            if (!draw.once(3)) {
                far.setup("ip route add 10.0.1.0/24 via 10.0.9.1");
            }
            client(lab, draw, "server", "10.0.2");
            narrow(draw, near, "eth1", far, "eth1");
        }
    },
    /** Two ways between the ends, and rules that say which; some hosts look where a packet should have come from. */
    TWO_WAYS {
        @Override
        void build(Draft lab, Draw draw) {
            Draft.Host client = lab.host("client", draw.once(3))
                    .card("eth0", "a", "10.0.1.2/24")
                    .card("eth1", "b", "10.0.2.2/24")
                    .setup("ip route add default via 10.0.1.1")
                    .setup("ip route add default via 10.0.2.1 table 100");
            for (int i = draw.number(1, 3); i > 0; i--) {
                String who = draw.of("from 10.0.1.2", "from 10.0.2.2", "fwmark 1", "fwmark 2", "to 10.0.3.4");
                client.setup("ip rule add " + who + " table 100");
            }
            Draft.Host one = lab.host("gw1", true)
                    .card("eth0", "a", "10.0.1.1/24")
                    .card("eth1", "c", "10.0.3.1/24")
                    .setup("ip route add 10.0.2.0/24 via 10.0.3.2");
            Draft.Host other = lab.host("gw2", true)
                    .card("eth0", "b", "10.0.2.1/24")
                    .card("eth1", "c", "10.0.3.2/24")
                    .setup("ip route add 10.0.1.0/24 via 10.0.3.1");
            Draft.Host server = lab.host("server", false)
                    .card("eth0", "c", "10.0.3.4/24")
                    .setup("ip route add 10.0.1.0/24 via 10.0.3.1")
                    .setup("ip route add 10.0.2.0/24 via " + draw.of("10.0.3.1", "10.0.3.2"));
            if (draw.once(2)) {
                draw.of(client, one, other, server).setup("sysctl -w net.ipv4.conf.all.rp_filter=" + draw.number(1, 2));
            }
        }
    },
    /** Two gateways on the wire of the client, who knows one of them: it sends on what comes, and answers go past it. */
    ONE_WIRE {
        @Override
        void build(Draft lab, Draw draw) {
            client(lab, draw, "client", "10.0.1");
            Draft.Host known =
                    lab.host("gw1", true).card("eth0", "a", "10.0.1.1/24").setup("ip route add default via 10.0.1.9");
            Draft.Host other =
                    lab.host("gw2", true).card("eth0", "a", "10.0.1.9/24").card("eth1", "b", "10.0.2.1/24");
            if (draw.once(3)) {
                other.setup("ip route add 10.0.1.2/32 via 10.0.1.1");
            }
            if (draw.once(4)) {
                draw.of(known, other).setup("sysctl -w net.ipv4.conf.all.rp_filter=" + draw.number(1, 2));
            }
            client(lab, draw, "server", "10.0.2");
        }
    },
    /** One network, nobody between. */
    NEIGHBOURS {
        @Override
        void build(Draft lab, Draw draw) {
            lab.host("client", draw.once(3)).card("eth0", "a", "10.0.1.2/24", "10.0.1.3/24");
            lab.host("server", false).card("eth0", "a", "10.0.1.4/24");
        }
    },
    /** A bridge between the two ends of one network. */
    BRIDGE {
        @Override
        void build(Draft lab, Draw draw) {
            lab.host("client", false).card("eth0", "a", "10.0.1.2/24");
            Draft.Host bridge = lab.host("br", draw.once(2))
                    .card("eth0", "a")
                    .card("eth1", "b")
                    .setup("ip link add br0 type bridge")
                    .setup("ip link set eth0 master br0")
                    .setup("ip link set eth1 master br0")
                    .setup("ip link set br0 up");
            if (!draw.once(4)) {
                bridge.setup("ip addr add 10.0.1.1/24 dev br0").knows("br0", "10.0.1.1/24");
            }
            if (!draw.once(4)) {
                bridge.setup("modprobe br_netfilter");
            }
            lab.host("server", false).card("eth0", "b", "10.0.1.4/24");
        }
    },
    /** A namespace behind a pair of virtual cards. */
    NAMESPACE {
        @Override
        void build(Draft lab, Draw draw) {
            client(lab, draw, "client", "10.0.1");
            Draft.Host machine = lab.host("gw", true)
                    .card("eth0", "a", "10.0.1.1/24")
                    .knows("v0", "10.0.7.1/24")
                    .setup("ip netns add inner")
                    .setup("ip link add v0 type veth peer name v1")
                    .setup("ip link set v1 netns inner")
                    .setup("ip addr add 10.0.7.1/24 dev v0")
                    .setup("ip link set v0 up");
            lab.namespace(machine, "inner")
                    .knows("v1", "10.0.7.2/24")
                    .setup("ip link set lo up")
                    .setup("ip addr add 10.0.7.2/24 dev v1")
                    .setup("ip link set v1 up")
                    .setup("ip route add default via 10.0.7.1");
        }
    },
    /** A tunnel between two gateways across a third. */
    TUNNEL {
        @Override
        void build(Draft lab, Draw draw) {
            String kind = draw.of("gre", "ipip", "vxlan");
            client(lab, draw, "client", "10.0.1");
            end(lab.host("gw1", true).card("eth0", "a", "10.0.1.1/24"), kind, 1, 2);
            lab.host("isp", true).card("eth0", "m1", "10.1.1.254/24").card("eth1", "m2", "10.1.2.254/24");
            end(lab.host("gw2", true).card("eth0", "b", "10.0.2.1/24"), kind, 2, 1);
            client(lab, draw, "server", "10.0.2");
        }

        private void end(Draft.Host host, String kind, int here, int there) {
            String ends = "local 10.1." + here + ".1 remote 10.1." + there + ".1";
            host.card("eth1", "m" + here, "10.1." + here + ".1/24")
                    .knows("tun0", "10.0.8." + here + "/24")
                    .setup("ip route add 10.1." + there + ".0/24 via 10.1." + here + ".254")
                    .setup(
                            kind.equals("vxlan")
                                    ? "ip link add tun0 type vxlan id 7 dstport 4789 srcport 4789 4790 " + ends
                                            + " dev eth1"
                                    : "ip tunnel add tun0 mode " + kind + " " + ends + " ttl 64")
                    .setup("ip addr add 10.0.8." + here + "/24 dev tun0")
                    .setup("ip link set tun0 up")
                    .setup("ip route add 10.0." + there + ".0/24 via 10.0.8." + there);
        }
    };

    private static final String[] ONE_ADDRESS = {"10.0.2.1/24"};
    private static final String[] TWO_ADDRESSES = {"10.0.2.1/24", "10.0.2.11/24"};

    abstract void build(Draft lab, Draw draw);

    private static void client(Draft lab, Draw draw, String name, String network) {
        String first = network + ".2/24";
        Draft.Host host = lab.host(name, false);
        (draw.once(3)
                        ? host.card("eth0", segment(network), first, network + ".3/24")
                        : host.card("eth0", segment(network), first))
                .setup("ip route add default via " + network + ".1");
    }

    private static String segment(String network) {
        return switch (network) {
            case "10.0.1" -> "a";
            case "10.0.2" -> "b";
            default -> "c";
        };
    }

    private static void narrow(Draw draw, Draft.Host one, String card, Draft.Host other, String otherCard) {
        if (draw.once(5)) {
            int mtu = draw.of(576, 1000, 1400);
            one.mtu(card, mtu);
            other.mtu(otherCard, mtu);
        }
    }
}
