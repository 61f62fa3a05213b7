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
    /** A magic that doesn't exist. */
    UNKNOWN_MAGIC("There is no magic %%%s.", "没有 %%%s 这个魔法命令。"),
    /** Hint: a magic of nearly that name. */
    HINT_SIMILAR("did you mean %%%s?", "您是不是想写 %%%s？"),
    /** Hint: see all magics. */
    HINT_HELP("%%help lists what cells can hold.", "%%help 会列出单元格里可以写的内容。"),
    /** Heading of the list of magics. */
    HELP_HEADING("A cell holds Java, or one of these:", "单元格里可以写 Java，也可以写下面的命令："),
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
