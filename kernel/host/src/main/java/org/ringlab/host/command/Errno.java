package org.ringlab.host.command;

/** {@code strerror}: an {@code errno} name's text. */
final class Errno {
    private Errno() {}

    static String text(String name) {
        return switch (name) {
            case "OK" -> "Success";
            case "EPERM" -> "Operation not permitted";
            case "ESRCH" -> "No such process";
            case "ENOENT" -> "No such file or directory";
            case "EACCES" -> "Permission denied";
            case "EEXIST" -> "File exists";
            case "ENODEV" -> "No such device";
            case "EBUSY" -> "Device or resource busy";
            case "ELOOP" -> "Too many levels of symbolic links";
            case "ERANGE" -> "Numerical result out of range";
            case "EOPNOTSUPP" -> "Operation not supported";
            case "EAFNOSUPPORT" -> "Address family not supported by protocol";
            case "EINVAL" -> "Invalid argument";
            case "EMSGSIZE" -> "Message too long";
            case "ENOPROTOOPT" -> "Protocol not available";
            case "EADDRINUSE" -> "Address already in use";
            case "EADDRNOTAVAIL" -> "Cannot assign requested address";
            case "ENETDOWN" -> "Network is down";
            case "ENETUNREACH" -> "Network is unreachable";
            case "ECONNRESET" -> "Connection reset by peer";
            case "ETIMEDOUT" -> "Connection timed out";
            case "ECONNREFUSED" -> "Connection refused";
            case "EHOSTUNREACH" -> "No route to host";
            default -> name;
        };
    }
}
