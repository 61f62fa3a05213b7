package org.ringlab.service.pages;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The pages' words: English here, Chinese in messages/msg_zh.properties. */
@MessageBundle(locale = "en")
public interface Words {
    /** Shown as "Skip to content". */
    @Message("Skip to content")
    String skipToContent();

    /** Shown as "Main navigation". */
    @Message("Main navigation")
    String navigation();

    /** Shown as "Course". */
    @Message("Course")
    String course();

    /** Shown as "Submissions". */
    @Message("Submissions")
    String submissions();

    /** Shown as "Submission". */
    @Message("Submission")
    String submission();

    /** Shown as "Gradebook". */
    @Message("Gradebook")
    String gradebook();

    /** Shown as "Exercises". */
    @Message("Exercises")
    String exercises();

    /** Shown as "Exercise". */
    @Message("Exercise")
    String exercise();

    /** Shown as "Users". */
    @Message("Users")
    String users();

    /** Shown as "Sign in". */
    @Message("Sign in")
    String signIn();

    /** Shown as "Sign out". */
    @Message("Sign out")
    String signOut();

    /** Shown as "User name or password is wrong. Check for capital letters and spaces". */
    @Message("User name or password is wrong. Check for capital letters and spaces.")
    String signInFailed();

    /** Shown where a session has ended. */
    @Message("Your sign-in has expired. Sign in again, and you are back where you were. What is saved is not lost; a"
            + " form that you had just sent was not carried out, so send it again.")
    String signInExpired();

    /** Shown as "User name". */
    @Message("User name")
    String username();

    /** Shown as "Password". */
    @Message("Password")
    String password();

    /** Shown as "To the course page". */
    @Message("To the course page")
    String toCourse();

    /** Shown as "That did not work". */
    @Message("That did not work")
    String problem();

    /** Shown as "There are no lessons yet". */
    @Message("There are no lessons yet.")
    String noLessons();

    /** Shown as "{count} minutes". */
    @Message("{count} minutes")
    String minutes(int count);

    /** Shown as "{done} of {total} exercises with full marks". */
    @Message("{done} of {total} exercises with full marks")
    String progress(int done, int total);

    /** Shown as "Open the notebook in Chinese". */
    @Message("Open the notebook in Chinese")
    String openChinese();

    /** Shown as "Open the notebook in English". */
    @Message("Open the notebook in English")
    String openEnglish();

    /** Shown as "Submitting takes the notebook as last saved, and grades all exercises at once. Your best score counts". */
    @Message("Submitting takes the notebook as last saved, and grades all exercises at once. Your best score counts.")
    String howToSubmit();

    /** Shown as "Notebook". */
    @Message("Notebook")
    String notebook();

    /** Shown as "Submit". */
    @Message("Submit")
    String submitAll();

    /** Shown as "Hand in an .ipynb file instead". */
    @Message("Hand in an .ipynb file instead")
    String uploadInstead();

    /** Shown as "Notebook file". */
    @Message("Notebook file")
    String notebookFile();

    /** Shown as "Upload and submit". */
    @Message("Upload and submit")
    String upload();

    /** Shown as "attempts: {count}". */
    @Message("attempts: {count}")
    String attempts(int count);

    /** Shown as "best: {score}". */
    @Message("best: {score}")
    String best(String score);

    /** Shown as "Accepted; waiting to be graded". */
    @Message("Accepted; waiting to be graded.")
    String waiting();

    /** Shown as "Details". */
    @Message("Details")
    String details();

    /** Shown as "Not submitted yet". */
    @Message("Not submitted yet.")
    String notSubmitted();

    /** Before the rule that stopped or accepted a packet. */
    @Message("The rule that decided: {place} {rule}")
    String decision(String place, String rule);

    /** Where it was the chain's policy. */
    @Message("policy")
    String policy();

    /** Of a check whose own input isn't shown. */
    @Message("In a similar scenario your answer fails too; what follows is about that one.")
    String sibling();

    /** Before a hidden scenario that the teacher lets be seen. */
    @Message("The hidden scenario itself: {scenario}")
    String released(String scenario);

    /** What the grader has to say about single answers. */
    @Message("About your answers")
    String remarks();

    /** Shown as "What happened to the packet". */
    @Message("What happened to the packet")
    String packetPath();

    /** Shown as "Attempt {attempt}, exercise version {version}, received {at}". */
    @Message("Attempt {attempt}, exercise version {version}, received {at}")
    String submissionLine(int attempt, int version, String at);

