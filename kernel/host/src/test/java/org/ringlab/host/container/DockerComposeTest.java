package org.ringlab.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.host.container.SmallLabs.say;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringlab.host.Lab;

/** Containers written down in a file. */
class DockerComposeTest {
    private final Lab lab = SmallLabs.hosts(1);

    @BeforeEach
    void write() {
        say(
                lab,
                "n1",
                "systemctl start docker",
                "docker pull httpd",
                "docker pull busybox",
                "docker pull containous/whoami");
        say(lab, "n1", "mkdir -p /srv/shop; cd /srv/shop", "cat > docker-compose.yml <<'E'\n" + """
                version: "3"
                services:
                  web:
                    image: httpd
                    ports:
                      - "8080:80"
                    depends_on:
                      - who
                  who:
                    image: containous/whoami
                    restart: always
                """ + "E");
    }

    @Test
    void whatOthersNeedIsMadeFirstAndFoundByItsName() {
        assertEquals("""
                Creating network "shop_default" with the default driver
                Creating shop_who_1 ... done
                Creating shop_web_1 ... done
                """, say(lab, "n1", "docker-compose up -d"));
        assertTrue(say(lab, "n1", "docker run --rm --network shop_default busybox wget -qO- http://who/")
                .startsWith("Hostname: "));
        assertTrue(say(lab, "n1", "curl -s localhost:8080").contains("It works!"));
        assertEquals("shop_who_1 is up-to-date\nshop_web_1 is up-to-date\n", say(lab, "n1", "docker-compose up -d"));
        say(lab, "n1", "docker-compose down");
        assertEquals("", say(lab, "n1", "docker ps -aq"));
        assertEquals("0\n", say(lab, "n1", "docker network ls | grep -c shop"));
    }

    @Test
    void mistakesOfTheFileAreNamed() {
        assertEquals(
                "ERROR: Service 'web' depends on service 'db' which is undefined.\n",
                say(lab, "n1", "sed -i 's/- who/- db/' docker-compose.yml; docker-compose up -d"));
        assertTrue(say(lab, "n1", "echo nonsense > docker-compose.yml; docker-compose ps")
                .startsWith("ERROR: yaml.scanner.ScannerError"));
        assertTrue(say(lab, "n1", "cd /tmp; docker-compose ps").contains("Can't find a suitable configuration file"));
    }
}
