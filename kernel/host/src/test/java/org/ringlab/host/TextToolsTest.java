package org.ringlab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text tools on files, with this machine's own programs (GNU's) and on a simulated host. */
class TextToolsTest {
    private static final String FILES = """
            printf 'one 1 x\\ntwo 22 y\\nthree 3 z\\ntwo 4 y\\n\\nFour  5\\tq\\n' > f
            printf 'root:x:0:0:root:/root:/bin/bash\\nbin:x:1:1:bin:/bin:/sbin/nologin\\nweb:x:48:48::/srv:/bin/bash\\n' > p
            printf '# comment\\nListen 80\\n#Listen 443\\nServerName a.b\\n  Listen 8080\\nlast' > c
            """;

    @TempDir
    Path folder = Path.of("");

    /** Longer scripts, one after another with {@code %%} between them. */
    @ParameterizedTest
    @MethodSource("scripts")
    void longerOnesAreAlike(String script) throws Exception {
        theySayTheSame(script);
    }

    static Stream<String> scripts() throws IOException {
        return RealBash.scripts("text-tools");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sed 's/o/0/' f; sed 's/o/0/g;s/e$/E/' f; sed -n '/two/p' f; sed -n '2,4p' f; sed '2d' f; sed '$d' f",
                "sed -e 's/a/b/' -e '/^#/d' c; sed '/^#/!d' c; sed -n '/Listen/=' c; sed '/^$/d' f; sed -n '$=' f",
                "sed -i 's/^Listen 80$/Listen 8080/' c; cat c; sed -i.bak '1d' f; ls; cat f f.bak",
                "sed '1i first' f; sed '2a\\\nadded' f; sed '/two/c changed' f; sed '$a end' c; sed '2,3c both' f",
                "sed -E 's/([a-z]+) ([0-9]+)/\\2 \\1/' f; sed 's/\\([a-z]*\\) .*/[\\1]/' f; sed 's/[[:digit:]]\\+/<&>/g' f; sed 's/two/\\U&/' f",
                "sed 's|/bin|/usr/bin|g' p; sed 's/:/\\n/2' p; sed 's/x*/-/g' f | head -2; sed 'y/abc/ABC/' f; sed -n 's/two/2/p' f",
                "sed '/two/,/three/d' f; sed '2,/two/s/^/>/' f; sed '0,/two/s//TWO/' f 2>&1 | head -1; sed '1~2d' f; sed '2,+1d' f; sed '/one/,2!d' f",
                "sed 'N;s/\\n/,/' f; sed -n 'H;${x;s/\\n/,/g;p}' f; sed G f; sed '1!G;h;$!d' f; sed q f; sed '2q5' f; echo $?",
                "sed -n '/two/{s/y/Y/;p}' f; sed '/one/{n;d}' f; sed 's/a//;# no\ns/b//' c; sed -s -n '1p' f p; sed -n 1p f p",
                "sed 's/a/b' f; sed 'k' f; sed 's/a/b/k' f; sed p nope; echo $?; sed '/a' f; sed '2,p' f; sed 'y/ab/c/' f; sed '}' f; sed 'dp' f; sed '{p' f",
                "grep two f; grep -n o f; grep -c two f; grep -v two f; grep -i FOUR f; grep -w 22 f; grep -x 'two 4 y' f; grep -o '[0-9]' f; echo $?",
                "grep -E 'one|three' f; grep 'one\\|three' f; grep -E '^(two|one) [0-9]{2}' f; grep '^$' f; grep -F '.' c; grep -e one -e 4 f; egrep 't(w|h)' f",
                "grep -l Listen f p c; grep -h Listen c p; grep Listen c p; grep -H one f; grep -q one f; echo $?; grep nothing f; echo $?; grep x nope; echo $?; grep -s x nope; echo $?",
                "grep -A1 two f; grep -B1 three f; grep -C1 -n three f; grep -m1 two f; grep -on 'o' f; grep -vc two f; grep -c '' f; grep -r Listen . | sort",
                "grep '[' f; echo $?; grep; echo $?; grep -E 'a{1' f; echo $?; grep -y one f; cat f | grep -H one; grep -n '' c; grep '\\bt' f; grep '\\<tw' f; grep 'a*b' p",
                "cut -d: -f1 p; cut -d: -f1,7 p; cut -d: -f3- p; cut -c1-3 f; cut -d' ' -f2 f; cut -s -d: -f1 f; cut -d: -f2-3 p; cut -f1 f; cut -c2 p",
                "cut p; echo $?; cut -d: p; cut -f0 p; echo $?; cut -d:: -f1 p; cut -f1 -c1 p; cut -f x p; cut -d: -f1 nope; echo $?",
                "sort f; sort -r f; sort -n -k2 f; sort -k2,2n f; sort -t: -k3nr p; sort -t: -k7,7 -k1,1 p; sort -u f f; sort -f f; printf '10\\n9\\n2\\n' | sort; printf '10\\n9\\n-2\\n1.5\\n' | sort -n",
                "sort -k1,1 -k2,2nr f; sort -o out f; cat out; sort nope; echo $?; sort -k0 f; echo $?; sort -t ab f; printf 'b 1\\na 1\\na 2\\n' | sort -u -k2,2",
                "sort f | uniq; cut -d' ' -f1 f | sort | uniq -c; cut -d' ' -f1 f | sort | uniq -d; printf 'a\\nA\\nb\\n' | uniq -i; printf 'a\\na\\nb\\n' | uniq -u; uniq nope; echo $?",
                "tr a-z A-Z < f; tr -d '\\n' < f; echo; tr -s ' ' < f; tr ' ' '\\n' < f; tr -cd '0-9\\n' < f; tr '[:lower:]' '[:upper:]' < p; echo aabb | tr -s ab; echo hello | tr el ip; echo abc | tr abc x",
                "tr; echo $?; tr a < f; echo $?; tr z-a b < f; echo $?; tr -d a b < f; echo a-b | tr -- - _; echo 'x:y' | tr ':' '\\t'",
                "seq 3; seq 2 4; seq 1 3 10; seq 3 -1 1; seq -w 8 10; seq -s, 3; seq 3 1; seq; seq x; seq 1 0 3; echo $?",
                "echo 1 2 3 | xargs -n1 echo n; printf 'a b\\nc\\n' | xargs; printf 'a b\\nc\\n' | xargs -I{} echo '<{}>'; echo f p | xargs cat; xargs echo none < /dev/null; xargs -r echo none < /dev/null; echo \"'a b' c\" | xargs -n1 echo; echo x | xargs nope; echo $?; echo x | xargs false; echo $?",
                "mkdir -p d/e; cp f d; cp -r d g; ls g; ls g/e; cp d g2; echo $?; mv g h; ls h; mv f h; ls; mv h/f .; cp f p d; ls d; cp nope x; echo $?; mv nope x; echo $?; cp f; cp; cp f f; mv d d/x; echo $?",
                "ln -s f l; cat l; echo new > l; cat f; ln -s f l; echo $?; ln -sf p l; head -1 l; rm l; ls; ln -s nope dead; cat dead; echo $?; [ -L dead ]; echo $?; [ -e dead ]; echo $?; mkdir d; ln -s d dl; touch d/x; ls dl; echo y > dl/y; cat d/y; cd dl; ls; ln; echo $?",
                "mkdir -p d/e; touch d/a.txt d/e/b.txt d/e/c; find d | sort; find d -name '*.txt' | sort; find d -type d | sort; find d -maxdepth 1 | sort; find d -type f -name 'c'; find . -name f; find nope; echo $?; find d -empty -type f ! -name a.txt | sort; find d -frob; find d -name",
                "head -2 f; head -n 1 f p; tail -2 f; tail -n +3 f; tail -n 1 f p; head -c 5 f; tail -c 4 f; head -n -4 f; head nope; echo $?; head -n x f; echo $?; cat f | tail -1",
                "wc -l f; wc -w f; wc -c f; wc f p; wc < f; cat f | wc -l; wc -l nope; echo $?; wc -lc f; tee a b < f > /dev/null; cat a; echo x | tee -a a; cat a | tail -1; cat -n c; cat -A f",
                "awk '{print $1}' f; awk '{print $2, $1}' f; awk -F: '{print $1 \"-\" $NF}' p; awk '/two/' f; awk 'NR==2' f; awk 'NR>1 && $2>3 {print NR, $0}' f; awk 'END{print NR}' f",
                "awk -F: '$3 >= 1 {print $1}' p; awk '{s += $2} END {print s, s/NR}' f; awk 'BEGIN{print \"a\"; x=3; print x*2, x^2, x%2, -x, !x}'; awk '{n++} END{print n}' f",
                "awk '{printf \"%-5s|%3d|%s\\n\", $1, $2, $3}' f; awk '$1 ~ /^t/ {print length($1), toupper($1), substr($1,2,2)}' f; awk '!/two/' f; awk '/two/,/three/' f",
                "awk -v n=2 '$2 == n || $1 == \"two\" {print; next} {print \"-\"}' f; awk '{$2=\"X\"; print; print NF}' f; awk -F'[:/]' '{print $2}' p; awk 'BEGIN{OFS=\":\"}{$1=$1; print}' f",
                "awk '{if ($2 > 3) print \"big\"; else {print \"small\"}}' f; awk '{gsub(/o/,\"0\"); print}' f; awk '{print index($0, \"w\"), ($2 > 2 ? \"a\" : \"b\")}' f; awk 'NR==2{exit 3}' f; echo $?; awk '$2' f; awk 'length > 8' f",
                "x=$(grep -c two f); echo $x; for w in $(cut -d: -f1 p); do echo $w; done; while read -r a b c; do echo \"$c $a\"; done < f; grep -v '^#' c | sed 's/^ *//' | sort | uniq -c | sort -rn",
            })
    void theySayTheSame(String script) throws Exception {
        assumeTrue(RealBash.isThere(), "no bash here");
        RealBash.Ran real = new RealBash(folder, "C").run(FILES + "rm s.sh\n" + script + "\n");
        RealBash.Ran ours = RealBash.simulated(Labs.threeHosts(true), FILES + "rm s.sh\n" + script + "\n");
        assertEquals(real.stdout(), ours.stdout(), () -> "stdout of " + script);
        assertEquals(real.stderr(), ours.stderr(), () -> "stderr of " + script);
    }
}
