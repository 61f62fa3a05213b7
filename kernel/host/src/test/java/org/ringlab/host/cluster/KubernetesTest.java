package org.ringlab.host.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.host.container.SmallLabs.say;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.host.Lab;
import org.ringlab.host.container.SmallLabs;

/** A cluster of three hosts: pods, replica sets that heal, services by rules, with the words of Kubernetes 1.19. */
class KubernetesTest {
    private static final String TOKEN = " --token abcdef.0123456789abcdef";

    private final Lab lab = cluster();

    private static Lab cluster() {
        Lab lab = SmallLabs.hosts(3);
        for (String host : new String[] {"n1", "n2", "n3"}) {
            say(
                    lab,
                    host,
                    "ip route add default via 192.168.1.254",
                    "modprobe br_netfilter",
                    "sysctl -w net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1");
        }
        say(lab, "n1", "kubeadm init" + TOKEN, "mkdir -p .kube", "cp /etc/kubernetes/admin.conf .kube/config");
        for (String host : new String[] {"n2", "n3"}) {
            say(lab, host, "kubeadm join 192.168.1.1:6443" + TOKEN + " --discovery-token-unsafe-skip-ca-verification");
        }
        say(lab, "n1", "kubectl apply -f kube-flannel.yml", "sleep 1");
        return lab;
    }

    private String kubectl(String words) {
        return say(lab, "n1", "kubectl " + words);
    }

    @Test
    void nodesAreReadyOnceTheyHaveANetwork() {
        assertEquals("""
                NAME   STATUS   ROLES    AGE   VERSION
                n1     Ready    master   1s    v1.19.16
                n2     Ready    <none>   1s    v1.19.16
                n3     Ready    <none>   1s    v1.19.16
                """, kubectl("get nodes"));
        assertTrue(say(lab, "n2", "ip route").contains("10.244.2.0/24 via 192.168.1.3 dev eth0"));
    }

    @Test
    void aReplicaSetSpreadsPodsAndHeals() {
        kubectl("create deployment web --image=containous/whoami --replicas=2");
        assertTrue(kubectl("rollout status deployment/web").endsWith("successfully rolled out\n"));
        String before = kubectl("get pods -o wide --no-headers");
        assertTrue(before.contains("10.244.1.2   n2") && before.contains("10.244.2.2   n3"), before);
        String victim = kubectl("get pods -o name").lines().findFirst().orElseThrow();
        kubectl("delete " + victim);
        say(lab, "n1", "sleep 3");
        String after = kubectl("get pods -o wide --no-headers");
        assertFalse(after.contains(victim.substring(4)));
        assertEquals(2, after.lines().filter(l -> l.contains("Running")).count());
        assertNotEquals(addresses(before), addresses(after));
    }

    private static String addresses(String pods) {
        return String.join(
                " ", pods.lines().map(l -> l.split("\\s+")[5]).sorted().toList());
    }

    @Test
    void aServiceIsRulesThatFollowItsPods() {
        kubectl("create deployment web --image=containous/whoami --replicas=3");
        kubectl("expose deployment web --port=80 --type=NodePort");
        say(lab, "n1", "sleep 3");
        String chain = say(lab, "n3", "iptables -t nat -S | grep -- '-A KUBE-SVC' | grep default/web");
        assertEquals(3, chain.lines().count());
        assertTrue(
                chain.contains("--probability 0.33333333349") && chain.contains("--probability 0.50000000000"), chain);
        String address = kubectl("get svc web --no-headers").split("\\s+")[2];
        long answers = Stream.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
                .map(i -> say(lab, "n1", "curl -s " + address + " | head -1"))
                .distinct()
                .count();
        assertEquals(3, answers);
        String port = kubectl("get svc web --no-headers").replaceFirst("(?s).*80:(\\d+)/TCP.*", "$1");
        assertTrue(say(lab, "n3", "curl -s 192.168.1.2:" + port).startsWith("Hostname: web-"));
        kubectl("scale deployment web --replicas=0");
        say(lab, "n1", "sleep 3");
        assertEquals("7\n", say(lab, "n1", "curl -s " + address + "; echo $?"));
        kubectl("delete svc web");
        say(lab, "n1", "sleep 1");
        assertEquals("0\n", say(lab, "n3", "iptables-save | grep -c default/web"));
    }

