package io.trawl.table;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** Why rows could not be written, in words: exceptions of files often say nothing but the file's name. */
public final class Trouble {
    private Trouble() {}

    /** What went wrong. */
    public static String what(Throwable error) {
        Throwable cause = cause(error);
        if (cause instanceof NoSuchFileException e) {
            Path folder = Path.of(e.getFile()).toAbsolutePath().getParent();
            return folder == null || Files.isDirectory(folder)
                    ? "there is no " + e.getFile()
                    : "there is no folder " + folder;
        }
        if (cause instanceof AccessDeniedException e) {
            return "no permission to write " + e.getFile();
        }
        if (cause instanceof FileAlreadyExistsException || cause instanceof DirectoryNotEmptyException) {
            return cause.getMessage() + " is a folder that holds something, and not a file";
        }
        if (cause instanceof NotDirectoryException e) {
            return e.getFile() + " is not a folder";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** What to do about it, as the first half of a sentence. */
    public static String remedy(Throwable error) {
        Throwable cause = cause(error);
        if (cause instanceof NoSuchFileException) {
            return "make the folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "allow it";
        }
        String says = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (says.contains("no space")
                || says.contains("too large")
                || says.contains("quota")
                || says.contains("full")) {
            return "make room";
        }
        return "mend it";
    }

    private static Throwable cause(Throwable error) {
        return error instanceof UncheckedIOException e && e.getCause() != null ? e.getCause() : error;
    }
}
