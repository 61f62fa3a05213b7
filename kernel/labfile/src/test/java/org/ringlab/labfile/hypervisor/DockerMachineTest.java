package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** Docker hosts made from afar: one that is there already, and one that the own hypervisor makes. */
class DockerMachineTest {
    private final Lab lab = lab();

    private static Lab lab() {
        Map<String, Object> hosts = new LinkedHashMap<>();
        hosts.put(
                "me",
                Map.of(
                        "hardware",
                        Map.of("cpu", "intel", "virtualisation", true, "cores", 4, "memory", 8192),
                        "interfaces",
                        Map.of("eth0", Map.of("segment", "lan", "address", "192.168.1.10/24"))));
        hosts.put(
                "box",
                Map.of(
                        "packages",
                        List.of("minimal"),
                        "interfaces",
                        Map.of("eth0", Map.of("segment", "lan", "address", "192.168.1.11/24"))));
        return Lab.boot(LabSpec.read(Map.of("name", "machines", "profile", "centos7", "hosts", hosts))
                .orThrow());
    }

    private String me(String command) {
        return lab.run("me", command).text().strip();
    }

    private static void contains(String text, String part) {
        assertTrue(text.contains(part), () -> text + " lacks " + part);
    }

    @Test
    void takesAHostThatIsThere() {
        contains(
                me("docker-machine create -d generic --generic-ip-address 192.168.1.11 dev"),
                "Docker is up and running!");
        contains(lab.run("box", "rpm -q docker; systemctl is-enabled docker").text(), "docker-1.13.1");
        contains(me("docker-machine ls"), "dev    -        generic   Running   tcp://192.168.1.11:2376");
        me("eval $(docker-machine env dev)");
        assertEquals("dev", me("docker-machine active"));
        me("docker run -d --name web -p 80:80 nginx");
        contains(me("docker ps"), "web");
        contains(lab.run("box", "docker ps").text(), "web");
        contains(me("curl -s 192.168.1.11"), "Welcome to nginx");
        me("eval $(docker-machine env -u)");
        contains(me("docker ps"), "Cannot connect to the Docker daemon at unix:///var/run/docker.sock");
        lab.run("box", "systemctl stop docker");
        me("eval $(docker-machine env dev)");
        assertEquals(
                "Cannot connect to the Docker daemon at tcp://192.168.1.11:2376. Is the docker daemon running?",
                me("docker ps"));
        lab.run("box", "systemctl start docker; iptables -I INPUT -p tcp --dport 2376 -j DROP");
        contains(me("docker ps"), "Cannot connect to the Docker daemon at tcp://192.168.1.11:2376");
    }

    @Test
    void makesAGuestOfTheOwnHypervisor() {
        contains(me("docker-machine create -d kvm vm1"), "Error with pre-create check");
        me("systemctl start libvirtd");
        contains(me("docker-machine create -d kvm --kvm-memory 512 vm1"), "Docker is up and running!");
        contains(me("virsh list"), "vm1");
        contains(me("virsh dominfo vm1"), "524288 KiB");
        contains(me("docker-machine ip vm1"), "192.168.122.");
        contains(me("docker-machine ssh vm1 hostname -I"), me("docker-machine ip vm1"));
        contains(
                me(
                        "eval $(docker-machine env vm1); docker run -d -p 80:80 containous/whoami; curl -s $(docker-machine ip vm1)"),
                "Hostname:");
        contains(me("docker-machine stop vm1"), "Machine \"vm1\" was stopped.");
        assertEquals("Stopped", me("docker-machine status vm1"));
        assertEquals("Host is not running", me("docker-machine ip vm1"));
        contains(me("docker-machine start vm1"), "Machine \"vm1\" was started.");
        assertEquals("Running", me("docker-machine status vm1"));
        contains(me("docker-machine rm -y vm1"), "Successfully removed vm1");
        assertEquals("", me("virsh list --all --name"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    create x | VBoxManage not found
                    create -d vmware x | Driver "vmware" not found. Do you have the plugin binary "docker-machine-driver-vmware"
                    create -d generic x | generic driver requires the --generic-ip-address option
                    create -d generic --generic-ip-address 192.168.1.99 x | Too many retries waiting for SSH
                    create -d kvm a_b | Invalid hostname specified
                    ip nope | Docker machine "nope" does not exist.
                    active | No active host found
                    """)
    void saysWhatIsWrong(String command, String answer) {
        contains(me("docker-machine " + command), answer);
    }

    /** Repositories beside CentOS's own have to be named in a file. */
    @Test
    void installsDockerAndKubeletAsPackages() {
        contains(lab.run("box", "docker ps").text(), "docker: command not found");
        lab.run("box", "yum install -y docker");
        contains(lab.run("box", "docker ps").text(), "Is the docker daemon running?");
        lab.run("box", "systemctl start docker");
        contains(lab.run("box", "docker ps").text(), "CONTAINER ID");
        contains(lab.run("box", "yum install -y kubelet").text(), "No package kubelet available.");
        lab.run(
                "box",
                "mkdir -p /etc/yum.repos.d; printf '[kubernetes]\\nname=Kubernetes\\n' > /etc/yum.repos.d/kubernetes.repo");
        lab.run("box", "yum install -y kubeadm");
        contains(lab.run("box", "rpm -q kubelet").text(), "kubelet-1.19.16-0.x86_64");
    }
}
