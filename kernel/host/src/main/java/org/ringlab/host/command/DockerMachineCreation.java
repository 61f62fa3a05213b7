package org.ringlab.host.command;

import static org.ringlab.host.command.DockerMachines.PORT;
import static org.ringlab.host.command.DockerMachines.STORE;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.command.DockerMachines.Known;
import org.ringlab.host.container.DockerEngine;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.shell.Input;
import org.ringlab.host.shell.Output;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;

/** {@code docker-machine create}: a host is found or made, Docker is installed there and told to listen. */
record DockerMachineCreation(DockerMachines machines, Streams io) {
    private static final Streams QUIET = new Streams(Input.empty(), new Output(text -> {}), new Output(text -> {}));

    private int fail(String text) {
        io.err().line(text);
        return 1;
    }

    int create(List<String> words) {
        DockerOptions options = DockerOptions.parse(
                words,
                true,
                "d,driver:",
                "generic-ip-address:",
                "generic-ssh-key:",
                "generic-ssh-user:",
                "kvm-memory:",
                "kvm-cpu-count:");
        if (options.complaint().isPresent()) {
            return fail("docker-machine: not simulated: docker-machine create "
                    + options.complaint().get());
        }
        if (options.operands().size() != 1) {
            return fail("Error: No machine name specified");
        }
        String name = options.operands().getFirst();
        String driver = options.value("driver", "virtualbox");
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9\\-.]*")) {
            return fail(
                    "Error creating machine: Invalid hostname specified. Allowed hostname chars are: 0-9a-zA-Z . -");
        }
        if (machines.find(name).isPresent()) {
            return fail("Docker machine \"" + name + "\" already exists");
        }
        if (driver.equals("virtualbox")) {
            io.out().line("Running pre-create checks...");
            return fail("Error with pre-create check: \"VBoxManage not found. Make sure VirtualBox is installed and"
                    + " VBoxManage is in the path\"");
        }
        if (!driver.equals("generic") && !driver.equals("kvm")) {
            return fail("Driver \"" + driver + "\" not found. Do you have the plugin binary \"docker-machine-driver-"
                    + driver + "\" accessible in your PATH?");
        }
        Optional<Ipv4Address> address = Ipv4Address.parse(options.value("generic-ip-address", ""));
        if (driver.equals("generic") && address.isEmpty()) {
            return fail("Error setting machine configuration from flags provided: generic driver requires the"
                    + " --generic-ip-address option");
        }
        io.out().line("Running pre-create checks...");
        if (driver.equals("kvm") && !machines.host().virtualisation().libvirtd().isRunning()) {
            return fail("Error with pre-create check: \"Failed to connect to libvirt: Failed to connect socket to"
                    + " '/var/run/libvirt/libvirt-sock': No such file or directory\"");
        }
        io.out().line("Creating machine...");
        Known known = new Known(name, driver, address.map(Ipv4Address::toString).orElse(""));
        if (driver.equals("kvm") && !make(known, options)) {
            return 1;
        }
        machines.write(known);
        return provision(known);
    }

    /** A guest of this host's libvirt, in network default. */
    private boolean make(Known known, DockerOptions options) {
        String image = STORE + "/" + known.name() + "/" + known.name() + ".img";
        String memory = options.value("kvm-memory", "1024");
        String processors = options.value("kvm-cpu-count", "1");
        String type = machines.host().modules().isKvmReady() ? "kvm" : "qemu";
        io.out()
                .line("(" + known.name() + ") Image cache directory does not exist, creating it at"
                        + " /root/.docker/machine/cache...");
        machines.session().files().install(STORE + "/" + known.name());
        StringBuilder said = new StringBuilder();
        Output out = new Output(said::append);
        int status = machines.script(
                machines.host(),
                "qemu-img create -q -f qcow2 " + image + " 20G && qemu-io -c 'write -P 0x55 0 512' " + image
                        + " > /dev/null && restorecon " + image + "; cat > /tmp/" + known.name()
                        + ".xml <<END\n<domain type='" + type + "'><name>" + known.name()
                        + "</name><memory unit='MiB'>"
                        + memory + "</memory><vcpu>" + processors
                        + "</vcpu><os><type arch='x86_64'>hvm</type><boot dev='hd'/></os>"
                        + "<features><acpi/></features><devices><disk type='file' device='disk'><driver name='qemu'"
                        + " type='qcow2'/><source file='" + image + "'/><target dev='vda' bus='virtio'/></disk>"
                        + "<interface type='network'><source network='default'/><model type='virtio'/></interface>"
                        + "</devices></domain>\nEND\nvirsh -q define /tmp/" + known.name()
                        + ".xml && virsh -q start "
                        + known.name(),
                new Streams(Input.empty(), new Output(text -> {}), out));
        if (status != 0) {
            io.err()
                    .line("Error creating machine: Error in driver during machine creation: "
                            + said.toString().strip());
            machines.script(
                    machines.host(),
                    "virsh undefine " + known.name() + "; rm -rf " + STORE + "/" + known.name(),
                    QUIET);
        }
        return status == 0;
    }

    /** Docker is installed there and told to listen. */
    private int provision(Known known) {
        io.out().line("Waiting for machine to be running, this may take a few minutes...");
        io.out().line("Detecting operating system of created instance...");
        io.out().line("Waiting for SSH to be available...");
        Optional<Machine> there = machines.machine(known);
        Optional<Ipv4Address> address = machines.address(known);
        if (there.isEmpty() || address.isEmpty() || !machines.reachable(address.get())) {
            return fail("Error creating machine: Error detecting OS: Too many retries waiting for SSH to be available. "
                    + " Last error: Maximum number of retries (60) exceeded");
        }
        io.out().line("Detecting the provisioner...");
        io.out().line("Provisioning with centos...");
        there.get()
                .files()
                .install(
                        DockerEngine.LISTENS,
                        "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -H tcp://0.0.0.0:" + PORT
                                + " -H unix:///var/run/docker.sock --tlsverify\n");
        machines.script(there.get(), "yum install -y docker; systemctl enable docker; systemctl restart docker", QUIET);
        io.out().line("Copying certs to the local machine directory...");
        io.out().line("Copying certs to the remote machine...");
        io.out().line("Setting Docker configuration on the remote daemon...");
        io.out().line("Checking connection to Docker...");
        if (!machines.answers(address.get(), PORT)) {
            return fail("Error creating machine: Error checking the host: Error checking and/or regenerating the certs:"
                    + " There was an error validating certificates for host \"" + address.get() + ":" + PORT
                    + "\": dial tcp " + address.get() + ":" + PORT + ": i/o timeout");
        }
        io.out().line("Docker is up and running!");
        io.out()
                .line(
                        "To see how to connect your Docker Client to the Docker Engine running on this virtual machine, run:"
                                + " docker-machine env " + known.name());
        return 0;
    }
}
