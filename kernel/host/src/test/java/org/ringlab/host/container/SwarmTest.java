package org.ringlab.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.host.container.SmallLabs.say;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ringlab.host.Lab;

/** Docker hosts as one, in the words of docker-ce 18.09. */
class SwarmTest {
    private final Lab lab = SmallLabs.hosts(3);

    private String docker(String words) {
        return say(lab, "n1", "docker " + words);
    }

    private void swarm() {
        for (String host : new String[] {"n1", "n2", "n3"}) {
            say(lab, host, "systemctl start docker");
        }
        assertTrue(docker("swarm init").startsWith("Swarm initialized: current node ("));
        String join = docker("swarm join-token worker")
                .lines()
                .filter(l -> l.contains("docker swarm join"))
                .findFirst()
                .orElseThrow();
        assertEquals("This node joined a swarm as a worker.\n", say(lab, "n2", join));
        assertEquals("This node joined a swarm as a worker.\n", say(lab, "n3", join));
    }

    private String answers(String host, String at) {
        return say(
                lab, host, "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do curl -s " + at + " | head -1; done | sort | uniq");
    }

    private String addresses() {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(i -> say(
                        lab,
                        "n" + i,
                        "for c in $(docker ps -q); do docker inspect -f"
                                + " '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' $c; done"))
                .reduce("", String::concat);
    }

    @Test
    void tasksSpreadAndEveryNodeLeadsToThem() {
        swarm();
        String made = docker("service create --name web --replicas 3 -p 8080:80 containous/whoami");
        assertTrue(made.endsWith("3/3: running\nverify: Service converged\n"), made);
        String list = docker("service ls");
        assertTrue(
                list.contains("replicated          3/3                 containous/whoami:latest   *:8080->80/tcp"),
                list);
        for (String node : new String[] {"n1", "n2", "n3"}) {
            assertTrue(docker("service ps web").contains("   " + node + "  "), docker("service ps web"));
            assertEquals("1\n", say(lab, node, "docker ps -q | wc -l"));
        }
        docker("service scale web=2");
        // Wherever one asks, all tasks answer: also a node that has none.
        assertEquals(2, answers("n3", "192.168.1.3:8080").lines().count());
        assertEquals(2, answers("n1", "192.168.1.3:8080").lines().count());
        assertEquals(2, answers("n3", "192.168.1.1:8080").lines().count());
        assertTrue(say(lab, "n1", "iptables -t nat -S DOCKER-INGRESS")
                .contains("--dport 8080 -j DNAT --to-destination 172.18.0.2:8080"));
        assertTrue(docker("network ls").contains("ingress             overlay             swarm"));
        docker("service rm web");
        assertEquals("7\n", say(lab, "n3", "curl -s 192.168.1.1:8080; echo $?"));
    }

    @Test
    void aKilledTaskComesBackWithAnotherAddress() {
        swarm();
        docker("service create -q --name web --replicas 3 -p 8080:80 nginx");
        String before = addresses();
        assertEquals(3, before.lines().distinct().count(), before);
        say(lab, "n2", "docker kill $(docker ps -q)", "sleep 8");
        String ps = docker("service ps web");
        assertTrue(ps.contains("\"task: non-zero exit (137)\"") && ps.contains(" \\_ web."), ps);
        assertNotEquals(before, addresses());
        assertEquals(3, addresses().lines().distinct().count(), addresses());
        assertTrue(say(lab, "n3", "curl -s 192.168.1.2:8080").contains("Welcome to nginx!"));
    }

    @Test
    void aSilentNodeIsGivenUpAndADrainedOneEmptied() {
        swarm();
        docker("service create -q --name web --replicas 3 nginx");
        say(lab, "n3", "systemctl stop docker", "sleep 20");
        assertTrue(docker("node ls").contains("n3                  Down                Active"), docker("node ls"));
        assertTrue(docker("service ls").contains("3/3"));
        docker("node update --availability drain n2");
        say(lab, "n1", "sleep 4");
        assertEquals("3\n", say(lab, "n1", "docker ps -q | wc -l"));
        say(lab, "n3", "systemctl start docker", "sleep 2");
        docker("service scale web=5");
        assertEquals("2\n", say(lab, "n3", "docker ps -q | wc -l"));
        say(lab, "n3", "reboot", "sleep 5; systemctl start docker; sleep 20");
        assertTrue(docker("service ls").contains("5/5"), docker("service ps web"));
    }

    @Test
    void aNewImageReplacesTasksOneByOne() {
        swarm();
        docker("service create -q --name web --replicas 3 nginx:1.18");
        String soon = docker("service update -d --image nginx:1.19 web; sleep 0.6;"
                + " docker service ps web -f desired-state=running");
        assertEquals(2, soon.lines().filter(l -> l.contains("nginx:1.18")).count());
        say(lab, "n1", "sleep 6");
        assertFalse(docker("service ps web -f desired-state=running").contains("nginx:1.18"));
        assertTrue(docker("service update --image nginx:9 web")
                .contains("service update paused: update paused due to failure or early termination of task "));
        String paused = docker("service ps web");
        assertTrue(paused.contains("\"No such image: nginx:9\""), paused);
        String left = docker("service ps web -f desired-state=running");
        assertEquals(2, left.lines().filter(l -> l.contains("nginx:1.19")).count(), left);
    }

    @Test
    void mistakesAreAnsweredInItsWords() {
        assertTrue(docker("swarm init").startsWith("Cannot connect to the Docker daemon"));
        say(lab, "n1", "systemctl start docker");
        say(lab, "n2", "systemctl start docker");
        assertTrue(docker("node ls").startsWith("Error response from daemon: This node is not a swarm manager. Use"));
        assertTrue(
                say(lab, "n2", "docker swarm join --token x 192.168.1.1:2377").contains("connect: connection refused"));
        docker("swarm init");
        assertEquals(
                "Error response from daemon: invalid join token\n",
                say(lab, "n2", "docker swarm join --token x 192.168.1.1:2377"));
        assertTrue(docker("swarm init").contains("already part of a swarm"));
        assertTrue(docker("swarm leave").contains("participating as a manager"));
        assertEquals("Error: No such service: web\n", docker("service rm web"));
        docker("service create -d -q --name web -p 80:80 nginx");
        assertTrue(docker("service create --name b -p 80:80 nginx")
                .contains("port '80' is already in use by service 'web'"));
        assertTrue(docker("service scale web=x").contains("invalid replicas value x"));
        assertEquals("docker: not simulated: docker service logs\n", docker("service logs web"));
        assertEquals("Node left the swarm.\n", docker("swarm leave --force"));
        assertEquals(
                "0\n",
                say(lab, "n1", "ip link | grep -c -e ov-0 -e vx-0; iptables-save | grep -c INGRESS | grep -v 0"));
    }
}
