package org.ringlab.service.pages;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of staff's pages: English here, Chinese in messages/staff_zh.properties. */
@MessageBundle(value = "staff", locale = "en")
public interface StaffWords {
    /** Shown as "Appeals". */
    @Message("Appeals")
    String appeals();

    /** Shown as "Nobody has contested anything". */
    @Message("Nobody has contested anything.")
    String noAppeals();

    /** Shown as "Answer". */
    @Message("Answer")
    String answer();

    /** Shown as "The student is right: give the points". */
    @Message("The student is right: give the points")
    String uphold();

    /** Shown as "The points stay". */
    @Message("The points stay")
    String keepPoints();

    /** Shown as "Check". */
    @Message("Check")
    String check();

    /** Shown as "State". */
    @Message("State")
    String state();

    /** Shown as "{n} submissions could not be graded: the grader failed. Look at them". */
    @Message("{n} submissions could not be graded: the grader failed. Look at them")
    String failedAlert(long n);

    /** Shown as "Grade again". */
    @Message("Grade again")
    String gradeAgain();

    /** Shown as "Points by hand". */
    @Message("Points by hand")
    String givePoints();

    /** Shown as "Points (empty: take back what was given)". */
    @Message("Points (empty: take back what was given)")
    String pointsField();

    /** Shown as "Comment (the student reads it)". */
    @Message("Comment (the student reads it)")
    String comment();

    /** Shown as "Give". */
    @Message("Give")
    String give();

    /** Shown as "The whole submission". */
    @Message("The whole submission")
    String wholeSubmission();

    /** Shown as "History". */
    @Message("History")
    String history();

    /** Shown as "Before". */
    @Message("Before")
    String before();

    /** Shown as "After". */
    @Message("After")
    String after();

    /** Shown as "taken back". */
    @Message("taken back")
    String takenBack();

    /** Shown as "By". */
    @Message("By")
    String by();

    /** Shown as "At". */
    @Message("At")
    String at();

    /** Shown as "Why". */
    @Message("Why")
    String reasonHead();

    /** Shown as "As received". */
    @Message("As received")
    String received();

    /** Shown as "Download". */
    @Message("Download")
    String download();

    /** Shown as "bytes". */
    @Message("bytes")
    String bytes();

    /** Shown as "Attempts and feedback". */
    @Message("Attempts and feedback")
    String rules();

    /** Shown as "What you choose here holds instead of the author's default. Times are in the service's time zone, {zone}". */
    @Message(
            "What you choose here holds instead of the author's default. Times are in the service's time zone, {zone}.")
    String rulesIntro(String zone);

    /** What "after the due date" means. */
    @Message("“After the due date” is when nothing can be handed in any more: after the last day on which late attempts"
            + " are accepted, or after closing. Without a due date and a closing time that never comes.")
    String afterDueMeans();

    /** Shown as "Saved". */
    @Message("Saved.")
    String saved();

    /** Shown as "Take back". */
    @Message("Take back")
    String takeBack();

    /** Where nobody was granted anything. */
    @Message("Nobody has been granted anything in this exercise.")
    String noGrants();

    /** Shown as "The author's default holds". */
    @Message("The author's default holds.")
    String authorsDefault();

    /** Shown as "Changed by {who} at {at}". */
    @Message("Changed by {who} at {at}.")
    String changedBy(String who, String at);

    /** Shown as "Attempts (0: as many as one likes)". */
    @Message("Attempts (0: as many as one likes)")
    String limit();

    /** Shown as "Wrong attempts without a pause". */
    @Message("Wrong attempts without a pause")
    String coolAfter();

    /** Shown as "Pause after further ones, in seconds (0: none)". */
    @Message("Pause after further ones, in seconds (0: none)")
    String coolSeconds();

    /** Shown as "Opens". */
    @Message("Opens")
    String opens();

    /** Shown as "Closes (exam window)". */
    @Message("Closes (exam window)")
    String closes();

    /** Shown as "Due". */
    @Message("Due")
    String due();

    /** Shown as "Late: percent less for each day begun". */
    @Message("Late: percent less for each day begun")
    String latePercent();

    /** Shown as "Late: accepted for days (0: not at all)". */
    @Message("Late: accepted for days (0: not at all)")
    String lateDays();

