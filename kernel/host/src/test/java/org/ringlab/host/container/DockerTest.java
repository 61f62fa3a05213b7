package org.ringlab.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.host.container.SmallLabs.say;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.event.PacketEvent;

/** Containers on the engine's namespaces, cables and rules, with the words of docker-ce 18.09. */
class DockerTest {
    private final Lab lab = SmallLabs.hosts(2);

    @BeforeEach
    void start() {
        say(lab, "n1", "systemctl start docker", "docker pull nginx", "docker pull busybox", "docker pull httpd");
    }

    @Test
    void theDaemonAddsTheRulesOfDocker() {
        assertEquals("""
                -P FORWARD DROP
                -A FORWARD -j DOCKER-USER
                -A FORWARD -j DOCKER-ISOLATION-STAGE-1
                -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                -A FORWARD -o docker0 -j DOCKER
                -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
                -A FORWARD -i docker0 -o docker0 -j ACCEPT
                """, say(lab, "n1", "iptables -S FORWARD"));
        assertEquals(
                "-P POSTROUTING ACCEPT\n-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE\n",
                say(lab, "n1", "iptables -t nat -S POSTROUTING"));
        assertEquals("1\n", say(lab, "n1", "cat /proc/sys/net/ipv4/ip_forward"));
        String before = say(lab, "n1", "iptables-save | grep -v '^#' | grep -v '^:'");
        say(lab, "n1", "systemctl restart docker");
        assertEquals(before, say(lab, "n1", "iptables-save | grep -v '^#' | grep -v '^:'"));
    }

    @Test
    void aPublishedPortIsTranslatedAndCrossesTheBridge() {
        say(lab, "n1", "docker run -d --name web -p 8080:80 httpd");
        int mark = lab.events().size();
        assertEquals("<html><body><h1>It works!</h1></body></html>\n", say(lab, "n2", "curl -s 192.168.1.1:8080"));
        assertTrue(lab.events().subList(mark, lab.events().size()).stream()
                .anyMatch(
                        e -> e instanceof PacketEvent.Received r && r.toString().contains("n1/web")));
        assertEquals(
                "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80\n",
                say(lab, "n1", "iptables -t nat -S DOCKER | tail -1"));
        assertEquals(
                "-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT\n",
                say(lab, "n1", "iptables -S DOCKER | tail -1"));
        say(lab, "n1", "docker rm -f web");
        assertEquals("-A DOCKER -i docker0 -j RETURN\n", say(lab, "n1", "iptables -t nat -S DOCKER | tail -1"));
        assertEquals("", say(lab, "n1", "ip -o link | grep veth"));
    }

    @Test
    void localhostIsServedByTheProxyThatNoRuleNeeds() {
        say(lab, "n1", "docker run -d --name web -p 8080:80 httpd");
        assertEquals("<html><body><h1>It works!</h1></body></html>\n", say(lab, "n1", "curl -s 127.0.0.1:8080"));
        assertEquals("<html><body><h1>It works!</h1></body></html>\n", say(lab, "n1", "curl -s 192.168.1.1:8080"));
    }

    @Test
    void dockerUserDecidesFirst() {
        say(lab, "n1", "docker run -d --name web -p 8080:80 httpd", "iptables -A INPUT -p tcp --dport 8080 -j DROP");
        assertEquals("200", say(lab, "n2", "curl -s -m 2 -o /dev/null -w '%{http_code}' 192.168.1.1:8080"));
        say(lab, "n1", "iptables -I DOCKER-USER -i eth0 -p tcp --dport 80 -j DROP");
        assertEquals("000", say(lab, "n2", "curl -s -m 2 -o /dev/null -w '%{http_code}' 192.168.1.1:8080"));
    }

