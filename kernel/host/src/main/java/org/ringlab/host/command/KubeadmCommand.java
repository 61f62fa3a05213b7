package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.host.cluster.Cluster;
import org.ringlab.host.container.Digest;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.unit.Units;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.TcpConnection;

/** {@code kubeadm} 1.19: makes a control plane, and lets nodes join it. */
final class KubeadmCommand extends NamedCommand {
    private static final int API_PORT = 6443;

    KubeadmCommand() {
        super(
                "kubeadm",
                "kubeadm init --pod-network-cidr=NET, kubeadm join ADDRESS:6443 --token TOKEN …: a Kubernetes cluster");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        if (args.isEmpty()) {
            io.out().line("Usage:\n  kubeadm [command]\n\nCommands simulated here: init join token version");
            return 0;
        }
        List<String> rest = args.subList(1, args.size());
        return switch (args.getFirst()) {
            case "init" -> init(session, rest, io);
            case "join" -> join(session, rest, io);
            case "token" -> token(session, rest, io);
            case "version" -> {
                io.out().line("kubeadm version: &version.Info{Major:\"1\", Minor:\"19\", GitVersion:\"v1.19.16\"}");
                yield 0;
            }
            default -> {
                io.err().line("kubeadm: not simulated: kubeadm " + args.getFirst());
                yield 1;
            }
        };
    }

    /** What kubeadm looks at before it begins; each failure is a mistake to mend. */
    private static boolean preflight(Session session, Streams io) {
        NetStack stack = session.machine().host().stack();
        StringBuilder errors = new StringBuilder();
        if (stack.sysctls()
                .get("net.bridge.bridge-nf-call-iptables")
                .filter(v -> v != 0)
                .isEmpty()) {
            boolean absent =
                    stack.sysctls().get("net.bridge.bridge-nf-call-iptables").isEmpty();
            errors.append("\t[ERROR FileContent--proc-sys-net-bridge-bridge-nf-call-iptables]:"
                    + " /proc/sys/net/bridge/bridge-nf-call-iptables "
                    + (absent ? "does not exist\n" : "contents are not set to 1\n"));
        }
        if (stack.sysctls().get("net.ipv4.ip_forward").filter(v -> v != 0).isEmpty()) {
            errors.append(
                    "\t[ERROR FileContent--proc-sys-net-ipv4-ip_forward]: /proc/sys/net/ipv4/ip_forward contents are not"
                            + " set to 1\n");
        }
        if (errors.isEmpty()) {
            return true;
        }
        io.err()
                .print("error execution phase preflight: [preflight] Some fatal errors occurred:\n" + errors
                        + "[preflight] If you know what you are doing, you can make a check non-fatal with"
                        + " `--ignore-preflight-errors=...`\n");
        return false;
    }

    private static Optional<Ipv4Address> ownAddress(Machine machine) {
        return machine.stack().interfaces().stream()
                .filter(i -> !i.isLoopback() && i.isUp())
                .filter(i -> !i.name().startsWith("docker") && !i.name().startsWith("br-"))
                .flatMap(i -> i.addresses().stream())
                .map(a -> a.prefix().address())
                .findFirst();
    }