    @Test
    void podsReachEachOtherOverNodes() {
        kubectl("create deployment web --image=httpd");
        say(lab, "n1", "sleep 1");
        kubectl("run probe --image=busybox -- sleep 10000");
        say(lab, "n1", "sleep 3");
        assertTrue(kubectl("get pods -o wide --no-headers | grep probe").contains("n3"));
        assertTrue(kubectl("exec probe -- wget -qO- http://10.244.1.2/").contains("It works!"));
        assertEquals("default via 10.244.2.1 dev eth0 \n", kubectl("exec probe -- ip route | head -1"));
        assertEquals("probe\n", kubectl("exec probe -- hostname"));
    }

    @Test
    void aNewTemplateReplacesTheOldPodsStepByStep() {
        kubectl("create deployment web --image=nginx --replicas=4");
        kubectl("rollout status deployment/web");
        kubectl("set image deployment/web nginx=nginx:1.19");
        assertTrue(kubectl("rollout status deployment/web").endsWith("successfully rolled out\n"));
        assertEquals(2, kubectl("get rs -o name").lines().count());
        assertEquals(4, kubectl("get pods -o name").lines().count());
        assertEquals("deployment.apps/web rolled back\n", kubectl("rollout undo deployment/web"));
        kubectl("rollout status deployment/web");
        assertTrue(kubectl("get deployment web -o wide").contains("nginx   app=web")
                || kubectl("get deployment web -o wide").contains("nginx        nginx "));
        kubectl("set image deployment/web nginx=nginx:9");
        say(lab, "n1", "sleep 30");
        assertTrue(kubectl("get pods").contains("ImagePullBackOff"));
        assertTrue(kubectl("get deployment web --no-headers").startsWith("web   3/4")
                || kubectl("get deployment web --no-headers").startsWith("web   4/4"));
    }

    @Test
    void aCrashIsRestartedInPlaceWithBackOff() {
        kubectl("run bad --image=busybox -- false");
        say(lab, "n1", "sleep 40");
        assertTrue(
                kubectl("get pods --no-headers").matches("(?s)bad +0/1 +(CrashLoopBackOff|Error) +3 .*"),
                kubectl("get pods"));
    }

    @Test
    void aSilentNodeLosesItsPodsAfterFiveMinutes() {
        kubectl("create deployment web --image=nginx --replicas=2");
        say(lab, "n1", "sleep 3");
        say(lab, "n2", "systemctl stop kubelet");
        say(lab, "n1", "sleep 41");
        assertTrue(kubectl("get nodes --no-headers").contains("n2    NotReady"));
        say(lab, "n1", "sleep 310");
        assertEquals(
                2,
                kubectl("get pods -o wide --no-headers")
                        .lines()
                        .filter(l -> l.contains(" n3 ") && l.contains("Running"))
                        .count());
    }

    @Test
    void aRestartedNodeStartsItsPodsAgain() {
        kubectl("create deployment web --image=nginx --replicas=2");
        say(lab, "n1", "sleep 3");
        say(lab, "n2", "echo net.ipv4.ip_forward=1 >> /etc/sysctl.conf; reboot");
        say(lab, "n1", "sleep 30");
        assertEquals(
                2,
                kubectl("get pods --no-headers")
                        .lines()
                        .filter(l -> l.contains("Running"))
                        .count());
        assertTrue(kubectl("get pods --no-headers").contains("Running   1"));
    }

