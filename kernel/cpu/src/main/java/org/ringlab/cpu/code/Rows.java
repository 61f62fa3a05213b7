package org.ringlab.cpu.code;

/**
 * The text of the {@link Table}.
 *
 * <p>A row: operation | opcode | operands, destination first | attributes. In the opcode {@code /r} is any ModRM byte, {@code /n}
 * one whose reg field is n, {@code =xx} that very byte; {@code +} at the end of a byte means that its low three bits name a
 * register, {@code +cc} that its low four are a condition. The operands are {@link Form}s. Attributes:
 *
 * <ul>
 *   <li>operand size: {@code b w stack near port double native none} ({@link Encoding.Size}); without, that of the prefixes, and none where there are no
 *       operands; {@code any} says so without operands; {@code s16 s32 s64}: this one only
 *   <li>{@code 66 F2 F3 np}: the prefix belongs to the opcode, or none of them may be there
 *   <li>{@code no64 only64}: modes; {@code lock}: LOCK is allowed; {@code addr}: the address size matters
 *   <li>{@code alias}: decoded, never written; {@code swap}: written, never decoded
 * </ul>
 *
 * The first of several rows of equal length is the one that assemblers use.
 */
final class Rows {
    static final String ARITHMETIC = """
            OP | B+0 /r | rm8 r8   | b lock
            OP | B+1 /r | rm r     | lock
            OP | B+2 /r | r8 rm8   | b
            OP | B+3 /r | r rm     |
            OP | B+4    | al ib    | b
            OP | 83 /N  | rm ibs   | lock
            OP | B+5    | a iz     |
            OP | 80 /N  | rm8 ib   | b lock
            OP | 81 /N  | rm iz    | lock
            OP | 82 /N  | rm8 ib   | b lock no64 alias
            """;

    static final String SHIFT = """
            OP | D0 /N | rm8 1  | b
            OP | D1 /N | rm 1   |
            OP | C0 /N | rm8 ub | b
            OP | C1 /N | rm ub  |
            OP | D2 /N | rm8 cl | b
            OP | D3 /N | rm cl  |
            """;

