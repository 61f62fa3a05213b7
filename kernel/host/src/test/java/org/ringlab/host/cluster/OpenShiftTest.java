package org.ringlab.host.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.host.container.SmallLabs.say;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringlab.host.Lab;
import org.ringlab.host.container.SmallLabs;

/** What oc adds to kubectl. */
class OpenShiftTest {
    private final Lab lab = SmallLabs.hosts(3);

    private String oc(String words) {
        return say(lab, "n1", "oc " + words);
    }

    @BeforeEach
    void cluster() {
        String ready = "modprobe br_netfilter; sysctl -q -w net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1";
        for (int i = 1; i <= 3; i++) {
            say(lab, "n" + i, "ip route add default via 192.168.1.254", ready);
        }
        say(
                lab,
                "n1",
                "kubeadm init --token abcdef.0123456789abcdef",
                "mkdir -p /root/.kube; cp /etc/kubernetes/admin.conf /root/.kube/config",
                "kubectl apply -f /root/kube-flannel.yml");
        for (int i = 2; i <= 3; i++) {
            say(
                    lab,
                    "n" + i,
                    "kubeadm join 192.168.1.1:6443 --token abcdef.0123456789abcdef --discovery-token-unsafe-skip-ca-verification");
        }
        say(lab, "n1", "sleep 3");
    }

    @Test
    void aRouteLeadsAHostNameToTheApplicationsPods() {
        String made = oc("new-app containous/whoami --name=web");
        assertTrue(made.contains("deployment.apps \"web\" created\n    service \"web\" created\n--> Success"), made);
        assertEquals("route.route.openshift.io/web exposed\n", oc("expose service/web --hostname=www.example.com"));
        assertTrue(oc("get routes").contains("web    www.example.com          web        80-tcp "), oc("get routes"));
        oc("scale deployment web --replicas=3");
        say(lab, "n1", "sleep 4");
        String asked =
                "for i in 1 2 3 4 5 6; do curl -s -H 'Host: www.example.com' 192.168.1.1 | head -1; done | sort -u | wc -l";
        assertEquals("3\n", say(lab, "n3", asked));
        String other = "curl -s -H 'Host: other.example.com' -o /dev/null -w '%{http_code}' 192.168.1.1";
        assertEquals("503", say(lab, "n3", other).strip());
        oc("delete pod $(kubectl get pods -o name | head -1 | cut -c5-)");
        say(lab, "n1", "sleep 4");
        assertEquals("3\n", say(lab, "n3", asked));
        assertEquals("route.route.openshift.io \"web\" deleted\n", oc("delete route/web"));
        assertEquals("0\n", say(lab, "n3", "curl -s -H 'Host: www.example.com' 192.168.1.1 | grep -c Hostname"));
    }

    @Test
    void mistakesAreAnswered() {
        assertTrue(oc("new-app nothing").contains("unable to locate any local docker images with name \"nothing\""));
        assertEquals("Error from server (NotFound): services \"web\" not found\n", oc("expose service web"));
        oc("new-app nginx --name=web");
        assertTrue(oc("new-app nginx --name=web").contains("already exists"));
        assertTrue(oc("new-app https://example.com/x.git").contains("not simulated"));
        assertEquals("oc: not simulated: oc login\n", oc("login"));
    }
}