    @Test
    void drainingMovesPods() {
        kubectl("create deployment web --image=nginx --replicas=2");
        say(lab, "n1", "sleep 3");
        assertTrue(kubectl("drain n2 --ignore-daemonsets").startsWith("node/n2 cordoned\nevicting pod default/web-"));
        say(lab, "n1", "sleep 3");
        assertTrue(kubectl("get nodes --no-headers").contains("Ready,SchedulingDisabled"));
        assertEquals(
                2,
                kubectl("get pods -o wide --no-headers")
                        .lines()
                        .filter(l -> l.contains(" n3 "))
                        .count());
        kubectl("cordon n3");
        kubectl("scale deployment/web --replicas=3");
        say(lab, "n1", "sleep 3");
        String pending = kubectl("get pods --no-headers | grep Pending").split(" ")[0];
        assertTrue(
                kubectl("describe pod " + pending)
                        .contains(
                                "0/3 nodes are available: 1 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate, 2 node(s) were unschedulable."));
    }

    @Test
    void manifestsAreApplied() {
        say(lab, "n1", "cat > web.yml <<'E'\n" + """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                spec:
                  replicas: 2
                  selector:
                    matchLabels: # the pods'
                      app: web
                  template:
                    metadata:
                      labels:
                        app: web
                    spec:
                      containers:
                      - name: nginx
                        image: nginx
                        ports:
                        - containerPort: 80
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                spec:
                  selector:
                    app: web
                  ports:
                  - port: 80
                """ + "E");
        assertEquals("deployment.apps/web created\nservice/web created\n", kubectl("apply -f web.yml"));
        assertEquals("deployment.apps/web unchanged\nservice/web unchanged\n", kubectl("apply -f web.yml"));
        say(lab, "n1", "sleep 3");
        assertTrue(kubectl("get ep web --no-headers").matches("web +10.244.\\d.2:80,10.244.\\d.2:80 .*\n"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("get pods", "No resources found in default namespace.\n"),
                Arguments.of("get pod web", "Error from server (NotFound): pods \"web\" not found\n"),
                Arguments.of("get things", "error: the server doesn't have a resource type \"things\"\n"),
                Arguments.of("create deployment web", "Error: required flag(s) \"image\" not set\n"),
                Arguments.of(
                        "scale deployment web --replicas=2",
                        "Error from server (NotFound): deployments.apps \"web\" not found\n"),
                Arguments.of("run web", "error: required flag(s) \"image\" not set\n"),
                Arguments.of(
                        "fly", "Error: unknown command \"fly\" for \"kubectl\"\nRun 'kubectl --help' for usage.\n"),
                Arguments.of("port-forward x 80", "kubectl: not simulated: kubectl port-forward\n"),
                Arguments.of("apply -f none.yml", "error: the path \"none.yml\" does not exist\n"),
                Arguments.of("delete svc web", "Error from server (NotFound): services \"web\" not found\n"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreAnsweredInKubectlsWords(String words, String said) {
        assertEquals(said, kubectl(words));
    }

    @Test
    void aHostThatIsntPreparedDoesNotJoin() {
        Lab fresh = SmallLabs.hosts(2);
        assertTrue(say(fresh, "n1", "kubeadm init").contains("unable to select an IP from default routes"));
        say(fresh, "n1", "ip route add default via 192.168.1.254");
        assertTrue(
                say(fresh, "n1", "kubeadm init").contains("/proc/sys/net/ipv4/ip_forward contents are not set to 1"));
        say(fresh, "n1", "modprobe br_netfilter; sysctl -w net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1");
        say(fresh, "n1", "kubeadm init" + TOKEN, "iptables -A INPUT -p tcp --dport 6443 -j REJECT");
        say(fresh, "n2", "modprobe br_netfilter; sysctl -w net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1");
        assertTrue(say(
                        fresh,
                        "n2",
                        "kubeadm join 192.168.1.1:6443 --token x --discovery-token-unsafe-skip-ca-verification")
                .contains("connection refused"));
        assertEquals(
                "The connection to the server localhost:8080 was refused - did you specify the right host or port?\n",
                say(fresh, "n2", "kubectl get nodes"));
    }
}
