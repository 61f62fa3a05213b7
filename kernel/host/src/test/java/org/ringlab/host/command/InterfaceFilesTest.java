package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** {@code /sys/class/net}, and keywords of {@code ip} cut short: as Linux 6.18 and iproute2 6.1 answer. */
class InterfaceFilesTest {
    private final Lab lab = Lab.boot(LabSpec.read(Map.of(
                    "name",
                    "bridge-files",
                    "profile",
                    "debian12",
                    "hosts",
                    Map.of(
                            "box",
                            Map.of(
                                    "interfaces",
                                    Map.of(),
                                    "setup",
                                    List.of(
                                            "ip link add br0 type bridge",
                                            "ip link add v0 address 02:00:00:00:00:10 type veth peer name v1",
                                            "ip link set v0 master br0",
                                            "ip link set br0 up",
                                            "ip link set v0 up",
                                            "ip link set v1 up",
                                            "cd /sys/class/net")))))
            .orThrow());

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            ls                                                            => br0 lo v0 v1
            ls br0/brif                                                   => v0
            cat br0/bridge/forward_delay br0/bridge/hello_time            => 1500 200
            cat br0/bridge/max_age br0/bridge/ageing_time                 => 2000 30000
            cat br0/bridge/bridge_id br0/bridge/root_id                   => 8000.020000000010 8000.020000000010
            cat br0/bridge/stp_state br0/bridge/priority                  => 0 32768
            cat v0/brport/path_cost v0/brport/priority v0/brport/port_id  => 2 32 0x8001
            cat v0/brport/state v0/brport/designated_port v0/brport/port_no => 3 32769 0x1
            cat br0/brif/v0/state                                         => 3
            cat v0/address v0/mtu v0/operstate v0/carrier v0/type         => 02:00:00:00:00:10 1500 up 1 1
            cat lo/operstate lo/type br0/operstate                        => unknown 772 up
            echo 1 > br0/bridge/stp_state; brctl show br0 | tail -n 1    => br0 8000.020000000010 yes v0
            echo 400 > br0/bridge/forward_delay; cat br0/bridge/forward_delay => 400
            echo 0x10 > br0/bridge/ageing_time; cat br0/bridge/ageing_time => 16
            echo 100 > br0/bridge/priority; cat br0/bridge/bridge_id      => 0064.020000000010
            echo 7 > v0/brport/path_cost; cat v0/brport/path_cost         => 7
            echo 5 > v0/brport/priority; cat v0/brport/port_id            => 0x1401
            echo 1300 > v0/mtu; cat v0/mtu br0/mtu                        => 1300 1300
            echo 0 > v0/brport/path_cost                                  => bash: echo: write error: Numerical result out of range
            echo 70 > v0/brport/priority                                  => bash: echo: write error: Numerical result out of range
            echo 2100 > br0/bridge/hello_time                             => bash: echo: write error: Numerical result out of range
            echo x > br0/bridge/forward_delay                             => bash: echo: write error: Invalid argument
            echo 50 > v0/mtu                                              => bash: echo: write error: Invalid argument
            cat zz/mtu                                                    => cat: zz/mtu: No such file or directory
            cat br0/bridge                                                => cat: br0/bridge: Is a directory
            ip netns add n; ip netns exec n ls /sys/class/net             => lo
            """)
    void files(String typed, String printed) {
        assertEquals(printed, run("cd /sys/class/net; " + typed));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            ip link set v1 ma br0; ls br0/brif                     => v0 v1
            ip link set v0 nom; ls br0/brif; echo $?               => 0
            ip link set v0 m br0                                   =>
            ip link set v0 addr 02:00:00:00:00:20; cat v0/address  => 02:00:00:00:00:20
            ip link set v0 n v9                                    => Error: either "dev" is duplicate, or "v9" is a garbage.
            ip link set v0 arp of                                  => Error: argument of "arp" must be "on" or "off", not "of"
            ip link add d1 mt 1300 type dummy                      => Error: either "dev" is duplicate, or "mt" is a garbage.
            ip link add x ty veth pe name y                        => Usage: ip link <options> type veth [peer <options>] To get <options> type 'ip link add help'
            ip a a 10.0.0.2/24 br + dev br0; ip -o -4 a s br0 | grep -c 'brd 10.0.0.255' => 1
            ip a a 10.0.0.2/24 br + de br0                         => Error: either "local" is duplicate, or "de" is a garbage.
            ip a s d br0                                           => Error: either "dev" is duplicate, or "br0" is a garbage.
            ip r a unr 10.3.0.0/16 me 5 ta 7; ip r s t 7           => unreachable 10.3.0.0/16 metric 5
            ip r a proh 10.3.0.0/16; ip r                          => prohibit 10.3.0.0/16
            ip r g t 10.9.0.1                                      => Error: any valid prefix is expected rather than "t".
            ip ru a from 10.0.0.0/8 ta 100 pri 7; ip ru | grep 100 => 7: from 10.0.0.0/8 lookup 100
            ip ru a from 10.0.0.0/8 lo 100                         => Error: argument "lo" is wrong: Failed to parse rule type
            ip ru a pref 52 unr; ip ru | grep 52:                 => 52: from all unreachable
            ip ru a fwm 1 table 100                                => Error: argument "fwm" is wrong: Failed to parse rule type
            ip n a 10.0.0.9 ll 02:00:00:00:00:01 dev br0; ip n     => 10.0.0.9 dev br0 lladdr 02:00:00:00:00:01 PERMANENT
            ip n a 10.0.0.9 ll 02:00:00:00:00:01 de br0            => Error: either "to" is duplicate, or "de" is a garbage.
            ip n s d br0                                           => Error: any valid prefix is expected rather than "d".
            """)
    void keywordsCutShort(String typed, String printed) {
        assertEquals(printed == null ? "" : printed, run("cd /sys/class/net; " + typed));
    }

    /** What is printed, on one line, blanks in a row as one. */
    private String run(String line) {
        CommandResult result = lab.run("box", line);
        return (result.stdout() + result.stderr()).strip().replaceAll("\\s+", " ");
    }
}