    /** Shown as "What students see of a failed check". */
    @Message("What students see of a failed check")
    String shownWhen();

    /** Shown as "Hint: the question". */
    @Message("Hint: the question")
    String partQuestion();

    /** Shown as "Hint: the pointer". */
    @Message("Hint: the pointer")
    String partPointer();

    /** Shown as "Hint: the rule". */
    @Message("Hint: the rule")
    String partRule();

    /** Shown as "Hint: the change that would mend it (where the author asks for one)". */
    @Message("Hint: the change that would mend it (where the author asks for one)")
    String partRepair();

    /** Shown as "The mistake that was recognised". */
    @Message("The mistake that was recognised")
    String partMisconception();

    /** Shown as "The rule that decided". */
    @Message("The rule that decided")
    String partDecision();

    /** Shown as "The packet's way". */
    @Message("The packet's way")
    String partTrace();

    /** Shown as "The hidden scenario itself". */
    @Message("The hidden scenario itself")
    String partScenario();

    /** Shown as "always". */
    @Message("always")
    String timeAlways();

    /** Shown as "after the due date". */
    @Message("after the due date")
    String timeAfterDue();

    /** Shown as "never". */
    @Message("never")
    String timeNever();

    /** Shown as "Save". */
    @Message("Save")
    String save();

    /** Shown as "Back to the author's default". */
    @Message("Back to the author's default")
    String reset();

    /** Shown as "More time or attempts for one student". */
    @Message("More time or attempts for one student")
    String extensions();

    /** Shown as "Minutes more". */
    @Message("Minutes more")
    String minutesMore();

    /** Shown as "Attempts more". */
    @Message("Attempts more")
    String attemptsMore();

    /** Shown as "in all exercises". */
    @Message("in all exercises")
    String everywhere();

    /** Shown as "Grant". */
    @Message("Grant")
    String grant();

    /** What a grant does. */
    @Message("More time moves the due date and the closing time for that student. What is granted again replaces what"
            + " was granted before; of a grant here and one in all exercises the better counts.")
    String grantHow();

    /** Shown as "Text". */
    @Message("Text")
    String text();

    /** Shown as "Grade again". */
    @Message("Grade again")
    String regrades();

    /** Shown as "Grades all submissions that an earlier version graded by version {version}. Nothing changes until you apply it". */
    @Message("Grades all submissions that an earlier version graded by version {version}. Nothing changes until you"
            + " apply it.")
    String regradeIntro(int version);

    /** Shown as "Compute". */
    @Message("Compute")
    String startRegrade();

    /** Shown as "not applied". */
    @Message("not applied")
    String regradeOpen();

    /** Shown as "applied". */
    @Message("applied")
    String regradeApplied();

    /** Shown as "discarded". */
    @Message("discarded")
    String regradeDiscarded();

    /** Shown as "By version {version}". */
    @Message("By version {version}")
    String regradeOf(int version);

    /** Shown as "{count} still to be computed". */
    @Message("{count} still to be computed.")
    String computing(int count);

    /** Shown as "Look again". */
    @Message("Look again")
    String lookAgain();

    /** Shown as "better". */
    @Message("better")
    String better();

    /** Shown as "worse". */
    @Message("worse")
    String worse();

    /** Shown as "the same". */
    @Message("the same")
    String same();

    /** Shown as "left as it is: it can't be graded by this version, or was changed since". */
    @Message("left as it is: it can't be graded by this version, or was changed since")
    String keptAsIs();

    /** Shown as "Apply: these become the grades". */
    @Message("Apply: these become the grades")
    String applyRegrade();

    /** Shown as "Discard". */
    @Message("Discard")
    String discard();

    /** Shown as "Change". */
    @Message("Change")
    String changeHead();

    /** Shown as "Checks". */
    @Message("Checks")
    String checksHead();

    /** Shown as "Statistics". */
    @Message("Statistics")
    String statistics();

    /** Shown as "Each student's last graded submission". */
    @Message("Each student's last graded submission.")
    String statisticsIntro();

    /** Shown as "Nothing has been graded yet". */
    @Message("Nothing has been graded yet.")
    String noStatistics();

    /** Shown as "Passed". */
    @Message("Passed")
    String passRate();