    @Test
    void aContainerHasNamespacesOfItsOwn() {
        say(lab, "n1", "docker run -dit --name one busybox");
        assertEquals("1\n", say(lab, "n1", "docker exec one sh -c 'ps -e | grep -c \" sh$\" > /dev/null; echo 1'"));
        String id =
                say(lab, "n1", "docker inspect -f '{{.Config.Hostname}}' one").strip();
        assertEquals(id + "\n", say(lab, "n1", "docker exec one hostname"));
        assertEquals("172.17.0.2\n", say(lab, "n1", "docker inspect -f '{{.NetworkSettings.IPAddress}}' one"));
        say(lab, "n1", "docker exec one touch /tmp/inside");
        assertEquals("", say(lab, "n1", "ls /tmp"));
        for (String kind : new String[] {"net", "pid", "mnt", "uts", "ipc"}) {
            String outside = say(lab, "n1", "readlink /proc/1/ns/" + kind);
            String inside = say(lab, "n1", "readlink /proc/$(docker inspect -f '{{.State.Pid}}' one)/ns/" + kind);
            assertNotEquals(outside, inside, kind);
            assertEquals(inside, say(lab, "n1", "docker exec one readlink /proc/1/ns/" + kind));
        }
        assertEquals(
                say(lab, "n1", "readlink /proc/1/ns/user"), say(lab, "n1", "docker exec one readlink /proc/1/ns/user"));
    }

    @Test
    void limitsAreControlGroups() {
        say(lab, "n1", "docker run -d --name small -m 64m --cpus 0.5 busybox sleep 1000");
        String id = say(lab, "n1", "docker inspect -f '{{.Id}}' small").strip();
        assertEquals(
                "67108864\n50000\n",
                say(
                        lab,
                        "n1",
                        "cat /sys/fs/cgroup/memory/docker/" + id + "/memory.limit_in_bytes",
                        "cat /sys/fs/cgroup/cpu/docker/" + id + "/cpu.cfs_quota_us"));
        assertEquals(
                "7:memory:/docker/" + id + "\n",
                say(lab, "n1", "grep memory /proc/$(docker inspect -f '{{.State.Pid}}' small)/cgroup"));
        Lab newer = SmallLabs.hosts(1, "recorded");
        say(newer, "n1", "systemctl start docker", "docker run -d --name small -m 64m --cpus 0.5 busybox sleep 1000");
        assertEquals(
                "67108864\n50000 100000\n",
                say(newer, "n1", "cd /sys/fs/cgroup/system.slice/docker-*.scope; cat memory.max cpu.max"));
    }

    @Test
    void networksOfOnesOwnKnowNamesAndKeepOthersOut() {
        say(
                lab,
                "n1",
                "docker network create shop",
                "docker run -d --name web --network shop httpd",
                "docker run -dit --name friend --network shop busybox",
                "docker run -dit --name stranger busybox");
        assertEquals(
                "172.18.0.1\n",
                say(lab, "n1", "docker network inspect -f '{{range .IPAM.Config}}{{.Gateway}}{{end}}' shop"));
        assertTrue(say(lab, "n1", "docker exec friend wget -qO- http://web/").contains("It works!"));
        assertEquals("1\n", say(lab, "n1", "docker exec stranger ping -c 1 -W 1 172.18.0.2 > /dev/null; echo $?"));
        assertFalse(say(lab, "n1", "docker exec stranger wget -qO- http://web/").contains("It works!"));
        say(lab, "n1", "docker network connect shop stranger");
        assertTrue(say(lab, "n1", "docker exec stranger wget -qO- http://172.18.0.2/")
                .contains("It works!"));
    }

    @Test
    void aPoolThatTheHostUsesIsLeftOut() {
        say(lab, "n1", "ip addr add 172.18.133.210/16 dev eth0", "docker network create shop");
        assertEquals(
                "172.19.0.0/16\n",
                say(lab, "n1", "docker network inspect -f '{{range .IPAM.Config}}{{.Subnet}}{{end}}' shop"));
    }

