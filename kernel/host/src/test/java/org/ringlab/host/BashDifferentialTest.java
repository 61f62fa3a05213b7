package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts in the real bash and in the simulated one: what they print, on which stream, and how they end. */
class BashDifferentialTest {
    private static final int SCRIPTS = Integer.getInteger("ringlab.bash.scripts", 100);

    @TempDir
    Path folder = Path.of("");

    private void same(String script) throws Exception {
        assumeTrue(RealBash.isThere(), "no bash here");
        RealBash.Ran real = new RealBash(folder, "C.UTF-8").run(script);
        RealBash.Ran ours = RealBash.simulated(Labs.threeHosts(true), script);
        assertEquals(real.stdout(), ours.stdout(), () -> "stdout of:\n" + script);
        assertEquals(real.stderr(), ours.stderr(), () -> "stderr of:\n" + script);
        assertEquals(real.status(), ours.status(), () -> "status of:\n" + script);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=(1 2 3); echo ${a[@]} ${#a[@]} ${a[1]} $a ${a[-1]} ${#a[2]} \"${a[*]}\"; a+=(x 'y z'); for x in \"${a[@]}\"; do echo \"<$x>\"; done; echo ${!a[@]}",
                "a=(one two three); for x in \"${a[@]}\"; do echo $x; done; for i in ${!a[@]}; do echo $i=${a[i]}; done; echo \"[${a[@]:1:2}]\" ${a[@]: -1} \"${a[@]/o/0}\" ${a[@]%e} ${a[*]^^}",
                "a[5]=x; a[2]=y; echo ${a[@]} ${#a[@]} ${!a[@]}; a+=(z); echo ${!a[@]}; unset 'a[2]'; echo ${!a[@]}; unset a; echo \"${a[@]}\" ${#a[@]} \"${a[0]-none}\"",
                "x=scalar; echo ${x[0]} ${#x[@]} ${x[@]}; x[1]=more; echo $x ${x[1]}; x=new; echo ${x[@]}; x+=er; echo ${x[@]}; x[1]+=over; echo ${x[1]}",
                "a=(); echo ${#a[@]}; a=($(echo p q r) \"s t\" [7]=u v); echo ${#a[@]} ${!a[@]} \"${a[3]}\" ${a[8]}; b=(\"${a[@]}\" w); echo ${#b[@]} \"${b[-1]}\"",
                "i=1; a=(10 20 30); echo $((a[0] + a[i])) $((a[i+1]++)) ${a[2]} ${a[i+1]} ${a[$i]}; ((a[i] *= 2)); echo ${a[i]}; echo $((${#a[@]} - 1))",
                "f() { local a; a=(in side); echo ${a[@]}; }; a=(out er); f; echo ${a[@]}; (a=(sub); echo ${a[@]}); echo ${a[@]}",
                "a=(\n  one   # first\n  two\n)\necho ${#a[@]} ${a[1]}; IFS=,; echo \"${a[*]}\"; echo \"${#a}\"",
                "a=(x y); a[-1]=z; echo ${a[@]}; a[-9]=q; echo $? ${a[@]}; echo pre\"${a[@]}\"post; set -- \"${a[@]}\"; echo $#",
                "f() { local x=2; y=3; echo $1 $# \"$@\"; return 7; }\nx=1; f a 'b c'; echo $? $x $y",
                "f() { f2; echo after; }; f2() { return 3; }; f; echo $?",
                "false & wait $!; echo $?; p=$!; wait $p; echo $?; (exit 4) | (exit 5) & wait $!; echo $?; true & wait; echo $?",
                "function g { for i in \"$@\"; do echo \"<$i>\"; done; }; g a 'b  c' ''",
                "case abc in a*) echo one;; *c) echo two;; esac; case x in a|x) echo ax;& y) echo y;; z) echo z;; esac",
                "case foo in f?o) echo 1;;& fo*) echo 2;; *) echo 3;; esac; case '*' in \"*\") echo star;; esac",
                "for ((i = 0; i < 3; i++)); do echo $i; done; for ((;;)); do break; done; echo $i",
                "i=0; until [ $i -ge 2 ]; do echo $i; i=$((i + 1)); done",
                "for i in 1 2 3; do for j in 1 2 3; do [ $j = 2 ] && continue 2; [ $i = 3 ] && break 2; echo $i$j; done; done",
                "x=/etc/sysconfig/iptables.old; echo ${x##*/} ${x#*/} ${x%.*} ${x%%/*}: ${x/etc/usr} ${x//s/S} ${x/#\\/etc/E} ${x/%old/new}",
                "x=abcdef; echo ${x:2} ${x:1:3} ${x: -2} ${x:0:-1} ${#x} ${x^} ${x^^} ${x/c} '|' \"${x:9}\"",
                "echo ${u:-a b} ${u-c} ${u:=d} $u ${u:+e} \"${v:+x}\" ${v:-\"q  r\"} ${v:-$(echo in)} ${v:-${u}}",
                "echo {a,b{1,2},c}x {1..5} {5..1..2} {a..e} {01..03} a{,b} {x} {} '{a,b}' \"{a,b}\" x{a,b}y{1,2}",
                "set -- a b c; echo $# $1 $3 \"$*\" $@; shift; echo $1; shift 5; echo $?; IFS=-; echo \"$*\" $*",
                "IFS=:; x=a:b::c; for p in $x; do echo \"[$p]\"; done; set -- $x; echo $#",
                "printf '%s-%d|%5s|%-5s|%05d|%x|%o|%c|%%|%b\\n' a 7 b c 42 255 8 xyz 'q\\tr'; printf '%s\\n' 1 2 3; printf 'a\\n'",
                "while IFS=, read -r a b c; do echo \"$a/$b/$c\"; done <<< $'1,2,3,4\\n 5 ,6'; echo 'x  y z ' | { read a b; echo \"[$a][$b]\"; }",
                "[[ abc == a* && ! -e /nope ]] && echo yes; [[ a < b || x = y ]]; echo $?; [[ 10 -gt 9 ]]; echo $?; [[ abc =~ ^a(b)c$ ]] && echo ${BASH_REMATCH}",
                "[[ $x ]]; echo $?; x='a b'; [[ $x == 'a b' ]]; echo $?; [[ ( a = b ) || c = c ]]; echo $?",
                "[ a = a -a b = b ]; echo $?; [ ! a ]; echo $?; [ '(' x ')' ]; echo $?; [ -n \"\" -o x ]; echo $?; [ 3 -eq 03 ]; echo $?",
                "set -e; false || echo on; if false; then :; fi; ! true; echo here; (exit 3); echo never",
                "set -e; f() { false; echo in; }; f || echo or; f; echo never",
                "set -u; echo ${x:-ok}; echo $x; echo never",
                "set -o pipefail; false | true; echo $?; set +o pipefail; false | true; echo $?",
                "trap 'echo bye $?' EXIT; echo hi; exit 4",
                "eval 'x=1; echo $x'; echo 'y=2; return 5; echo no' > f; . ./f; echo $? $y",
                "echo $((1 + 2 * 3)) $((7 / 2)) $((7 % 3)) $((2 ** 10)) $((1 << 4)) $((5 & 3 | 8)) $((0x1f)) $((017)) $((2#101))",
                "x=5; echo $((x++)) $x $((++x)) $((x += 3)) $((x > 3 ? 1 : 2)) $((!x)) $((~0)) $((1, 2)) $((-3 / 2)); ((x == 9)) && echo nine",
                "let x=3*4 y=x+1; echo $x $y; ((0)); echo $?; let 0; echo $?",
                "echo $((1 / 0)); echo next",
                "echo $((1 +)); echo next",
                "echo $((08)); echo next",
                "echo $((3 x)); echo next",
                "echo ${x!y}; echo next",
                "echo ${x:?gone}; echo never",
                "nope; echo $?",
                "./nope; echo $?",
                "cd /nope; echo $?",
                "echo )",
                "if true; then echo a",
                "case x in",
                "for x in 1 2; do echo $x; done; fi",
                "while true; do break; done; }",
                "f( { :; }",
                "echo 'open",
                "[ 1 -eq x ]; [ a b ]; [ a -foo b ]; [ 1 2 3 4 5 ]; echo $?",
                "return 2; local x; break; shift -1; echo $?",
                "exit abc",
                "printf %d x; echo $?; printf; echo $?",
                "read 1x; echo $?",
                "x=2; (x=3; echo $x); echo $x; { x=4; }; echo $x; echo a | x=5; echo $x",
                "echo one > f; echo two >> f; cat < f; cat f nope 2>/dev/null; echo $?; cat nope > g; echo $?; ls",
                "mkdir d; touch d/b d/a d/.h; echo d/* d/.h*; cd d; echo *; echo [ab] [!a] x*; echo '*' \"*\"; ls",
                "cat <<E\nx$((1+1))\n\\$y `echo z`\nE\ncat <<'E'\n$x\nE\ncat <<-E\n\tindented\n\tE",
                "echo $(echo a; echo b) \"$(echo a; echo b)\" `echo c`; echo $(exit 3) $?; x=$(exit 4); echo $?",
                "a=1; a+=2; echo $a; b=\"x $a\" c='y'; echo $b$c; echo ~ ~/x \"~\" a~",
                "echo -e 'a\\tb\\n'; echo -n x; echo; echo -- -n; echo \"a\\$b\" 'c\\d' e\\ f $'g\\x41'",
                "true && false || echo c; true; false; echo $?; ! false; echo $?; : ; false && echo no; echo $?",
                "type cd; type nope; command -v echo; f() { :; }; type -t f 2>/dev/null; unset -f f; f; echo $?",
                "if [ -d /tmp ] && [ -f /etc/passwd ]; then echo yes; elif true; then echo no; else echo never; fi",
                "set -x; echo a 'b c'; x=1; [ a = b ] || true",
                "x='a   b'; echo $x \"$x\"; y=$x; echo \"$y\"; echo ${#y}",
                "ls nope &> f; cat f; echo x &>> f; echo y >> f; cat f",
                "case 5 in [[:digit:]]) echo d;; esac; case _ in [![:alnum:]]) echo o;; esac; x=a1b2; echo ${x//[[:digit:]]/}",
                "[[ ab] == [[:alpha:]]b] ]]; echo $?; case ] in []]) echo b;; esac; case - in [a-]) echo h;; esac",
                "true | false | (exit 3); echo ${PIPESTATUS[@]}; false; echo ${PIPESTATUS[0]} ${#PIPESTATUS[@]}",
                "if true; then fi",
                "while true; do done",
                "{ }",
                "()",
                "echo a &&",
                "echo a |",
                "echo hi > f; x=$(<f); echo \"[$x]\" $?; echo $(<nope); echo $?",
                "type if cd; type -t while; command -v then; echo $UID $EUID $LINENO $OSTYPE ${#BASH_VERSION}",
            })
    void theyAreAlike(String script) throws Exception {
        same(script + "\n");
    }

    /** Longer scripts, one after another with {@code %%} between them. */
    @ParameterizedTest
    @MethodSource("scripts")
    void longerOnesAreAlike(String script) throws Exception {
        same(script);
    }

    static Stream<String> scripts() throws IOException {
        return RealBash.scripts("bash");
    }

    @Test
    void randomScriptsAreAlike() throws Exception {
        long seed = Long.getLong("ringlab.seed", 20_240_611L);
        for (int i = 0; i < SCRIPTS; i++) {
            same(new RandomScript(new SplittableRandom(seed + i)).text());
        }
    }
}
