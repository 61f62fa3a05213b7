package org.ringlab.virt.image;

/** What QEMU says where it can't do something with an image, without the program's name in front. */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With that text. */
    public ImageException(String message) {
        super(message);
    }

    /** The text. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
