package org.ringlab.host.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.host.container.SmallLabs.say;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.host.Lab;
import org.ringlab.host.container.SmallLabs;

/** A cloud of one controller and two hosts that run guests: where guests go and why, and that they stay reachable. */
class OpenstackTest {
    private final Lab lab = SmallLabs.hosts(3);

    @BeforeEach
    void install() {
        say(lab, "n1", "packstack --install-hosts=192.168.1.1,192.168.1.2,192.168.1.3", ". /root/keystonerc_admin");
    }

    private String openstack(String words) {
        return say(lab, "n1", "openstack " + words);
    }

    private String where() {
        return openstack("server list -f value -c Name -c Host");
    }

    private String ping(String address) {
        return say(
                lab,
                "n1",
                "ip netns exec $(ip netns list | grep qdhcp) ping -c 1 -W 1 " + address + " > /dev/null; echo $?");
    }

    @Test
    void theEmptierHostIsChosenAndTheLogSaysWhy() {
        openstack("server create --flavor m1.small --image cirros --network private --wait a");
        openstack("server create --flavor m1.tiny --image cirros --network private --wait b");
        openstack("server create --flavor m1.tiny --image cirros --network private --wait c");
        assertEquals("c n3\nb n3\na n2\n", where());
        assertTrue(
                say(lab, "n1", "tail -n 2 /var/log/nova/nova-scheduler.log")
                        .contains(
                                "Weighed [WeighedHost [host: (n3, n3) ram: 11264MB disk: 50176MB io_ops: 0 instances: 1, weight: 1.000],"
                                        + " WeighedHost [host: (n2, n2) ram: 9728MB disk: 30720MB io_ops: 0 instances: 1, weight: 0.000]]"));
        assertEquals("0\n0\n", ping("10.0.0.3") + ping("10.0.0.4"));
    }

    @Test
    void theFirstFilterThatEmptiesTheListIsTheReason() {
        assertTrue(
                openstack("server create --flavor m1.large --image cirros big").contains("No valid host was found."));
        assertTrue(say(lab, "n1", "tail -n 1 /var/log/nova/nova-scheduler.log")
                .endsWith("Filter DiskFilter returned 0 hosts\n"));
        say(lab, "n2", "sed -i s/=1.5/=1.0/ /etc/nova/nova.conf");
        say(lab, "n3", "sed -i s/=1.5/=1.0/ /etc/nova/nova.conf");
        openstack("server create --flavor m1.large --image cirros big2");
        assertTrue(say(lab, "n1", "tail -n 1 /var/log/nova/nova-scheduler.log")
                .endsWith("Filter RamFilter returned 0 hosts\n"));
        openstack("compute service set --disable n2 nova-compute");
        openstack("compute service set --disable n3 nova-compute");
        openstack("server create --flavor m1.tiny --image cirros small");
        assertTrue(say(lab, "n1", "tail -n 1 /var/log/nova/nova-scheduler.log")
                .endsWith("Filter ComputeFilter returned 0 hosts\n"));
    }

    @Test
    void aGuestKeepsItsAddressWhenItMoves() {
        openstack("server create --flavor m1.tiny --image cirros --wait a");
        assertEquals("0\n", ping("10.0.0.3"));
        assertTrue(openstack("server migrate --live n3 a").contains("not on shared storage"));
        openstack("server migrate --live n3 --block-migration a");
        assertEquals("a n3\n", where());
        assertEquals("0\n", ping("10.0.0.3"));
        openstack("server migrate a");
        assertEquals("a VERIFY_RESIZE n2\n", openstack("server list -f value -c Name -c Status -c Host"));
        openstack("server resize --confirm a");
        assertEquals("a ACTIVE n2\n", openstack("server list -f value -c Name -c Status -c Host"));
        assertEquals("0\n", ping("10.0.0.3"));
    }

    @Test
    void aStoppedGuestDoesNotAnswer() {
        openstack("server create --flavor m1.tiny --image cirros --wait a");
        openstack("server stop a");
        assertEquals("1\n", ping("10.0.0.3"));
        openstack("server start a");
        say(lab, "n1", "sleep 4");
        assertEquals("0\n", ping("10.0.0.3"));
        openstack("server delete a");
        assertEquals("1\n", ping("10.0.0.3"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("server fly", "openstack: not simulated: openstack server fly\n"),
                Arguments.of(
                        "volume list",
                        "openstack: 'volume list' is not an openstack command. See 'openstack --help'.\n"),
                Arguments.of("server show x", "No server with a name or ID of 'x' exists.\n"),
                Arguments.of(
                        "server create --image cirros x",
                        "openstack server create: error: the following arguments are required: --flavor\n"),
                Arguments.of(
                        "server create --image cirros --flavor huge x",
                        "No flavor with a name or ID of 'huge' exists.\n"),
                Arguments.of("server create --image none --flavor m1.tiny x", "No Image found for none\n"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreAnsweredInItsWords(String words, String said) {
        assertEquals(said, openstack(words));
    }

    @Test
    void withoutCredentialsNothingIsAsked() {
        assertEquals(
                "Missing value auth-url required for auth plugin password\n", say(lab, "n2", "openstack server list"));
    }
}
