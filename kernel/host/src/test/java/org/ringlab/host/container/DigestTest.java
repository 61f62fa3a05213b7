package org.ringlab.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** FIPS 180-4's examples, and a chain name that every Kubernetes cluster has. */
class DigestTest {
    @Test
    void digestsAreSha256() {
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Digest.hex(""));
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Digest.hex("abc"));
        assertEquals(
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
                Digest.hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"));
    }

    @Test
    void theChainOfTheApiServersServiceIsTheSameEverywhere() {
        assertEquals("NPX46M4PTMTKRN6Y", Digest.base32("default/kubernetes:https" + "tcp", 16));
    }
}
