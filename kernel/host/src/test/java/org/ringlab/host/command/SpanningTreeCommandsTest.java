package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.HostSpec;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.Profile;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;

/** The words and answers are those of bridge-utils 1.7 and iproute2 6.1 on a Linux 6.18 kernel. */
class SpanningTreeCommandsTest {
    private final Lab lab = Lab.boot(new LabSpec(
            "bridges",
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

    @BeforeEach
    void aBridgeWithTwoPorts() {
        run("brctl addbr br0; ip link add v0 type veth peer name v1; ip link add w0 type veth peer name w1;"
                + " brctl addif br0 v0 w0; ip link set v0 up; ip link set v1 up; ip link set w0 up; ip link set w1 up;"
                + " ip link set br0 up");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            setbridgeprio br0 x     | 1 | bad priority
            setbridgeprio br0 70000 | 0 | ''
            setbridgeprio nobr 1    | 1 | set bridge priority failed: No such device
            setbridgeprio v0 1      | 1 | set bridge priority failed: Operation not supported
            setfd br0 x             | 1 | bad forward delay value
            setfd br0 40            | 0 | ''
            setfd br0 3s            | 0 | ''
            setfd v0 3              | 1 | set forward delay failed: Operation not supported
            sethello br0 x          | 1 | bad hello timer value
            sethello br0 0          | 1 | set hello timer failed: Numerical result out of range
            sethello br0 2.5        | 0 | ''
            setmaxage br0 x         | 1 | bad max age value
            setmaxage br0 41        | 1 | set max age failed: Numerical result out of range
            setpathcost br0 v0 x    | 1 | bad path cost value
            setpathcost br0 v0 0    | 1 | set path cost failed: Numerical result out of range
            setpathcost br0 lo 7    | 1 | set path cost failed: No such file or directory
            setpathcost br0 nodev 7 | 1 | set path cost failed: No such device
            setpathcost nobr v0 8   | 0 | ''
            setportprio br0 v0 x    | 1 | bad path priority value
            setportprio br0 v0 64   | 1 | set port priority failed: Numerical result out of range
            setportprio br0 v0 63   | 0 | ''
            stp nobr on             | 1 | set stp status failed: No such device
            stp v0 on               | 1 | set stp status failed: Operation not supported
            stp br0 ON              | 1 | expect on/off for argument
            showstp nobr            | 1 | bridge nobr does not exist!
            showstp v0              | 1 | device v0 is not a bridge!
            """)
    void brctlAnswers(String words, int status, String error) {
        CommandResult result = run("brctl " + words);
        assertEquals(
                status + " " + error, result.status() + " " + result.stderr().strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ip link set br0 type bridge stp_state x          | 255 | Error: argument "x" is wrong: invalid stp_state
            ip link set br0 type bridge forward_delay 100    | 2   | RTNETLINK answers: Numerical result out of range
            ip link set br0 type bridge forward_delay 500    | 0   | ''
            ip link set br0 type bridge priority 70000       | 255 | Error: argument "70000" is wrong: invalid priority
            ip link set v0 type bridge_slave cost 0          | 2   | RTNETLINK answers: Numerical result out of range
            ip link set v0 type bridge_slave state 3         | 2   | RTNETLINK answers: Device or resource busy
            ip link set v1 type bridge_slave cost 12         | 2   | RTNETLINK answers: Operation not supported
            ip link set v1 type bridge stp_state 1           | 2   | RTNETLINK answers: Operation not supported
            ip link add br1 type bridge stp_state 1 forward_delay 100 | 0 | ''
            bridge link set dev v0 cost 0                    | 0   | ''
            bridge link set dev v0 priority 64               | 255 | RTNETLINK answers: Numerical result out of range
            bridge link set dev v0 state disabled            | 255 | RTNETLINK answers: Device or resource busy
            bridge link set dev v0 state 9                   | 255 | RTNETLINK answers: Invalid argument
            bridge link set dev v0 state foo                 | 255 | Error: invalid STP port state
            bridge link set dev nope cost 3                  | 255 | Cannot find bridge device "nope"
            """)
    void ipAnswersWhileTheTreeIsOn(String line, int status, String error) {
        run("brctl stp br0 on");
        CommandResult result = run(line);
        assertEquals(
                status + " " + error, result.status() + " " + result.stderr().strip());
    }

    @Test
    void whatIsSetIsShown() {
        run(
                "brctl setbridgeprio br0 010; brctl setfd br0 1; brctl stp br0 on; ip link set br0 type bridge hello_time 250;"
                        + " ip link set v0 type bridge_slave cost 12 priority 5");
        String shown = run("brctl showstp br0").stdout();
        assertTrue(shown.contains(" forward delay\t\t   2.00\t\t\tbridge forward delay\t   2.00\n"), shown);
        assertTrue(shown.contains(" hello time\t\t   2.50\t"), shown);
        assertTrue(shown.contains(" port id\t\t1401\t\t\tstate\t\t     forwarding\n"), shown);
        assertTrue(shown.contains("\tpath cost\t\t  12\n"), shown);
        assertTrue(run("brctl show br0").stdout().contains("br0\t\t0008."));
        assertTrue(run("bridge link show dev v0").stdout().endsWith(" state forwarding priority 5 cost 12 \n"));
    }

    @Test
    void aPortThatListensPassesNothingOnAndTheTraceSaysSo() {
        run("brctl stp br0 on; ip link set br0 down; ip link set br0 up; ip netns add n; ip link set v1 netns n;"
                + " ip -n n addr add 10.0.0.1/24 dev v1; ip -n n link set v1 up; ip addr add 10.0.0.2/24 dev br0");
        int before = lab.events().size();
        assertFalse(run("ip netns exec n ping -c 1 -W 1 10.0.0.2").ok());
        assertTrue(lab.events().subList(before, lab.events().size()).stream()
                .anyMatch(e -> e instanceof PacketEvent.Switched s && s.decision() == PacketEvent.Switching.BLOCKED));
        run("ip neigh replace 10.0.0.1 lladdr 02:00:00:00:00:01 dev br0; ping -c 1 -W 1 10.0.0.1");
        assertTrue(lab.events().stream()
                .anyMatch(e -> e instanceof PacketEvent.Dropped d && d.reason() == DropReason.PORT_BLOCKED));
        run("ip neigh del 10.0.0.1 dev br0; sleep 30");
        assertTrue(run("ip netns exec n ping -c 1 -W 1 10.0.0.2").ok());
    }

    /** Two bridges with two cables between them, and something to ask for: without a tree the question goes round. */
    @Test
    void aLoopStormsWithoutTheTreeAndIsQuietWithIt() {
        run("brctl addbr br1; ip link set br1 up; ip link set v1 master br1; ip addr add 10.0.0.2/24 dev br0");
        String loop = "ip link set w1 master br1; ping -c 1 -W 1 10.0.0.9";
        assertEquals(List.of("lab-step-budget"), hints(run(loop)));
        run("ip link set w1 nomaster; ip link set w0 down; brctl stp br0 on; brctl stp br1 on; ip link set w0 up");
        CommandResult quiet = run(loop + "; sleep 90; ping -c 1 -W 1 10.0.0.9; sleep 2h");
        assertEquals(List.of(), hints(quiet));
        assertEquals(1, blocked());
        run("brctl stp br0 off; brctl stp br1 off; sleep 40");
        assertEquals(List.of("lab-step-budget"), hints(run("ping -c 1 -W 1 10.0.0.9")));
    }

    private static List<String> hints(CommandResult result) {
        return result.hints().stream().map(hint -> hint.code()).distinct().toList();
    }

    private long blocked() {
        return run("bridge link")
                .stdout()
                .lines()
                .filter(l -> l.contains(" state blocking "))
                .count();
    }

    @Test
    void tcpdumpShowsWhatBridgesSay() {
        run("brctl setfd br0 2; ip link set br0 down; brctl stp br0 on; ip link set br0 up");
        String identity = run("ip -br link show br0").stdout().split("\\s+")[2];
        String port = run("ip -br link show v0").stdout().split("\\s+")[2];
        String shown = run("tcpdump -i v0 -ev -c 1 stp & sleep 3").stdout();
        assertTrue(
                shown.contains(port
                        + " > 01:80:c2:00:00:00, 802.3, length 38: LLC, dsap STP (0x42) Individual, ssap STP"
                        + " (0x42) Command, ctrl 0x03: STP 802.1d, Config, Flags [none], bridge-id 8000." + identity
                        + ".8001, length 35\n\tmessage-age 0.00s, max-age 20.00s, hello-time 2.00s, forwarding-delay"
                        + " 2.00s\n\troot-id 8000." + identity + ", root-pathcost 0\n"),
                shown);
    }
}
