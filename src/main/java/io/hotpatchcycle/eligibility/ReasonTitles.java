package io.hotpatchcycle.eligibility;

import io.hotpatchcycle.audit.Told;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** What the reasons of {@code eligibility.dmn} are called where people read them. The codes stay in REST, and beside the titles on the console. */
public final class ReasonTitles {

    private static final Properties TITLES = read();

    private ReasonTitles() {
    }

    /** The title of a reason; of one that a table of your own brings, its code in words. */
    public static String of(String code) {
        return TITLES.getProperty(code, Told.words(code));
    }

    /** Whether there is a title that somebody wrote. */
    static boolean has(String code) {
        return TITLES.containsKey(code);
    }

    private static Properties read() {
        Properties read = new Properties();
        try (InputStream file = ReasonTitles.class.getResourceAsStream("/words/reasons.properties")) {
            read.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The words of the reasons cannot be read from the program's own jar.", e);
        }
        return read;
    }
}