    static final String ROWS = """
            mov | 88 /r | rm8 r8 | b
            mov | 89 /r | rm r |
            mov | 8A /r | r8 rm8 | b
            mov | 8B /r | r rm |
            mov | A0    | al moffs8 | b
            mov | A1    | a moffs |
            mov | A2    | moffs8 al | b
            mov | A3    | moffs a |
            mov | B0+   | o8 ib | b
            mov | B8+   | o iv |
            mov | C6 /0 | rm8 ib | b
            mov | C7 /0 | rm iz |
            mov_seg | 8C /r | rmv16 sreg |
            mov_seg | 8E /r | sregto rm16 | w
            mov_seg | 8E /r | sregto rmr | s32 swap
            movzx  | 0F B6 /r | r rm8 |
            movzx  | 0F B7 /r | r rm16 |
            movsx  | 0F BE /r | r rm8 |
            movsx  | 0F BF /r | r rm16 |
            movsxd | 63 /r | r rm32 | only64 s64
            movsxd | 63 /r | r rm32 | only64 s32
            movsxd | 63 /r | r rm16 | only64 s16
            lea  | 8D /r | r m |
            xchg | 86 /r | rm8 r8 | b lock
            xchg | 86 /r | r8 rm8 | b lock swap
            xchg | 87 /r | rm r | lock
            xchg | 87 /r | r rm | lock swap
            xchg | 90+   | o a |
            xchg | 90+   | a o | swap
            push | 50+   | o | stack
            push | 6A    | ibs | stack
            push | 68    | iz | stack
            push | FF /6 | rm | stack
            push | 06    | es | stack no64
            push | 0E    | cs | stack no64
            push | 16    | ss | stack no64
            push | 1E    | ds | stack no64
            push | 0F A0 | fs | stack
            push | 0F A8 | gs | stack
            pop  | 58+   | o | stack
            pop  | 8F /0 | rm | stack
            pop  | 07    | es | stack no64
            pop  | 17    | ss | stack no64
            pop  | 1F    | ds | stack no64
            pop  | 0F A1 | fs | stack
            pop  | 0F A9 | gs | stack
            pusha | 60 | | any no64
            popa  | 61 | | any no64
            pushf | 9C | | stack
            popf  | 9D | | stack
            cmov | 0F 40+cc /r | r rm |
            set  | 0F 90+cc /r | rm8 | b
            bswap | 0F C8+ | o |
            xlat | D7 | bx8 | b
            cbw  | 98 | | s16
            cwde | 98 | | s32
            cdqe | 98 | | s64
            cwd  | 99 | | s16
            cdq  | 99 | | s32
            cqo  | 99 | | s64
            sahf | 9E | |
            lahf | 9F | |
            les | C4 /r | r mfar | no64
            lds | C5 /r | r mfar | no64
            lss | 0F B2 /r | r mfar |
            lfs | 0F B4 /r | r mfar |
            lgs | 0F B5 /r | r mfar |

            inc | 40+   | o | no64
            inc | FE /0 | rm8 | b lock
            inc | FF /0 | rm | lock
            dec | 48+   | o | no64
            dec | FE /1 | rm8 | b lock
            dec | FF /1 | rm | lock
            test | 84 /r | rm8 r8 | b
            test | 84 /r | r8 rm8 | b swap
            test | 85 /r | rm r |
            test | 85 /r | r rm | swap
            test | A8    | al ib | b
            test | A9    | a iz |
            test | F6 /0 | rm8 ib | b
            test | F6 /1 | rm8 ib | b alias
            test | F7 /0 | rm iz |
            test | F7 /1 | rm iz | alias
            not  | F6 /2 | rm8 | b lock
            not  | F7 /2 | rm | lock
            neg  | F6 /3 | rm8 | b lock
            neg  | F7 /3 | rm | lock
            mul  | F6 /4 | rm8 | b
            mul  | F7 /4 | rm |
            imul | F6 /5 | rm8 | b
            imul | F7 /5 | rm |
            imul | 0F AF /r | r rm |
            imul | 6B /r | r rm ibs |
            imul | 69 /r | r rm iz |
            div  | F6 /6 | rm8 | b
            div  | F7 /6 | rm |
            idiv | F6 /7 | rm8 | b
            idiv | F7 /7 | rm |
            shld | 0F A4 /r | rm r ub |
            shld | 0F A5 /r | rm r cl |
            shrd | 0F AC /r | rm r ub |
            shrd | 0F AD /r | rm r cl |
            bt  | 0F A3 /r | rm r |
            bt  | 0F BA /4 | rm ub |
            bts | 0F AB /r | rm r | lock
            bts | 0F BA /5 | rm ub | lock
            btr | 0F B3 /r | rm r | lock
            btr | 0F BA /6 | rm ub | lock
            btc | 0F BB /r | rm r | lock
            btc | 0F BA /7 | rm ub | lock
            popcnt | 0F B8 /r | r rm | F3
            tzcnt | 0F BC /r | r rm | F3
            lzcnt | 0F BD /r | r rm | F3
            bsf | 0F BC /r | r rm |
            bsr | 0F BD /r | r rm |
            xadd | 0F C0 /r | rm8 r8 | b lock
            xadd | 0F C1 /r | rm r | lock
            cmpxchg | 0F B0 /r | rm8 r8 | b lock
            cmpxchg | 0F B1 /r | rm r | lock
            cmpxchg16b | 0F C7 /1 | m128 | s64 lock
            cmpxchg8b  | 0F C7 /1 | m64 | none lock
            daa | 27 | | no64
            das | 2F | | no64
            aaa | 37 | | no64
            aas | 3F | | no64
            aam | D4 | ub | b no64
            aad | D5 | ub | b no64
            bound | 62 /r | r mpair | no64

            jmp  | EB    | rel8 | near
            jmp  | E9    | relz | near
            jmp  | FF /4 | rm | near
            jmp_far | EA | far | no64
            jmp_far | FF /5 | mfar |
            j    | 70+cc | rel8 | near
            j    | 0F 80+cc | relz | near
            call | E8    | relz | near
            call | FF /2 | rm | near
            call_far | 9A | far | no64
            call_far | FF /3 | mfar |
            ret  | C3 | | near
            ret  | C2 | iw | near
            ret_far | CB | | any
            ret_far | CA | iw |
            loopne | E0 | rel8 | near addr
            loope  | E1 | rel8 | near addr
            loop   | E2 | rel8 | near addr
            jcxz   | E3 | rel8 | near addr
            enter | C8 | iw ub | stack
            leave | C9 | | stack
            int3 | CC | |
            int  | CD | ub | none
            into | CE | | no64
            int1 | F1 | |
            iret | CF | | any

            movs | A4 | di8 si8 | b
            movs | A5 | di si |
            cmps | A6 | si8 di8 | b
            cmps | A7 | si di |
            stos | AA | di8 al | b
            stos | AB | di a |
            lods | AC | al si8 | b
            lods | AD | a si |
            scas | AE | al di8 | b
            scas | AF | a di |
            ins  | 6C | di8 dx | b
            ins  | 6D | di dx | port
            outs | 6E | dx si8 | b
            outs | 6F | dx si | port
            in   | E4 | al ub | b
            in   | E5 | a ub | port
            in   | EC | al dx | b
            in   | ED | a dx | port
            out  | E6 | ub al | b
            out  | E7 | ub a | port
            out  | EE | dx al | b
            out  | EF | dx a | port

            cmc | F5 | |
            clc | F8 | |
            stc | F9 | |
            cli | FA | |
            sti | FB | |
            cld | FC | |
            std | FD | |
            clac | 0F 01 =CA | | np
            stac | 0F 01 =CB | | np

            hlt | F4 | |
            pause | 90 | | F3
            nop | 90 | |
            nop | 0F 1F /0 | rm |
            nop | 0F 0D /r | rm | alias
            nop | 0F 18 /r | rm | alias
            nop | 0F 19 /r | rm | alias
            nop | 0F 1A /r | rm | alias
            nop | 0F 1B /r | rm | alias
            nop | 0F 1C /r | rm | alias
            nop | 0F 1D /r | rm | alias
            nop | 0F 1E /r | rm | alias
            nop | 0F 1F /r | rm | alias
            ud0 | 0F FF /r | r rm |
            ud1 | 0F B9 /r | r rm |
            ud2 | 0F 0B | |
            cpuid | 0F A2 | |
            wrmsr | 0F 30 | |
            rdtsc | 0F 31 | |
            rdmsr | 0F 32 | |
            rdpmc | 0F 33 | |
            rdtscp | 0F 01 =F9 | |
            sldt | 0F 00 /0 | rmv16 |
            str  | 0F 00 /1 | rmv16 |
            lldt | 0F 00 /2 | rm16 | w
            ltr  | 0F 00 /3 | rm16 | w
            verr | 0F 00 /4 | rm16 | w
            verw | 0F 00 /5 | rm16 | w
            sgdt | 0F 01 /0 | mdesc | near
            sidt | 0F 01 /1 | mdesc | near
            lgdt | 0F 01 /2 | mdesc | near
            lidt | 0F 01 /3 | mdesc | near
            smsw | 0F 01 /4 | rmv16 |
            lmsw | 0F 01 /6 | rm16 | w
            invlpg | 0F 01 /7 | m | none
            lar | 0F 02 /r | r rm16 |
            lar | 0F 02 /r | r rmr | swap
            lsl | 0F 03 /r | r rm16 |
            lsl | 0F 03 /r | r rmr | swap
            arpl | 63 /r | rm16 r16 | w no64
            clts | 0F 06 | |
            invd | 0F 08 | |
            wbinvd | 0F 09 | |
            mov_cr | 0F 20 /r | rmr cr | native
            mov_dr | 0F 21 /r | rmr dr | native
            mov_cr | 0F 22 /r | cr rmr | native
            mov_dr | 0F 23 /r | dr rmr | native
            invpcid | 0F 38 82 /r | r m128 | native 66
            sysenter | 0F 34 | |
            sysexit | 0F 35 | | double
            syscall | 0F 05 | |
            sysret | 0F 07 | | double
            swapgs | 0F 01 =F8 | | only64
            rdfsbase | 0F AE /0 | rmr | double F3 only64
            rdgsbase | 0F AE /1 | rmr | double F3 only64
            wrfsbase | 0F AE /2 | rmr | double F3 only64
            wrgsbase | 0F AE /3 | rmr | double F3 only64
            monitor | 0F 01 =C8 | | addr
            mwait | 0F 01 =C9 | |
            xgetbv | 0F 01 =D0 | | np
            xsetbv | 0F 01 =D1 | | np
            rsm | 0F AA | |
            getsec | 0F 37 | |
            clflush | 0F AE /7 | m8 | b np
            lfence | 0F AE =E8 | | np
            mfence | 0F AE =F0 | | np
            sfence | 0F AE =F8 | | np

            vmcall | 0F 01 =C1 | | np
            vmlaunch | 0F 01 =C2 | | np
            vmresume | 0F 01 =C3 | | np
            vmxoff | 0F 01 =C4 | | np
            vmfunc | 0F 01 =D4 | | np
            vmread | 0F 78 /r | rm r | native np
            vmwrite | 0F 79 /r | r rm | native np
            vmptrld | 0F C7 /6 | m64 | none np
            vmclear | 0F C7 /6 | m64 | none 66
            vmxon | 0F C7 /6 | m64 | none F3
            vmptrst | 0F C7 /7 | m64 | none np
            invept | 0F 38 80 /r | r m128 | native 66
            invvpid | 0F 38 81 /r | r m128 | native 66
            vmrun | 0F 01 =D8 | | addr
            vmmcall | 0F 01 =D9 | |
            vmload | 0F 01 =DA | | addr
            vmsave | 0F 01 =DB | | addr
            stgi | 0F 01 =DC | |
            clgi | 0F 01 =DD | |
            skinit | 0F 01 =DE | |
            invlpga | 0F 01 =DF | | addr
            """;

    /** Opcodes that real processors have and this one hasn't: the first and the last one | what they belong to. */
    static final String NOT_SIMULATED = """
            9B 9B | WAIT
            D8 DF | x87
            C4 C5 | AVX
            62 62 | AVX-512
            D6 D6 | SALC
            0F0E 0F0F | 3DNow!
            0F10 0F17 | SSE
            0F28 0F2F | SSE
            0F50 0F7F | MMX and SSE
            0FAE 0FAE | FXSAVE, XSAVE and the like
            0FC2 0FC2 | SSE
            0FC3 0FC3 | MOVNTI
            0FC4 0FC5 | MMX and SSE
            0FC6 0FC6 | SSE
            0FC7 0FC7 | XSAVEC, RDRAND, RDSEED, RDPID
            0FD0 0FFE | MMX and SSE
            """;

    private Rows() {}
}
