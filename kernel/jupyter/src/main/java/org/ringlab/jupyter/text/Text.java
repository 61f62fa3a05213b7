package org.ringlab.jupyter.text;

import org.ringlab.display.Language;

/** Every text of the kernel for its users. */
public enum Text {
    /** The heading above a compile error: its line and column in the cell, and the compiler's words. */
    ERROR_AT("Line %s, column %s: %s", "第 %s 行第 %s 列：%s"),
    /** A stack frame in a cell: the cell's number and line. */
    FRAME_CELL("    at cell [%s], line %s", "    位于单元格 [%s] 第 %s 行"),
    /** A stack frame in a method of a cell. */
    FRAME_METHOD("    at %s, cell [%s], line %s", "    位于 %s，单元格 [%s] 第 %s 行"),
    /** Before a hint. */
    HINT("Hint: %s", "提示：%s"),
    /** A place in a script before what is wrong there: line, column. */
    SCRIPT_AT("%s:%s: %s", "第 %s 行第 %s 列：%s"),
    /** A character that only looks like the one a command needs: itself, its code, what to type. */
    LOOK_ALIKE(
            "`%s` (%s) is not the ASCII character the command needs (type `%s` with the input method off)",
            "“%s”（%s）不是命令需要的半角字符，请切换到英文输入法，改成“%s”"),
    /** The same for one that can't be seen, to be replaced by a space. */
    LOOK_ALIKE_SPACE(
            "an invisible look-alike (%s) is not the space the command needs (type a space with the input method off)",
            "这里有一个看不见的字符（%s），它不是普通空格，请切换到英文输入法，改成空格"),
    /** The same for one to be deleted. */
    LOOK_ALIKE_NOTHING(
            "an invisible character (%s) stands here, which the command does not need (delete it)",
            "这里有一个看不见的多余字符（%s），请删掉它"),
    /** A script was stopped because it ran too many commands. */
    STEP_BUDGET("stopped after very many commands (does the script run in circles?)", "执行的命令太多，已停止。脚本是不是在兜圈子？"),
    /** A host was restarted by its own command. */
    HOST_REBOOTED(
            "the host has booted again: what was only typed is gone (what it needs at boot has to be in its files)",
            "主机已经重新启动：只在命令行里输入过的设置都没有了；要保留的设置必须写进文件里"),
    /** A container that would hold the terminal. */
    DOCKER_FOREGROUND(
            "without -d the container runs in the foreground and holds the terminal; it was interrupted here (docker run -d)",
            "没有 -d，容器就在前台运行、占住终端；这里替你按了 Ctrl-C。要让它留下，请用 docker run -d"),
    /** A ping without a count. */
    PING_COUNT(
            "a real ping goes on until Ctrl-C; this one stops by itself (say how many with -c)",
            "真机上的 ping 要按 Ctrl-C 才会停，这里发几个就停；请用 -c 写明次数"),
    /** The cell was interrupted. */
    INTERRUPTED("The cell was interrupted.", "单元格已被中断。"),
    /** A definition waits for names that don't exist yet. */
    UNRESOLVED("%s can't be used until these are defined: %s%n", "在定义以下名称之前，%s 还不能使用：%s%n"),
    /** Code that ends in the middle. */
    INCOMPLETE(
            "The code ends too early: a bracket, a quote or the rest of a statement is missing.",
            "代码没有写完：缺少括号、引号或语句的其余部分。"),
    /** Hint: an unknown name. */
    HINT_CANT_RESOLVE(
            "check the spelling and upper and lower case; run the cell that defines it first.", "检查拼写和大小写；先运行定义它的单元格。"),
    /** Hint: a syntax error. */
    HINT_EXPECTED(
            "something is missing just before this place; Chinese punctuation （）；“” is not Java's ();\"\".",
            "这个位置之前缺少了内容；注意 Java 只认英文标点 ();\"\"，不认中文标点（）；“”。"),
    /** Hint: a character that Java doesn't know. */
    HINT_ILLEGAL_CHAR("type this character in the English input mode.", "请切换到英文输入法再输入这个字符。"),
    /** Hint: types that don't fit. */
    HINT_INCOMPATIBLE(
            "the value's type doesn't fit the place where it is used; convert it or change the declaration.",
            "值的类型与使用的位置不符；请转换类型或修改声明。"),
    /** Hint: a command typed as Java. */
    HINT_COMMAND("to run commands on a host, start the cell with %%%%host NAME.", "要在主机上执行命令，请在单元格第一行写 %%%%host 主机名。"),
    /** The value of an expression isn't known. */
    NO_VALUE("%s has no value", "%s 没有值"),
    /** What a magic is for. */
    ABOUT_LAB(
            "boot a lab and draw it; draw it again; list the files; go back to before a restart",
            "启动实验并画出拓扑；再画一次；列出实验文件；恢复到重启之前"),
    /** What a magic is for. */
    ABOUT_HOST("run the lines below on a host; %%host NAME COMMAND runs one", "在主机上执行下面各行命令；%%host 主机名 命令 只执行一条"),
    /** What a magic is for. */
    ABOUT_EDIT("edit a file of a host in a box, and save it", "在框里编辑主机上的一个文件，再保存"),
    ABOUT_FILE("write the lines below into a file of a host", "把下面各行写进主机上的一个文件"),
    /** What a magic is for. */
    ABOUT_CHOICE("answer a question by the options' words", "用选项的名字回答选择题"),
    /** What a magic is for. */
    ABOUT_TABLE("fill in a table", "填写表格"),
    /** What a magic is for. */
    ABOUT_PROBES("probes and what they should come to, tried in the open lab", "写出探测和应有的结果，在当前实验里试一试"),
    /** A first line of a file's cell without host and path. */
    WHICH_EDIT("Which file? Write %%edit HOST:/PATH.", "哪个文件？请写 %%edit 主机名:/路径。"),
    SAVE("Save", "保存"),
    SAVED("%s is saved, lines: %s.", "%s 已保存，%s 行。"),
    WHICH_FILE("Which file? Write %%%%file HOST:/PATH.", "哪个文件？请写 %%%%file 主机名:/路径。"),
    /** A cell of a kind of answer that no exercise asks for. */
    NO_ANSWER_CELL("This cell is no answer of an exercise.", "这个单元格不是练习的答案。"),
    /** What was understood: the options. */
    CHOSEN("Your answer: %s", "你的答案：%s"),
    /** Nothing was chosen so far. */
    CHOOSE_ONE("Write one of these words below the first line.", "请在第一行下面写出其中一个名字。"),
    /** Nothing was chosen so far, and several may be. */
    CHOOSE_SEVERAL("Write one or more of these words below the first line.", "请在第一行下面写出一个或几个名字。"),
    /** How much of a table is filled in. */
    FILLED("%s of %s values filled in.", "已填 %s 个值，共 %s 个。"),
    /** What came of a probe: its line, the probe, what was found. */
    PROBE_FOUND("Line %s: %s", "第 %s 行：%s"),
    /** The same, where something else was expected. */
    PROBE_FLAGS("Line %s: %s, not as expected", "第 %s 行：%s，与预期不符"),
    /** What a magic is for. */
    ABOUT_TRACE("the way of every packet of a command", "显示一次命令发出的每个报文走过的路"),
    /** What a magic is for. */
    ABOUT_WHY("why the last exchange that failed did: its first wrong hop", "最近一次失败为什么不通：第一个出错的地方"),
    /** What a magic is for. */
    ABOUT_MEMORY(
            "draw what `memory walk`, `memory tlb` or `memory replace` says on a host",
            "把主机上 memory walk、memory tlb、memory replace 的结果画出来"),
    /** What a magic is for. */
    ABOUT_ASM(
            "assemble some lines and run them in a ring of your choice; on a line, next, back, a number or to LABEL shows one step",
            "汇编几行代码并在所选的环（ring）中运行；写在一行里时，next、back、编号或 to 标号查看某一步"),
    /** Nothing was run so far. */
    ASM_NOTHING("Run a cell that begins with %%%%asm first.", "请先运行一个以 %%%%asm 开头的单元。"),
    /** A breakpoint where nothing is: the word, and the labels there are. */
    ASM_LABEL("%s: neither a label nor an address 0x…; labels: %s", "%s：不是标号，也不是 0x… 地址；标号有：%s"),
    /** A breakpoint that isn't met any more: the step now, and the place. */
    ASM_NOT_REACHED("No step after %s is at %s.", "第 %s 步之后没有再到 %s。"),
    /** A word that the magic doesn't know. */
    ASM_WORD(
            "%s: ring=0..3, mode=16|32|64, iopl=0..3, budget=N, or a register: eax=5",
            "%s：可写 ring=0..3、mode=16|32|64、iopl=0..3、budget=N，或寄存器 eax=5"),
    /** A program that lies elsewhere. */
    ASM_PLACE("The program must lie in the first 636 KiB.", "程序必须放在前 636 KiB 内。"),
    /** What a magic is for. */
    ABOUT_GIVEN("the values of your own that an exercise asks about", "练习中你自己的一组数值"),
    /** An exercise that asks everybody the same. */
    NOTHING_GIVEN("%s gives everybody the same values: they are in its text.", "%s 里每个人的数值都一样，写在题目里。"),
    /** A kernel of one's own doesn't know the account. */
    GIVEN_WHOSE(
            "Drawn for this computer's user. You are graded by your account in the course: %%%%given %s ACCOUNT [ATTEMPT].",
            "这是按本机用户名抽取的。评分按课程里的账号抽取，请写：%%%%given %s 账号 [第几次]。"),
    /** Whose number the values have. */
    GIVEN_ATTEMPT("For your attempt no. %s; the next one has other values.", "用于第 %s 次提交；再下一次的数值会不同。"),
    /** The service is silent. */
    GIVEN_UNKNOWN(
            "The service didn't tell which attempt comes next, so these may be another attempt's values. Run the cell again.",
            "服务没有说下一次是第几次提交，这些数值可能是另一次的。请再运行一遍。"),
    /** Not a number. */
    GIVEN_NUMBER("`%s` is no attempt: 1, 2, …", "“%s”不是第几次：1、2……"),
    /** What a magic is for. */
    ABOUT_VM(
            "run a guest under each method of virtualisation, as the command `vm` does, and draw it",
            "像命令 vm 那样，用各种虚拟化方法运行客户机，并画出来"),
    /** What a magic is for. */
    ABOUT_VIRT_MANAGER(
            "the guests of a host: a drawing, their screens, and buttons that type virsh there",
            "主机上的客户机：画出来，看屏幕，按钮会在主机上执行 virsh"),
    /** What a magic is for. */
    ABOUT_CHECK("try an exercise's public checks", "试一试练习的公开检查项"),
    /** What a magic is for. */
    ABOUT_PROVE("what rules mean for every packet, or a packet that shows otherwise", "规则对所有报文意味着什么；不成立时给出一个反例"),
    /** About a magic. */
    ABOUT_COST("counters of a host's rules, and comparisons a packet takes", "主机规则的计数，以及每个报文要比较多少次"),
    /** A proof without a claim. */
    PROVE_WHAT("Say what to prove, and where.", "请写明在哪里证明什么。"),
    /** How to write a claim. */
    HINT_PROVE(
            "%%prove gw accept -p tcp --dport 80 · %%prove client server reject -p udp · %%prove gw same",
            "%%prove gw accept -p tcp --dport 80 · %%prove client server reject -p udp · %%prove gw same"),
    /** No small change mends it. */
    NO_REPAIR("No change of one or two rules was found that mends it.", "没有找到只改一两条规则就能成立的办法。"),
    /** About a magic. */
    ABOUT_SUBMIT("hand in, and see the report", "提交并查看评分报告"),
    /** What a magic is for. */
    ABOUT_UNDO("take back the last commands", "撤销最近一次命令"),
    /** What a magic is for. */
    ABOUT_RESET("back to the start: a host, the whole lab; or to a checkpoint", "恢复到开始：一台主机或整个实验；或回到检查点"),
    /** What a magic is for. */
    ABOUT_CHECKPOINT("remember the present state", "记住现在的状态"),
    /** What a magic is for. */
    ABOUT_DIFF("what changed in the configuration since", "从那时以来配置改变了什么"),
    /** Nothing went wrong in the last command, so this is about an earlier one: its number and host. */
    EARLIER_FAILURE(
            "The last command that sent packets lost none. This is about command %s, on %s, the last that did:",
            "最近一次发出报文的命令没有丢失报文。下面解释的是最近一次有丢失的第 %s 次命令（在 %s 上）："),
    /** The kernel was restarted on purpose, so the lab is gone. */
    RESTARTED("The kernel was restarted, so no lab is booted.", "内核已重新启动，实验还没有启动。"),
    /** Hint: the two ways on: the lab's name, how many commands it had seen. */
    HINT_RESUME(
            "%%lab %s starts it afresh; %%lab resume goes back to its last command (%s are run again).",
            "%%lab %s 从头开始；%%lab resume 恢复到重启之前（重新执行 %s 次命令）。"),
    /** There is no earlier state to go back to. */
    NOTHING_TO_RESUME("There is no earlier state of a lab to go back to.", "没有可以恢复的实验状态。"),
    /** No lab is open. */
    NO_LAB("No lab is open.", "还没有启动实验。"),
    /** Hint: open one. */
    HINT_LAB("boot one first: %%lab FILE; %%lab list names the files.", "请先启动一个：%%lab 文件名；%%lab list 列出文件。"),
    /** A lab file that isn't there. */
    NO_SUCH_LAB("There is no lab file %s.", "没有实验文件 %s。"),
    /** Hint: the files. */
    HINT_KNOWN_LABS("there are: %s", "现有：%s"),
    /** No host was named. */
    WHICH_HOST("On which host?", "在哪台主机上？"),
    /** A host that isn't there. */
    NO_SUCH_HOST("The lab has no host %s.", "实验里没有主机 %s。"),
    /** Hint: the hosts. */
    HINT_HOSTS("hosts: %s", "主机：%s"),
    /** Words behind the host's name in the first line of a cell. */
    BELOW_HOST("Write the commands below the line %%%%host %s.", "请把命令写在 %%%%host %s 的下一行。"),
    /** A command's status other than 0. */
    EXIT_STATUS("exit status %s", "退出状态 %s"),
    /** A number of a command that isn't there. */
    NO_SUCH_COMMAND("There is no command %s: this lab has seen %s.", "没有第 %s 次命令：这个实验里一共执行了 %s 次。"),
    /** What was undone. */
    UNDONE("Taken back on %s:", "已撤销 %s 上的："),
    /** Nothing to undo. */
    NOTHING_TO_UNDO("Nothing to take back: the lab is as it started.", "没有可以撤销的命令：实验还是开始时的样子。"),
    /** The lab was reset. */
    RESET_LAB("The lab is as it started (%s commands taken back).", "实验已恢复到开始时的样子（撤销了 %s 次命令）。"),
    /** A host was reset. */
    RESET_HOST("%s is as it started (%s commands taken back).", "%s 已恢复到开始时的样子（撤销了 %s 次命令）。"),
    /** The lab is back at a checkpoint. */
    RETURNED("The lab is back at checkpoint %s.", "实验已回到检查点 %s。"),
    /** Neither host nor checkpoint. */
    NOTHING_TO_RESET("Neither a host nor a checkpoint: %s", "既不是主机也不是检查点：%s"),
    /** Hint: what can be reset: the hosts, the checkpoints. */
    HINT_RESET("lab resets everything; hosts: %s; checkpoints: %s", "lab 恢复整个实验；主机：%s；检查点：%s"),
    /** A checkpoint was made. */
    MARKED(
            "Checkpoint %s, after %s commands. %%diff %s shows what changed since, %%reset %s goes back.",
            "检查点 %s，在第 %s 次命令之后。%%diff %s 查看此后的变化，%%reset %s 回到这里。"),
    /** A checkpoint that isn't there. */
    NO_SUCH_MARK("There is no checkpoint %s.", "没有检查点 %s。"),
    /** Hint: the checkpoints. */
    HINT_MARKS("start and the checkpoints: %s", "可用 start 和检查点：%s"),
    /** No difference. */
    NO_DIFFERENCE("Nothing changed in the configuration.", "配置没有变化。"),
    /** An exercise that isn't there. */
    NO_SUCH_EXERCISE("There is no exercise %s.", "没有练习 %s。"),
    /** Hint: the exercises. */
    HINT_EXERCISES("exercises: %s", "练习：%s"),
    /** None of an exercise's answer cells ran. */
    NO_ANSWERS("None of the answer cells of %s has run yet.", "%s 的答案单元格还没有运行过。"),
    /** Hint: the answer cells. */
    HINT_ANSWERS("run them first: %s", "请先运行：%s"),
    /** Submitting without a service. */
    NOT_HOSTED("This kernel runs on your own machine, and can't hand in from here.", "这个内核运行在您自己的机器上，不能从这里提交。"),
    /** Hint: the course page. */
    HINT_SUBMIT_PAGE("save the notebook and hand it in on the course's page.", "请保存笔记本，在课程页面上提交。"),
    /** Nothing to hand in: no answer cell that holds an answer has run. */
    NOTHING_ANSWERED(
            "Nothing was handed in: no answer cell with an answer has run since the kernel started.",
            "没有提交：内核启动以来，还没有运行过写了答案的答案单元格。"),
    /** Hint: the answer cells, and the way to insist. */
    HINT_ANYWAY(
            "run them first: %s. %%submit --anyway hands in the saved notebook as it is.",
            "请先运行：%s。要按保存的笔记本原样提交，请写 %%submit --anyway。"),
    /** Progress: submitting. */
    SUBMITTING("handing in …", "正在提交……"),
    /** Progress: submitted. */
    SUBMITTED("handed in", "已提交"),
    /** No answer of the service in time. */
    NO_REPLY("No answer came in time.", "没有及时收到答复。"),
    /** The lab was restored. */
    RESTORED(
            "The lab %s is back where it was: %s commands were run again. %%reset lab starts it afresh.",
            "实验 %s 已恢复到上次的状态：重新执行了 %s 次命令。%%reset lab 可以重新开始。"),
    /** The lab can't be restored. */
    NOT_RESTORED("The lab %s can't be opened again; boot one with %%lab.", "无法重新打开实验 %s；请用 %%lab 启动。"),
    /** A magic that doesn't exist. */
    UNKNOWN_MAGIC("There is no magic %s.", "没有 %s 这个魔法命令。"),
    /** Hint: a magic of nearly that name. */
    HINT_SIMILAR("did you mean %s?", "您是不是想写 %s？"),
    /** A first word in full-width characters: itself, the characters. */
    FULL_WIDTH("%s is written with full-width characters (%s).", "“%s”用了全角字符（%s）。"),
    /** Hint: the plain form. */
    HINT_FULL_WIDTH("switch the input method off and write %s", "请切换到英文输入法，改成 %s"),
    /** Hint: see all magics. */
    HINT_HELP("%%help lists what cells can hold.", "%%help 会列出单元格里可以写的内容。"),
    /** Heading of the list of magics. */
    HELP_HEADING("A cell holds Java, or one of these:", "单元格里可以写 Java，也可以写下面的命令："),
    /** What a magic is for. */
    ABOUT_EXPORT(
            "the lab as a bash script that builds it on a real Linux, with what was typed since",
            "把实验导出成 bash 脚本，在真实的 Linux 上搭出同样的网络（包括已经输入的命令）"),
    /** What a magic is for. */
    ABOUT_PCAP(
            "the packets so far: a table, and a file for Wireshark; HOST:INTERFACE for one place only",
            "到目前为止的报文：表格，以及 Wireshark 能打开的文件；主机:网卡 只看一处"),
    /** What a magic is for. */
    ABOUT_COMPARE_REAL(
            "paste what your own machine prints below, and see its first difference from a host of the lab",
            "把自己机器上命令的输出贴在下面，指出它与实验主机的第一处差别"),
    /** Nothing in a pasted text is known. */
    NOTHING_PASTED("Nothing to compare with is below.", "下面没有可以比较的内容。"),
    /** Hint: what to paste. */
    HINT_PASTE("run these on your machine and paste what they print: %s", "请在自己的机器上执行并贴出输出：%s"),
    /** The first line of a pasted text that isn't known. */
    UNREAD_LINE("not looked at: %s", "没有看懂、未参加比较：%s"),
    /** The link to a script: its name, twice. */
    SAVE_SCRIPT(
            "Save %s, then on a Linux of your own, as root: bash %s up", "保存 %s，然后在自己的 Linux 上以 root 执行：bash %s up"),
    /** The link to a capture file: its name. */
    SAVE_PCAP("Save %s and open it with Wireshark", "保存 %s，用 Wireshark 打开"),
    /** An interface that isn't there: the host, the name. */
    NO_SUCH_INTERFACE("%s has no interface %s.", "%s 没有网卡 %s。"),
    /** Hint: the interfaces of a host. */
    HINT_INTERFACES("write HOST:INTERFACE; those of %s: %s", "请写成 主机:网卡；%s 的网卡：%s"),
    /** What a magic is for. */
    ABOUT_HELP("this list", "显示本列表"),
    /** What a magic is for. */
    ABOUT_LSMAGIC("the names of all magics", "列出所有魔法命令的名字"),
    /** A cell magic without its two signs. */
    NEEDS_TWO_SIGNS("%%%s works on a whole cell: write %%%%%s.", "%%%s 作用于整个单元格：请写 %%%%%s。"),
    /** A line magic with two signs. */
    NEEDS_ONE_SIGN("%%%%%s takes no lines below it: write %%%s.", "%%%%%s 下面不能带内容：请写 %%%s。");

    private final String english;
    private final String chinese;

    Text(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    String in(Language language) {
        return language.pick(chinese, english);
    }
}