    /** Shown as "Commonest mistakes". */
    @Message("Commonest mistakes")
    String commonest();

    /** Shown as "Similarity". */
    @Message("Similarity")
    String similarity();

    /** Shown as "Evidence to look at, never a penalty: equal answers are normal where few are right. Talk to the students first". */
    @Message("Evidence to look at, never a penalty: equal answers are normal where few are right. Talk to the students"
            + " first.")
    String similarityIntro();

    /** Shown as "There is no evidence". */
    @Message("There is no evidence.")
    String noEvidence();

    /** Shown as "Students". */
    @Message("Students")
    String students();

    /** Shown as "Evidence". */
    @Message("Evidence")
    String evidence();

    /** Shown as "The same program but for names and layout: {percent}% of the shorter one". */
    @Message("The same program but for names and layout: {percent}% of the shorter one")
    String sharedCode(String percent);

    /** Shown as "The same rare lines, which both took out again". */
    @Message("The same rare lines, which both took out again")
    String sharedDetours();

    /** Shown as "{count} unusual versions in the same order". */
    @Message("{count} unusual versions in the same order")
    String sharedSteps(int count);

    /** Shown as "The same words in comments". */
    @Message("The same words in comments")
    String sharedComments();

    /** Of values drawn for one student in another one's answer. */
    @Message("{who} wrote values that only the report of {owner} had shown before")
    String foreignParameter(String who, String owner);

    /** Where in a student's answer a shared program stands. */
    @Message("{student}: lines {lines} of the answer")
    String linesOf(String student, String lines);

    /** Shown as "Class". */
    @Message("Class")
    String classPage();

    /** Shown as "Lesson". */
    @Message("Lesson")
    String lesson();

    /** Shown as "Show". */
    @Message("Show")
    String show();

    /** Shown as "passed". */
    @Message("passed")
    String statePassed();

    /** Shown as "working". */
    @Message("working")
    String stateTrying();

    /** Shown as "idle". */
    @Message("idle")
    String stateIdle();

    /** Shown as "not begun". */
    @Message("not begun")
    String stateNone();

    /** Shown as "Last activity". */
    @Message("Last activity")
    String lastActivity();

    /** Shown as "Open a copy". */
    @Message("Open a copy")
    String openCopy();

    /** Shown as "A copy has the student's text and lab, without outputs, and runs in a sandbox of your own; the student's own is never changed". */
    @Message("A copy has the student's text and lab, without outputs, and runs in a sandbox of your own; the student's"
            + " own is never changed.")
    String copyHow();

    /** Shown as "{minutes} min ago". */
    @Message("{minutes} min ago")
    String minutesAgo(int minutes);

    /** Shown as "tried {count}×". */
    @Message("tried {count}×")
    String triesCount(int count);

    /** Shown as "This page looks again by itself every ten seconds". */
    @Message("This page looks again by itself every ten seconds.")
    String liveNote();

    /** Shown as "{passed} of {of}". */
    @Message("{passed} of {of}")
    String passedOf(int passed, int of);

    /** In a list of choices: no restriction. */
    @Message("all")
    String all();

    /** Takes a filter away. */
    @Message("Show all")
    String showAll();

    /** Where a filter leaves nothing. */
    @Message("Nothing like that was handed in.")
    String noneFound();

    /** What a cell of the gradebook leads to. */
    @Message("A number leads to the submissions behind it.")
    String bookHow();

    /** Shown as "Sorted by". */
    @Message("Sorted by")
    String sortedBy();

    /** Where there is nobody. */
    @Message("There are no students yet. An administrator adds them on the page “Users”.")
    String noStudents();

    /** Before how many have a graded submission. */
    @Message("graded")
    String begun();

    /** What the editor's three buttons do. */
    @Message("“Check” reads both texts and names what is wrong. “Preflight” also grades: the reference has to earn full"
            + " marks, a blank answer nothing, and known mistakes have to be caught. “Publish” makes the version"
            + " by which new submissions are graded; on “Grade again” earlier ones can follow.")
    String publishHow();

    /** What becomes of points given by hand. */
    @Message("Points given by hand hold on: a check that has them may change and the points don't.")
    String regradeHand();
}
