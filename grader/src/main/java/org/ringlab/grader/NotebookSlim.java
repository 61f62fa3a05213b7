package org.ringlab.grader;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Large notebooks as a text without outputs and attachments, which no grade depends on. Read as a stream: a notebook with 100 MB
 * of output takes the memory of its cells only.
 */
public final class NotebookSlim {
    private static final Set<String> LEFT_OUT = Set.of("outputs", "attachments");

    /** Characters of what is no JSON that are kept: enough for the grader to see that it is none. */
    private static final int BROKEN = 10_000;

    /** Stands for what is longer than any notebook may be, and takes no room in a database. */
    private static final String TOO_LONG = " ".repeat(NotebookJson.MAX_LENGTH + 1);

    private NotebookSlim() {}

    /**
     * The text for grading. What is no JSON comes back as its beginning, what is too long as blanks, more than a notebook may
     * have: the grader says so to the student.
     *
     * @param file opened anew for each call
     * @return null where the file is no text in any encoding that notebooks have
     * @throws IOException if the file can't be read
     */
    public static @Nullable String text(Source file) throws IOException {
        StringWriter slim = new StringWriter();
        try (Reader reader = reader(file.open());
                JsonParser parser = NotebookJson.FACTORY.createParser(reader);
                JsonGenerator out = NotebookJson.FACTORY.createGenerator(new Limited(slim))) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME && LEFT_OUT.contains(parser.currentName())) {
                    parser.nextToken();
                    parser.skipChildren();
                } else {
                    out.copyCurrentEvent(parser);
                }
            }
        } catch (CharacterCodingException e) {
            return null;
        } catch (TooLong e) {
            return TOO_LONG;
        } catch (StreamConstraintsException e) {
            return String.valueOf(e.getMessage()).contains("length") ? TOO_LONG : beginning(file);
        } catch (JacksonException e) {
            return beginning(file);
        }
        return slim.toString();
    }

    /** A file that can be read from its beginning again. */
    @FunctionalInterface
    public interface Source {
        /** Opens it. */
        InputStream open() throws IOException;
    }

    private static @Nullable String beginning(Source file) throws IOException {
        char[] start = new char[BROKEN];
        try (Reader reader = reader(file.open())) {
            int length = reader.read(start);
            return new String(start, 0, Math.max(0, length));
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** UTF-8, or UTF-16 with its mark; a mark of UTF-8 is left out. */
    private static Reader reader(InputStream file) throws IOException {
        PushbackInputStream in = new PushbackInputStream(file, 3);
        byte[] first = in.readNBytes(3);
        int two = first.length < 2 ? 0 : (first[0] & 0xFF) << 8 | first[1] & 0xFF;
        boolean wide = two == 0xFEFF || two == 0xFFFE;
        boolean marked = first.length == 3 && two == 0xEFBB && (first[2] & 0xFF) == 0xBF;
        if (!marked) {
            in.unread(first);
        }
        Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        return new InputStreamReader(in, charset.newDecoder());
    }

    /** More than any notebook may have. */
    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Limited extends Writer {
        private final StringWriter out;

        Limited(StringWriter out) {
            this.out = out;
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            out.write(text, from, length);
            if (out.getBuffer().length() > NotebookJson.MAX_LENGTH) {
                throw new TooLong();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