    @Test
    void firstProcessesEndAndPoliciesStartThemAgain() {
        say(
                lab,
                "n1",
                "docker run -d --name web --restart always nginx",
                "docker run -d --name nap busybox sleep 5",
                "docker run -d --name deaf busybox sleep 1000");
        say(lab, "n1", "kill -9 $(docker inspect -f '{{.State.Pid}}' web)", "sleep 6");
        assertEquals("true\n", say(lab, "n1", "docker inspect -f '{{.State.Running}}' web"));
        assertEquals("exited 0\n", say(lab, "n1", "docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' nap"));
        long before = lab.network().clock().nanos();
        say(lab, "n1", "docker stop deaf");
        assertEquals(10_000_000_000L, lab.network().clock().nanos() - before);
        assertEquals("137\n", say(lab, "n1", "docker inspect -f '{{.State.ExitCode}}' deaf"));
        say(lab, "n1", "docker stop web", "sleep 200");
        assertEquals("exited 0\n", say(lab, "n1", "docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' web"));
    }

    @Test
    void filesOutliveARestartAndVolumesAreTheHosts() {
        say(
                lab,
                "n1",
                "mkdir /srv; echo mounted > /srv/index.html",
                "docker run -d --name web -v /srv:/usr/share/nginx/html:ro nginx",
                "docker run -d --name kept nginx",
                "docker exec kept sh -c 'echo kept > /usr/share/nginx/html/index.html'",
                "docker restart kept");
        assertEquals("mounted\nkept\n", say(lab, "n1", "curl -s 172.17.0.2; curl -s 172.17.0.3"));
        assertTrue(
                say(lab, "n1", "docker exec web touch /usr/share/nginx/html/x").contains("Read-only file system"));
    }

    @Test
    void whatWasPrintedIsInTheLog() {
        assertEquals("hello\n", say(lab, "n1", "docker run --name say busybox echo hello"));
        assertEquals("hello\n", say(lab, "n1", "docker logs say"));
        assertEquals("3\n", say(lab, "n1", "docker run --rm busybox sh -c 'exit 3'; echo $?"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("docker fly", "docker: 'fly' is not a docker command.\nSee 'docker --help'\n", 1),
                mistake("docker commit x", "docker: not simulated: docker commit\n", 1),
                mistake("docker run", "\"docker run\" requires at least 1 argument.\nSee 'docker run --help'.\n", 125),
                mistake("docker run --nme x nginx", "unknown flag: --nme\nSee 'docker run --help'.\n", 125),
                mistake("docker run --privileged nginx", "docker: not simulated: docker run --privileged\n", 125),
                mistake(
                        "docker run -p 80:x nginx",
                        "docker: Invalid containerPort: x.\nSee 'docker run --help'.\n",
                        125),
                mistake("docker exec web ls", "Error: No such container: web\n", 1),
                mistake("docker stop web", "Error response from daemon: No such container: web\n", 1),
                mistake("docker rm web", "Error: No such container: web\n", 1),
                mistake("docker inspect web", "[]\nError: No such object: web\n", 1),
                mistake(
                        "docker network rm bridge",
                        "Error response from daemon: bridge is a pre-defined network and cannot be removed\n",
                        1),
                mistake("docker network rm none-such", "Error: No such network: none-such\n", 1));
    }

    private static Arguments mistake(String command, String said, int status) {
        return Arguments.of(command, said, status);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreAnsweredInDockersWords(String command, String said, int status) {
        assertEquals(said + status + "\n", say(lab, "n1", command, "echo $?"));
    }

    @Test
    void aPortIsGivenAwayOnce() {
        say(lab, "n1", "docker run -d --name web -p 80:80 nginx");
        assertTrue(say(lab, "n1", "docker run -d --name more -p 80:80 nginx")
                .endsWith("Bind for 0.0.0.0:80 failed: port is already allocated.\n"));
        assertTrue(say(lab, "n1", "docker ps -a --format '{{.Names}} {{.Status}}' | grep more")
                .startsWith("more "));
        assertEquals("0.0.0.0:80\n", say(lab, "n1", "docker port web 80"));
    }

    @Test
    void withoutTheDaemonNothingAnswers() {
        assertEquals(
                "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n1\n",
                say(lab, "n2", "docker ps; echo $?"));
    }

    @Test
    void theSameCommandsGiveTheSameIdentifiers() {
        String[] lines = {"systemctl start docker", "docker run -d nginx", "docker network create a", "docker ps"};
        assertEquals(say(SmallLabs.hosts(1), "n1", lines), say(SmallLabs.hosts(1), "n1", lines));
    }
}
