package org.ringlab.service.pages;

/**
 * What every page has around its content.
 *
 * @param title of this page
 * @param language {@code zh} or {@code en}
 * @param user who is signed in; empty for nobody
 * @param student whether the user is one
 * @param teacher whether the user is one
 * @param admin whether the user is one
 * @param alerts what waits for a teacher; nothing for others
 * @param here this page's address, to come back to
 * @param warning what everybody must know: that kernels are not isolated; mostly empty
 */
public record Frame(
        String title,
        String language,
        String user,
        boolean student,
        boolean teacher,
        boolean admin,
        Alerts alerts,
        String here,
        String warning) {}