    private static int init(Session session, List<String> words, Streams io) {
        DockerOptions options = DockerOptions.parse(
                words, true, "pod-network-cidr:", "apiserver-advertise-address:", "token:", "kubernetes-version:");
        if (options.complaint().isPresent()) {
            io.err()
                    .line(options.complaint().get()
                            + "\nTo see the stack trace of this error execute with --v=5 or higher");
            return 1;
        }
        Machine machine = session.machine().host();
        Optional<Ipv4Prefix> pods = Ipv4Prefix.parse(options.value("pod-network-cidr", "10.244.0.0/16"));
        if (pods.isEmpty() || pods.get().length() > 20) {
            io.err()
                    .line(
                            "podSubnet: Invalid value: \"" + options.value("pod-network-cidr", "")
                                    + "\": couldn't parse subnet\nTo see the stack trace of this error execute with --v=5 or higher");
            return 3;
        }
        Optional<Ipv4Address> own = options.has("apiserver-advertise-address")
                ? Ipv4Address.parse(options.value("apiserver-advertise-address", ""))
                : ownAddress(machine);
        boolean leads = machine.stack().routing().main().rows().stream()
                .anyMatch(r -> r.destination().length() == 0);
        if (own.isEmpty() || !leads && !options.has("apiserver-advertise-address")) {
            io.err()
                    .line(
                            "unable to select an IP from default routes.\nTo see the stack trace of this error execute with"
                                    + " --v=5 or higher");
            return 1;
        }
        io.out().line("[init] Using Kubernetes version: v1.19.16\n[preflight] Running pre-flight checks");
        if (machine.fleet().clusters().containsKey(machine.hostName())) {
            io.err()
                    .line(
                            "error execution phase preflight: [preflight] Some fatal errors occurred:\n\t[ERROR Port-6443]: Port"
                                    + " 6443 is in use");
            return 1;
        }
        if (!preflight(session, io)) {
            return 1;
        }
        String digest = Digest.hex("token " + machine.hostName());
        String token = options.value("token", digest.substring(0, 6) + "." + digest.substring(6, 22));
        if (!token.matches("[a-z0-9]{6}\\.[a-z0-9]{16}")) {
            io.err()
                    .line(
                            "bootstrapTokens[0].token: Invalid value: \"" + token
                                    + "\": the bootstrap token is invalid\nTo see the stack trace of this error execute with --v=5 or higher");
            return 3;
        }
        Cluster cluster = new Cluster(
                machine.fleet(),
                machine.hostName(),
                own.get(),
                token,
                pods.get().network());
        machine.fleet().clusters().put(machine.hostName(), cluster);
        cluster.join(machine, own.get());
        Units.find(machine, "kubelet").ifPresent(unit -> Units.enable(machine, unit));
        machine.files().install("/etc/kubernetes/admin.conf", config(own.get()));
        machine.files().install("/root/kube-flannel.yml", flannel(pods.get().network()));
        io.out().print(done(own.get(), token));
        return 0;
    }

    private static String config(Ipv4Address api) {
        return "apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n    server: https://" + api + ":" + API_PORT
                + "\n  name: kubernetes\ncurrent-context: kubernetes-admin@kubernetes\n";
    }

    /** The manifest that one fetches from flannel's repository, without what has no effect here. */
    private static String flannel(Ipv4Prefix pods) {
        return "kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: kube-flannel-cfg\n  namespace: kube-system\ndata:\n"
                + "  net-conf.json: |\n    {\n      \"Network\": \"" + pods
                + "\",\n      \"Backend\": {\n        \"Type\": \"host-gw\"\n      }\n    }\n";
    }

    private static String done(Ipv4Address api, String token) {
        return "[certs] Using certificateDir folder \"/etc/kubernetes/pki\"\n"
                + "[kubeconfig] Writing \"admin.conf\" kubeconfig file\n"
                + "[kubelet-start] Starting the kubelet\n"
                + "[control-plane] Creating static Pod manifest for \"kube-apiserver\"\n"
                + "[control-plane] Creating static Pod manifest for \"kube-controller-manager\"\n"
                + "[control-plane] Creating static Pod manifest for \"kube-scheduler\"\n"
                + "[addons] Applied essential addon: kube-proxy\n\n"
                + "Your Kubernetes control-plane has initialized successfully!\n\n"
                + "To start using your cluster, you need to run the following as a regular user:\n\n"
                + "  mkdir -p $HOME/.kube\n"
                + "  sudo cp -i /etc/kubernetes/admin.conf $HOME/.kube/config\n"
                + "  sudo chown $(id -u):$(id -g) $HOME/.kube/config\n\n"
                + "You should now deploy a pod network to the cluster.\n\n"
                + "Then you can join any number of worker nodes by running the following on each as root:\n\n"
                + joinLine(api, token);
    }

    private static String joinLine(Ipv4Address api, String token) {
        return "kubeadm join " + api + ":" + API_PORT + " --token " + token
                + " \\\n    --discovery-token-ca-cert-hash sha256:" + Digest.hex("ca " + api) + "\n";
    }

    private static int token(Session session, List<String> words, Streams io) {
        Cluster cluster =
                session.machine().fleet().clusters().get(session.machine().hostName());
        if (cluster == null || !words.equals(List.of("create", "--print-join-command"))) {
            io.err().line("kubeadm: not simulated: kubeadm token but create --print-join-command on the control plane");
            return 1;
        }
        io.out().print(joinLine(cluster.apiAddress(), cluster.token()).replace("\\\n   ", ""));
        return 0;
    }

