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

/** Agents offer what they have left; Marathon takes what its applications need, and takes again when a task ends. */
class MesosTest {
    private static final String WEB =
            "{\"id\": \"web\", \"cpus\": 0.5, \"mem\": 256, \"instances\": 3, \"container\": {\"type\": \"DOCKER\", \"docker\":"
                    + " {\"image\": \"containous/whoami\", \"network\": \"BRIDGE\", \"portMappings\": [{\"containerPort\": 80,"
                    + " \"hostPort\": 0}]}}}";

    private final Lab lab = lab();

    private static Map<String, Object> agent(int last, int cores) {
        return Map.of(
                "hardware",
                Map.of("cores", cores, "memory", 4096),
                "interfaces",
                Map.of("eth0", Map.of("segment", "lan", "address", "192.168.1." + last + "/24")),
                "setup",
                List.of(
                        "mkdir -p /etc/mesos",
                        "echo zk://192.168.1.10:2181/mesos > /etc/mesos/zk",
                        "systemctl enable docker mesos-slave",
                        "systemctl start docker",
                        "systemctl start mesos-slave"));
    }

    private static Lab lab() {
        Map<String, Object> hosts = new LinkedHashMap<>();
        hosts.put(
                "m",
                Map.of(
                        "interfaces",
                        Map.of("eth0", Map.of("segment", "lan", "address", "192.168.1.10/24")),
                        "setup",
                        List.of("systemctl start mesos-master", "systemctl start marathon")));
        hosts.put("a1", agent(11, 2));
        hosts.put("a2", agent(12, 4));
        Lab lab = Lab.boot(LabSpec.read(Map.of("name", "mesos", "profile", "centos7", "hosts", hosts))
                .orThrow());
        lab.run("m", "sleep 6");
        return lab;
    }

    private String m(String command) {
        return lab.run("m", command).text().strip();
    }

    private String api(String method, String path, String body) {
        return m("curl -s -X " + method + " -H 'Content-Type: application/json' -d '" + body + "' 192.168.1.10:8080"
                + path);
    }

    private int running() {
        return Integer.parseInt(m("curl -s 192.168.1.10:8080/v2/tasks | grep -o TASK_RUNNING | wc -l"));
    }

    private static void contains(String text, String part) {
        assertTrue(text.contains(part), () -> text + " lacks " + part);
    }

    @Test
    void takesOffersForTasksThatAreWanted() {
        contains(
                m("curl -s 192.168.1.10:5050/master/slaves"),
                "\"hostname\":\"a1\",\"active\":true,\"resources\":{\"cpus\":2,");
        contains(api("POST", "/v2/apps", WEB), "\"instances\":3");
        m("sleep 2");
        assertEquals(3, running());
        contains(m("curl -s 192.168.1.12:31000"), "Hostname:");
        contains(m("curl -s 192.168.1.10:5050/master/state"), "\"used_resources\":{\"cpus\":1.5,\"mem\":768}");
        api("PUT", "/v2/apps/web", "{\"instances\": 20}");
        m("sleep 2");
        assertEquals(12, running(), "six processors hold twelve halves");
        api("PUT", "/v2/apps/web", "{\"instances\": 1}");
        m("sleep 2");
        assertEquals(1, running());
        api("DELETE", "/v2/apps/web", "");
        m("sleep 2");
        assertEquals(0, running());
    }

    @Test
    void replacesTasksThatEnd() {
        api("POST", "/v2/apps", WEB);
        m("sleep 2");
        String before = m("curl -s 192.168.1.10:8080/v2/tasks");
        lab.run("a2", "docker kill $(docker ps -q)");
        m("sleep 3");
        assertEquals(3, running());
        assertTrue(!before.equals(m("curl -s 192.168.1.10:8080/v2/tasks")));
        lab.run("a2", "reboot");
        m("sleep 5");
        assertEquals(3, running());
        contains(m("curl -s 192.168.1.10:8080/v2/tasks"), "\"host\":\"a1\"");
    }

    /** An agent that falls silent is given up after 75 seconds. */
    @Test
    void givesASilentAgentUp() {
        api("POST", "/v2/apps", WEB);
        m("sleep 2");
        lab.run("a2", "systemctl stop mesos-slave");
        m("sleep 60");
        contains(m("curl -s 192.168.1.10:8080/v2/tasks"), "\"host\":\"a2\"");
        m("sleep 20");
        assertEquals(3, running());
        assertTrue(!m("curl -s 192.168.1.10:8080/v2/tasks").contains("\"host\":\"a2\""));
    }

    @Test
    void runsSingleTasks() {
        String run = "mesos-execute --master=192.168.1.10:5050 --name=once --command=";
        contains(m(run + "'echo here > /tmp/once'"), "TASK_FINISHED for task 'once'");
        assertEquals("here", lab.run("a2", "cat /tmp/once").text().strip());
        contains(m(run + "false"), "Command exited with status 1");
        contains(m("mesos-execute --name=once --command=true"), "Flag 'master' is required, but it was not provided");
        contains(m(run + "true --resources=cpus:9"), "no agent offers");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    POST | /v2/apps | {"id"                | {"message":"Invalid JSON"}
                    POST | /v2/apps | {}                   | "path":"/id","errors":["must not be empty"]
                    POST | /v2/apps | {"id":"a"}           | not simulated: an app without an image of Docker
                    GET  | /v2/apps/nope | {}              | App '/nope' does not exist
                    PUT  | /v2/apps/nope | {}              | must not be empty
                    GET  | /v3 | {}                        | Not found
                    """)
    void saysWhatIsWrong(String method, String path, String body, String answer) {
        contains(api(method, path, body), answer);
    }

    @Test
    void survivesAllButIsSilentWithoutItsPrograms() {
        api("POST", "/v2/apps", WEB);
        m("sleep 2; systemctl stop marathon");
        assertEquals("7", m("curl -s 192.168.1.10:8080/v2/tasks; echo $?"));
        contains(lab.run("a2", "docker ps").text(), "whoami");
        m("systemctl start marathon");
        assertEquals(3, running());
    }
}
