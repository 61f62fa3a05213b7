package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.cloud.Cloud;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;

/** {@code packstack} of RDO: makes a cloud of hosts; the first is the controller, the others run guests. */
final class PackstackCommand extends NamedCommand {
    PackstackCommand() {
        super(
                "packstack",
                "packstack --install-hosts=CONTROLLER,COMPUTE,…: install OpenStack on these hosts",
                "--install-hosts=");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        DockerOptions options = DockerOptions.parse(args, true, "install-hosts:", "allinone");
        if (options.complaint().isPresent() || options.has("allinone") || !options.has("install-hosts")) {
            io.err().line("packstack: not simulated: packstack but --install-hosts=CONTROLLER,COMPUTE,…");
            return 1;
        }
        Machine self = session.machine().host();
        List<Machine> hosts = new ArrayList<>();
        List<Ipv4Address> addresses = new ArrayList<>();
        for (String word : options.value("install-hosts", "").split(",")) {
            Optional<Ipv4Address> address = Ipv4Address.parse(word);
            Optional<Machine> host = address.flatMap(self.fleet()::owner);
            if (address.isEmpty() || host.isEmpty()) {
                io.err()
                        .line("ERROR : Failed to run remote script, stderr: ssh: connect to host " + word
                                + " port 22: No route to host");
                return 1;
            }
            hosts.add(host.get());
            addresses.add(address.get());
        }
        if (hosts.getFirst() != self || hosts.size() < 2) {
            io.err().line("packstack: not simulated: a controller that isn't this host, or none besides it");
            return 1;
        }
        Cloud cloud = new Cloud(self.fleet(), self.hostName());
        self.fleet().clouds().put(self.hostName(), cloud);
        for (int i = 1; i < hosts.size(); i++) {
            cloud.add(hosts.get(i), addresses.get(i));
        }
        cloud.network("private", Ipv4Prefix.of("10.0.0.0/24"));
        self.files()
                .install(
                        "/root/keystonerc_admin",
                        "export OS_USERNAME=admin\nexport OS_PASSWORD=secret\n" + "export OS_AUTH_URL=http://"
                                + addresses.getFirst() + ":5000/v3\nexport OS_PROJECT_NAME=admin\n");
        io.out()
                .line(
                        "Welcome to the Packstack setup utility\n\nInstalling:\nClean Up                                             [ DONE ]");
        io.out()
                .line(
                        "Preparing Nova Compute entries                       [ DONE ]\nPreparing Neutron LB Agent entries                   [ DONE ]");
        io.out()
                .line(
                        "\n **** Installation completed successfully ******\n\nAdditional information:\n * File /root/keystonerc_admin has"
                                + " been created on OpenStack client host " + addresses.getFirst()
                                + ". To use the command line tools you need to source the file.");
        return 0;
    }
}
