package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.HostSpec;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.Profile;

/** macvlan, tun and tap: the answers are those of iproute2 6.1 on a Linux 6.18 kernel. */
class VirtualCardsTest {
    private final Lab lab = Lab.boot(new LabSpec(
            "cards",
            new LabSpec.Title("", ""),
            "",
            "",
            Profile.RECORDED,
            List.of(),
            List.of(new HostSpec("box", false, false, List.of(), List.of())),
            List.of(),
            List.of()));

    private CommandResult run(String line) {
        return lab.run("box", line);
    }

    private void answers(String line, int status, String error) {
        CommandResult result = run(line);
        assertEquals(
                status + " " + error,
                result.status() + " " + result.stderr().lines().findFirst().orElse(""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ip link add link v0 m9 type macvlan mode passthru | 2 | RTNETLINK answers: Invalid argument
            ip link add link v0 m9 type macvlan mode nope | 1 | Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", not "nope"
            ip link add link v0 m9 type macvlan foo       | 1 | macvlan: unknown option "foo"?
            ip link add m9 type macvlan                   | 2 | RTNETLINK answers: Invalid argument
            ip link add link nodev m9 type macvlan        | 1 | Cannot find device "nodev"
            ip link add link lo m9 type macvlan           | 2 | RTNETLINK answers: Invalid argument
            ip link set m0 mtu 1600                       | 2 | RTNETLINK answers: Invalid argument
            ip link set v0 master br0                     | 2 | RTNETLINK answers: Device or resource busy
            brctl addif br0 v0                            | 1 | device v0 is already a member of a bridge; can't add it to bridge br0.
            brctl addif br0 m0                            | 0 | ''
            ip link set m0 type macvlan mode private      | 0 | ''
            ip link add link v0 address 02:00:00:00:00:10 m9 type macvlan; ip link set m9 up | 2 | RTNETLINK answers: Address already in use
            """)
    void macvlanAnswers(String line, int status, String error) {
        run("ip link add v0 type veth peer name v1; ip link set v0 address 02:00:00:00:00:10;"
                + " ip link add link v0 m0 type macvlan mode bridge; brctl addbr br0");
        answers(line, status, error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ip tuntap add tap0 mode tap           | 1   | ioctl(TUNSETIFF): Device or resource busy
            ip tuntap add dev tapx                | 1   | You failed to specify a tunnel mode
            ip tuntap add dev tap2 mode foo       | 255 | Unknown tunnel mode "foo"
            ip link set tun0 master br0           | 2   | RTNETLINK answers: Invalid argument
            ip tuntap del dev tap0 mode tun       | 1   | ioctl(TUNSETIFF): Invalid argument
            ip tuntap del dev tap0 mode tap       | 0   | ''
            ip tuntap del dev tap9 mode tap       | 0   | ''
            ip tuntap foo                         | 255 | Command "foo" is unknown, try "ip tuntap help".
            ip link add t5 type tun               | 2   | Error: tun/tap creation via rtnetlink is not supported.
            """)
    void tuntapAnswers(String line, int status, String error) {
        run("ip tuntap add dev tap0 mode tap; ip tuntap add tun0 mode tun; brctl addbr br0");
        answers(line, status, error);
    }

    @Test
    void aTapThatNobodyHoldsHasNoCarrier() {
        run("brctl addbr br0; ip link set br0 up; ip tuntap add dev tap0 mode tap; ip tuntap add tun0 mode tun;"
                + " ip link set tap0 master br0; ip link set tap0 up; ip link set tun0 up");
        assertEquals("tap0: tap persist\ntun0: tun persist\n", run("ip tuntap").stdout());
        String tap = run("ip link show tap0").stdout();
        assertTrue(
                tap.contains(
                        ": tap0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc pfifo_fast master br0 state DOWN"),
                tap);
        String tun = run("ip link show tun0").stdout();
        assertTrue(
                tun.matches(
                        "(?s).*: tun0: <NO-CARRIER,POINTOPOINT,MULTICAST,NOARP,UP> mtu 1500 qdisc pfifo_fast state DOWN"
                                + " mode DEFAULT group default qlen 500\n    link/none \n"),
                tun);
        assertTrue(run("bridge link show dev tap0").stdout().contains(" state disabled "));
        assertTrue(run("ip link show br0").stdout().contains("<NO-CARRIER,BROADCAST,MULTICAST,UP>"));
    }

    /** Two guests on a card of the host, and a host outside: who reaches whom. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bridge  | yes yes no
            private | yes no no
            vepa    | yes no no
            """)
    void whoHearsWhom(String mode, String reached) {
        run("for n in out a b; do ip netns add $n; done; ip link add v0 type veth peer name w netns out;"
                + " ip addr add 10.0.0.1/24 dev v0; ip link set v0 up; ip -n out addr add 10.0.0.9/24 dev w;"
                + " ip -n out link set w up; for n in a b; do ip link add link v0 c$n type macvlan mode MODE;"
                        .replace("MODE", mode)
                + " ip link set c$n netns $n; done; ip -n a addr add 10.0.0.2/24 dev ca; ip -n b addr add 10.0.0.3/24 dev cb;"
                + " ip -n a link set ca up; ip -n b link set cb up");
        StringBuilder seen = new StringBuilder();
        for (String to : List.of("10.0.0.9", "10.0.0.3", "10.0.0.1")) {
            seen.append(run("ip netns exec a ping -c 1 -W 1 " + to).ok() ? "yes " : "no ");
        }
        assertEquals(reached, seen.toString().strip());
    }
}