    private static int join(Session session, List<String> words, Streams io) {
        DockerOptions options = DockerOptions.parse(
                words, true, "token:", "discovery-token-ca-cert-hash:", "discovery-token-unsafe-skip-ca-verification");
        if (options.complaint().isPresent() || options.operands().size() != 1) {
            io.err()
                    .line(options.complaint()
                                    .orElse("discovery: Invalid value: \"\": bootstrapToken or file must be set")
                            + "\nTo see the stack trace of this error execute with --v=5 or higher");
            return 3;
        }
        String[] place = options.operands().getFirst().split(":");
        Optional<Ipv4Address> api = Ipv4Address.parse(place[0]);
        if (api.isEmpty() || place.length != 2 || !place[1].equals(String.valueOf(API_PORT))) {
            io.err()
                    .line("discovery.bootstrapToken.apiServerEndpoint: Invalid value: \""
                            + options.operands().getFirst()
                            + "\"\nTo see the stack trace of this error execute with --v=5 or higher");
            return 3;
        }
        boolean unsafe = options.has("discovery-token-unsafe-skip-ca-verification");
        if (!unsafe && !options.has("discovery-token-ca-cert-hash")) {
            io.err()
                    .line(
                            "discovery.bootstrapToken.caCertHashes: Invalid value: \"\": using token-based discovery without"
                                    + " caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in your kubeadm config file or pass"
                                    + " --discovery-token-unsafe-skip-ca-verification flag to continue\nTo see the stack trace of this error"
                                    + " execute with --v=5 or higher");
            return 3;
        }
        io.out().line("[preflight] Running pre-flight checks");
        Machine machine = session.machine().host();
        if (!preflight(session, io)) {
            return 1;
        }
        // The one thing of the control plane's talk that is really sent: can the API server be reached?
        TcpConnection asked = machine.stack().sockets().connect(Ipv4Address.ANY, 0, api.get(), API_PORT);
        machine.stack()
                .network()
                .queue()
                .runUntil(() -> asked.connected() || !asked.error().isEmpty(), 300 * SimClock.SECOND);
        boolean reached = asked.connected();
        asked.abort();
        Optional<Cluster> cluster =
                machine.fleet().owner(api.get()).map(m -> m.fleet().clusters().get(m.hostName()));
        boolean known = cluster.isPresent() && cluster.get().token().equals(options.value("token", ""));
        if (!reached || !known) {
            String why = !reached
                    ? "Get \"https://" + api.get()
                            + ":6443/api/v1/namespaces/kube-public/configmaps/cluster-info?timeout=10s\":"
                            + " dial tcp " + api.get() + ":6443: "
                            + (asked.error().equals("ECONNREFUSED") ? "connect: connection refused" : "i/o timeout")
                    : "could not find a JWS signature in the cluster-info ConfigMap for token ID \""
                            + options.value("token", "").split("\\.")[0] + "\"";
            io.err()
                    .line("error execution phase preflight: couldn't validate the identity of the API Server: " + why
                            + "\nTo see the stack trace of this error execute with --v=5 or higher");
            return 1;
        }
        if (cluster.get().node(machine.hostName()).isPresent()) {
            io.err()
                    .line(
                            "error execution phase preflight: [preflight] Some fatal errors occurred:\n\t[ERROR"
                                    + " FileAvailable--etc-kubernetes-kubelet.conf]: /etc/kubernetes/kubelet.conf already exists");
            return 1;
        }
        cluster.get().join(machine, ownAddressTowards(machine, api.get()));
        machine.files().install("/etc/kubernetes/kubelet.conf", config(api.get()));
        Units.find(machine, "kubelet").ifPresent(unit -> Units.enable(machine, unit));
        io.out()
                .line("[kubelet-start] Starting the kubelet\n\nThis node has joined the cluster:\n"
                        + "* Certificate signing request was sent to apiserver and a response was received.\n"
                        + "* The Kubelet was informed of the new secure connection details.\n\n"
                        + "Run 'kubectl get nodes' on the control-plane to see this node join the cluster.");
        return 0;
    }

    private static Ipv4Address ownAddressTowards(Machine machine, Ipv4Address api) {
        return machine.stack().sockets().sourceFor(api).orElse(Ipv4Address.ANY);
    }

    /** The cluster that a kubeconfig file leads to. */
    static Optional<Cluster> configured(Session session) {
        String file = session.variables().getOrDefault("KUBECONFIG", "/root/.kube/config");
        try {
            for (String line : session.files().read(session.resolve(file)).split("\n")) {
                if (line.strip().startsWith("server: https://")) {
                    String address = line.strip().substring(16).replaceFirst(":\\d+$", "");
                    return Ipv4Address.parse(address)
                            .flatMap(session.machine().fleet()::owner)
                            .map(m -> m.fleet().clusters().get(m.hostName()));
                }
            }
        } catch (FileException none) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