    /** The same where it costs no attempt. */
    @Message("Costs no attempt; exercise version {version}, received {at}")
    String uncountedLine(int version, String at);

    /** Heads the list of a student's submissions of one exercise. */
    @Message("Your submissions of this exercise")
    String allOwn();

    /** Under that list, where one has no number. */
    @Message("–: could not be graded, and counts as no attempt.")
    String uncountedNote();

    /** Beside the one that is shown. */
    @Message("shown above")
    String shownHere();

    /** Shown as "Look again". */
    @Message("Look again")
    String reload();

    /** Shown as "Nobody has submitted anything yet". */
    @Message("Nobody has submitted anything yet.")
    String noSubmissions();

    /** Shown as "Received". */
    @Message("Received")
    String receivedAt();

    /** Shown as "Student". */
    @Message("Student")
    String student();

    /** Shown as "Attempt". */
    @Message("Attempt")
    String attempt();

    /** Shown as "Version". */
    @Message("Version")
    String version();

    /** Shown as "Result". */
    @Message("Result")
    String result();

    /** Shown as "Score". */
    @Message("Score")
    String score();

    /** Shown as "Newer". */
    @Message("Newer")
    String newer();

    /** Shown as "Older". */
    @Message("Older")
    String older();

    /** Shown as "Report for staff". */
    @Message("Report for staff")
    String staffReport();

    /** Shown as "Everything, as data". */
    @Message("Everything, as data")
    String fullReport();

    /** Shown as "Each student's best score counts. Empty: not submitted". */
    @Message("Each student's best score counts. Empty: not submitted.")
    String bestCounts();

    /** Shown as "Export CSV". */
    @Message("Export CSV")
    String exportCsv();

    /** Shown as "Total". */
    @Message("Total")
    String total();

    /** Shown as "Title". */
    @Message("Title")
    String title();

    /** Shown as "Published". */
    @Message("Published")
    String publishedAt();

    /** Shown as "Version {version} is current. Publishing makes the next one; submissions keep the version they were graded by". */
    @Message("Version {version} is current. Publishing makes the next one; submissions keep the version they were"
            + " graded by.")
    String currentVersion(int version);

    /** Shown as "students may see it". */
    @Message("students may see it")
    String publicPart();

    /** Shown as "for staff only". */
    @Message("for staff only")
    String hiddenPart();

    /** Shown as "Check". */
    @Message("Check")
    String validate();

    /** Shown as "Preflight". */
    @Message("Preflight")
    String preflight();

    /** Shown as "Preflight passed: …". */
    @Message("Preflight passed: the reference earns full marks, a blank answer nothing, known mistakes are caught.")
    String preflightPassed();

    /** Shown as "Publish a new version". */
    @Message("Publish a new version")
    String publish();

    /** Shown as "No errors found". */
    @Message("No errors found.")
    String valid();

    /** Shown as "Nothing has changed, so nothing was published". */
    @Message("Nothing has changed, so nothing was published.")
    String unchanged();

    /** Shown as "Published as version {version}". */
    @Message("Published as version {version}.")
    String published(int version);

    /** Shown as "Role". */
    @Message("Role")
    String role();

    /** Shown as "Change". */
    @Message("Change")
    String change();

    /** Shown as "New password". */
    @Message("New password")
    String resetPassword();

    /** Shown as "Add users". */
    @Message("Add users")
    String addUser();

    /** Shown as "New password of {name}, shown only now:". */
    @Message("New password of {name}, shown only now:")
    String newPassword(String name);

    /** Shown as "Graded". */
    @Message("Graded")
    String graded();

    /** Shown as "Can't be graded (costs no attempt)". */
    @Message("Can't be graded (costs no attempt)")
    String notGradable();

    /** Shown as "The grader failed; your teacher has been told". */
    @Message("The grader failed; your teacher has been told")
    String graderError();

    /** Shown as "passed". */
    @Message("passed")
    String passed();

    /** Shown as "failed". */
    @Message("failed")
    String failed();

    /** Shown as "not run". */
    @Message("not run")
    String notRun();

    /** Shown as "Your account". */
    @Message("Your account")
    String account();

    /** Shown as "Change password". */
    @Message("Change password")
    String changePassword();

    /** Shown as "Current password". */
    @Message("Current password")
    String oldPassword();

