package org.ringlab.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmVerbsTest {
    private static final Map<String, String> FILES =
            Map.of("bad.asm", "start:\n  mov eax,\n", "big.asm", ".org 0x3ff000\n times 5000 db 1\n", "empty.asm", "");

    private static VmReply run(String words) {
        return new VmVerbs(name -> Optional.ofNullable(FILES.get(name))).run(List.of(words.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --method bt tiny | | hi",
                "compare tiny | emulate    yes | svm-shadow yes",
                "run --method vmx --exit 0 --walk 9 --device 0 tiny | × | ×     9 =",
                "exits --method svm-shadow remap | 200  0x79 INVLPG | #PF",
                "exits nested-ept | L2: 48 EPT violation | EPT12 and EPT01 merged",
                "exits --method svm nested-npt | L2: 0x400 NPF | NPT12 and NPT01 merged",
                "--help | usage: vm | migrate",
                "path | int 0x80 | carries out iret",
                "translate --at start tiny | mov esp, 0x8000 | 0x10000: ",
                "exits hello | 30 I/O | 1 external interrupt",
                "devices --packets 10 --bytes 100 | para-virtual | without IOMMU",
                "rings tiny | ring 1 | ring 0 non-root",
                "rings | ring 1           kernel of a domU | ring 0 non-root  kernel of the guest",
                "rings | ring 0 root      Xen | root      QEMU, one process a guest",
                "riscv | RISC | a0 = 0x13ba"
            })
    void answersHold(String words, String first, String second) {
        VmReply reply = run(words);
        String text = String.join("\n", reply.lines());
        assertEquals(0, reply.status(), String.join("\n", reply.problems()));
        assertTrue(text.contains(first == null ? "" : first), text);
        assertTrue(text.contains(second), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fly | fly: no such subcommand",
                "run | usage: vm run [--method METHOD] GUEST",
                "run nosuch | nosuch: no such guest and no such file",
                "run --method magic hello | --method: magic (allowed: emulate, trap, bt, pv, vmx, svm, vmx-shadow, svm-shadow)",
                "run --budget 0 hello | --budget: 0 (allowed: 1 to 50000000)",
                "run --budget x hello | --budget: x is no number",
                "run --speed 3 hello | --speed: no such option",
                "run bad.asm | bad.asm:2:11: ",
                "run big.asm | big.asm: the image lies from 0x3ff000",
                "run empty.asm | empty.asm: the source makes no bytes",
                "translate --at nowhere tiny | --at: nowhere (allowed: labels of tiny)",
                "sensitive frobnicate | frobnicate: not an instruction of 32-bit code",
                "devices --packets 0 | --packets: 0 (allowed: 1 to 200)",
                "migrate --way sideways writer | --way: sideways (allowed: pre-copy, post-copy)"
            })
    void wrongWordsAreToldWithWhatIsAllowed(String words, String problem) {
        VmReply reply = run(words);
        assertEquals(2, reply.status());
        String told = String.join("\n", reply.problems());
        assertTrue(told.startsWith(problem), told);
    }

    @Test
    void aGuestThatDoesNotEndOrMoveIsStatusOne() {
        assertEquals(1, run("run --budget 1000 runaway").status());
        VmReply refused = run("migrate --storage local writer");
        assertEquals(1, refused.status());
        assertTrue(refused.problems().getFirst().startsWith("not migrated: the disk image lies on a disk"));
    }
}
