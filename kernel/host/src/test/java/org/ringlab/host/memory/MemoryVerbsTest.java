package org.ringlab.host.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.SeededRandom;

/** What the command {@code memory} says: commands in a row, separated by semicolons, and the last line of the last one. */
class MemoryVerbsTest {
    private static Reply run(String commands) {
        MemoryBench bench = new MemoryBench();
        Reply reply = Reply.silent();
        for (String command : commands.split(";")) {
            reply = MemoryVerbs.run(bench, List.of(command.strip().split("\\s+")));
        }
        return reply;
    }

    private static String last(Reply reply) {
        List<String> lines = reply.lines();
        return reply.problem().orElseGet(() -> lines.isEmpty() ? "" : lines.get(lines.size() - 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "map 0x400000 0x200000; read 0x400123 | 0 | physical 0x200123 (page of 4 KiB), walk, 4 entries",
                "map 0x400000 0x200000; read 0x400123; read 0x400124 | 0 | physical 0x200124 (page of 4 KiB), TLB hit",
                "map 0x400000 0x200000; read 0x400000; unmap 0x400000; read 0x400000 | 0 | physical 0x200000 (page of 4 KiB), TLB hit",
                "map 0x400000 0x200000; read 0x400000; unmap 0x400000; invlpg 0x400000; read 0x400000 | 1 | page fault: error 0x4 (absent, read, user), CR2 0x400000, walk, 4 entries",
                "map 0x400000 0x200000 --rights rx; read 0x400000 | 1 | page fault: error 0x5 (present, read, user), CR2 0x400000, walk, 4 entries",
                "new --mode pae; map 0xc0000000 0x200000 --size 2M; read 0xc0012345 --ring 0 | 0 | physical 0x212345 (page of 2 MiB), walk, 1 entries",
                "poke 0x1000 0x2007; poke 0x2000 0x3007; poke 0x3000 0x4007; poke 0x4008 0x9007; read 0x1abc | 0 | physical 0x9abc (page of 4 KiB), walk, 4 entries",
                "read 0x1000000000000000 | 1 | general protection: the address is not canonical, walk, 0 entries",
                "cr3 0x2000; cr3 | 0 | cr3 = 0x2000",
                "map 0x400000 0x200000; map 0x400000 0x300000 | 2 | 0x400000: overlaps a mapping that is there already",
                "map 0x400000 0x200000 --size 2M; map 0x401000 0x300000 | 2 | 0x401000: overlaps a large page of 2 MiB",
                "map 0x400800 0x200000 | 2 | linear address: 0x400800 (allowed: multiples of 0x1000)",
                "map 0x400000 0x10000000000 | 2 | physical address: 0x10000000000 (allowed: 0x0 to 0xffffffffff)",
                "new --mode 32; map 0x100000000 0x1000 | 2 | linear address: 0x100000000 (allowed: 0x0 to 0xffffffff)",
                "new --tlb 3x2 | 2 | instruction.sets: 3 (allowed: a power of two from 1 to 65536)",
                "new --mode vax | 2 | --mode: vax (allowed: 32, pae, 4level, 5level)",
                "walk | 2 | 'usage: memory walk LINEAR [--write | --fetch] [--ring 0..3] [--ac]'",
                "walk zero | 2 | linear address: zero (allowed: 0x0 to 0xffffffffffffffff, or decimal, with K, M or G)",
                "read 0 --ring 4 | 2 | --ring: 4 (allowed: 0 to 3)",
                "map 0x400000 0x200000; poke 0x4000 0x0800000000200007; cr4 0x400020; pkru 4; read 0x400000 | 1 | page fault: error 0x25 (present, read, user, protection key), CR2 0x400000, walk, 4 entries",
                "pkru 0x100000000 | 2 | pkru: 0x100000000 (allowed: 0x0 to 0xffffffff)",
                "map 0x400000 0x200000; read 0x400000; unmap 0x400000; invpcid 2; read 0x400000 | 1 | page fault: error 0x4 (absent, read, user), CR2 0x400000, walk, 4 entries",
                "invpcid 0 5 0x1000 | 1 | general protection: the register can't be loaded",
                "replace fifo 3 1 2 3 4 1 2 5 1 2 3 4 5 | 0 | 'hits 3, misses 9'",
                "replace fifo 4 1 2 3 4 1 2 5 1 2 3 4 5 --total | 0 | 'hits 2, misses 10'",
                "replace lifo 3 1 | 2 | policy: lifo (allowed: FIFO, LRU, MRU, CLOCK, CLOCK1, CLOCK2, SECOND-CHANCE, NRU, LFU, AGEING, OPT, OPT-OLDEST, UNOPT, WORKING-SET, RAND)",
                "os boot --frames 64; os start a; os map 1 0x10000 4K; os write 1 0x10008 | 0 | physical 0x1008",
                "os start a | 2 | no kernel runs yet (memory os boot)",
                "os boot --overcommit 2 --frames 64; os start a; os map 1 0x10000 1M | 1 | 'ENOMEM: 256 pages, overcommit mode 2 (committed: 0 of 32)'",
                "schedule rr 2 3 1 | 0 | 3-4  pid 1",
                "schedule rr 2 3/2 2/2 --frames 16 | 0 | 4-5  pid 1  faults 0  frames pid 1=2 pid 2=2",
                "schedule rr 2 3/0 | 2 | pages: 0 (allowed: 1 to 1024)",
                "schedule rr 2 3/2 --frames 8 | 2 | --frames: 8 (allowed: 16 to 64)",
                "disk new linked 8; disk create a 3; disk read a 2 | 0 | reads: 3",
                "nic new 1000000000 1; nic send 0 1250; nic send 1 1250 | 1 | the queue is full: dropped",
            })
    void saysAndExits(String commands, int status, String line) {
        Reply reply = run(commands);
        assertEquals(line, last(reply));
        assertEquals(status, reply.status());
    }

    /** Tables of n levels over tables of m levels: n + (n + 1) m references at most, and the access itself. */
    @ParameterizedTest
    @CsvSource({
        "32, ept, 14",
        "pae, ept, 14",
        "4level, ept, 24",
        "4level, npt, 24",
        "5level, ept, 35",
        "5level, npt, 35"
    })
    void aGuestsWalkGoesThroughBothDimensions(String mode, String nested, int entries) {
        String guest = "new --mode " + mode + " --nested " + nested + "; map 0x400000 0x200000; ";
        assertEquals(
                "physical 0x30000123, guest-physical 0x200123 (page of 4 KiB), walk, " + entries + " entries",
                last(run(guest + "second 0x200000 0x30000000; read 0x400123")));
        assertEquals(1, run(guest + "read 0x400123").status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read 0x400123 | 1 | EPT violation: guest-physical 0x200123, qualification 0x181, walk, 23 entries",
                "second 0x200000 0x30000000 --rights rx; write 0x400123 | 1 | EPT violation: guest-physical 0x200123, qualification 0x1aa, walk, 24 entries",
                "second 0x200000 0x30000000; read 0x400000; invept; read 0x400000 | 0 | physical 0x30000000, guest-physical 0x200000 (page of 4 KiB), walk, 24 entries",
                "second 0x200000 0x30000000; second 0x200000 0x30000000 | 2 | 0x200000: overlaps a mapping that is there already",
                "second 0x200800 0x30000000 | 2 | guest-physical address: 0x200800 (allowed: multiples of 0x1000)",
                "second 0x200000 0x30000800 | 2 | host-physical address: 0x30000800 (allowed: multiples of 0x1000)",
                "second 0x200000 0x30000000 --rights z | 2 | --rights: z (allowed: letters of rwx)",
                "new --nested ept --physical 29 | 2 | --physical: 29 (allowed: 30 to 52)",
                "new --nested xpt | 2 | --nested: xpt (allowed: none, ept, npt)",
                "new; second 0x200000 0x30000000 | 2 | this machine is no guest (memory new --nested ept)",
            })
    void aGuestsPagesLieSomewhereInTheHost(String commands, int status, String line) {
        Reply reply = run("new --nested ept; map 0x400000 0x200000; " + commands);
        assertEquals(line, last(reply));
        assertEquals(status, reply.status());
    }

    @Test
    void helpNamesEverySubcommand() {
        List<String> lines = run("help").lines();
        for (String name : MemoryVerbs.NAMES) {
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("memory " + name)), name);
        }
    }

    @Test
    void localityShowsInTheTlbAndTheCache() {
        String pages = "new --tlb 1x4; map 0x400000 0x200000 --count 8; ";
        assertEquals(
                List.of("accesses 64", "TLB: hits 60, second-level hits 0, misses 4", "L1 cache: hits 0, misses 64"),
                run(pages + "pattern 0x400000 16K --step 256").lines());
        assertEquals(
                List.of("accesses 16", "TLB: hits 0, second-level hits 0, misses 16", "L1 cache: hits 8, misses 8"),
                run(pages + "pattern 0x400000 32K --step 4K --count 16").lines());
    }

    @Test
    void noWordsMakeItThrow() {
        SeededRandom random = new SeededRandom(11);
        List<String> odd = List.of(
                "",
                "-1",
                "0x",
                "0xffffffffffffffff",
                "99999999999999999999",
                "4K",
                "0x1000",
                "1",
                "64",
                "--size",
                "2M",
                "--rights",
                "rwxq",
                "--count",
                "65536",
                "--ring",
                "--step",
                "0",
                "--mode",
                "pae",
                "--frames",
                "os",
                "write",
                "map",
                "boot",
                "start",
                "a",
                "fork",
                "new",
                "linked",
                "create",
                "8x8",
                "--tlb",
                "0x7ffffffff000",
                "3w",
                "∞");
        for (int i = 0; i < 30_000; i++) {
            MemoryBench bench = new MemoryBench();
            for (int command = 0; command < 3; command++) {
                List<String> words = new ArrayList<>();
                words.add(MemoryVerbs.NAMES.get(random.nextInt(MemoryVerbs.NAMES.size())));
                for (int n = random.nextInt(6); n > 0; n--) {
                    words.add(odd.get(random.nextInt(odd.size())));
                }
                Reply reply = MemoryVerbs.run(bench, words);
                assertTrue(reply.status() >= 0 && reply.status() <= 2, words::toString);
            }
        }
    }
}