    /** Shown as "New password ({minLength} characters or more)". */
    @Message("New password ({minLength} characters or more)")
    String chosenPassword(int minLength);

    /** Shown as "New password again". */
    @Message("New password again")
    String repeatedPassword();

    /** Shown as "A new password ends this account's sessions in all other browsers". */
    @Message("A new password ends this account's sessions in all other browsers.")
    String passwordEndsSessions();

    /** Shown as "Your password is changed, and your other sessions have ended". */
    @Message("Your password is changed, and your other sessions have ended.")
    String passwordChanged();

    /** Shown as "The current password is wrong; nothing was changed. Check for capital letters and spaces". */
    @Message("The current password is wrong; nothing was changed. Check for capital letters and spaces.")
    String wrongOldPassword();

    /** Shown as "A password has {minLength} characters or more, and 72 bytes at most; nothing was changed". */
    @Message("A password has {minLength} characters or more, and 72 bytes at most; nothing was changed.")
    String unsuitablePassword(int minLength);

    /** Shown as "The two new passwords differ; nothing was changed". */
    @Message("The two new passwords differ; nothing was changed.")
    String passwordsDiffer();

    /** Shown as "Contested; waiting for an answer". */
    @Message("Contested; waiting for an answer")
    String appealOpen();

    /** Shown as "Contested and answered". */
    @Message("Contested and answered")
    String appealAnswered();

    /** Shown as "Contested, and you were right". */
    @Message("Contested, and you were right")
    String appealUpheld();

    /** Shown as "Contest this check". */
    @Message("Contest this check")
    String contest();

    /** Shown as "Say what was judged wrongly, and why. Your teacher answers here". */
    @Message("Say what was judged wrongly, and why. Your teacher answers here.")
    String contestHow();

    /** Shown as "Your words". */
    @Message("Your words")
    String appealText();

    /** Shown as "Send". */
    @Message("Send")
    String sendAppeal();

    /** Shown as "Answer". */
    @Message("Answer")
    String answeredByTeacher();

    /** Shown as "{points} points, given by {by} at {at} (before: {was})". */
    @Message("{points} {#if points == '1'}point{#else}points{/if}, given by {by} at {at} (before: {was})")
    String byHandLine(String points, String by, String at, String was);

    /** Shown as "Counts {points}". */
    @Message("Counts {points}")
    String countedLine(String points);

    /** Shown as "late: {percent}% less". */
    @Message("late: {percent}% less")
    String lateLine(String percent);

    /** Shown as "Graded again at {at}; version {version} had given {score}". */
    @Message("Graded again at {at}; version {version} had given {score}.")
    String earlierGrade(String at, int version, String score);

    /** Shown as "Not handed in:". */
    @Message("Not handed in:")
    String leftOut();

    /** Above the problems of a form. */
    @Message("Nothing was saved. What you typed is still there; mend this and send it again:")
    String nothingSaved();

    /** Over what somebody wrote into a form that could not be carried out. */
    @Message("What you wrote, to copy:")
    String youWrote();

    /** Leads from an error to where it came from. */
    @Message("Back to where you were")
    String toForm();

    /** Shown where a notebook was accepted. */
    @Message("Handed in: {titles}")
    String accepted(String titles);

    /** Under the file of the upload form. */
    @Message("A notebook of this lesson, 128 MB at most, in either language. A file that can't be graded costs no"
            + " attempt; the report says why.")
    String uploadHow();

    /** Of a file that is too large to be sent. */
    @Message("This file is larger than 128 MB. Clear its outputs and save it, then choose it again.")
    String fileTooLarge();

    /** Heads new passwords of several. */
    @Message("New accounts and their passwords, shown only now: copy them before you leave this page.")
    String newPasswords();

    /** Shown as "User names, one a line". */
    @Message("User names, one a line")
    String usernames();

    /** Heads the list of accounts. */
    @Message("All users ({count})")
    String allUsers(int count);

    /** Confirms that a password is replaced. */
    @Message("Replace the password of {name}")
    String resetPasswordOf(String name);

    /** Shown as "Teacher". */
    @Message("Teacher")
    String teacher();

    /** Shown as "Administrator". */
    @Message("Administrator")
    String administrator();

    /** Opens the answers as they were graded. */
    @Message("The {count} {#if count == 1}answer{#else}answers{/if} as graded")
    String answersAsGraded(int count);

    /** Before what an answer's commands printed. */
    @Message("What it printed:")
    String answerOutput();
}
