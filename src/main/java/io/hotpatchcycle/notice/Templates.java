package io.hotpatchcycle.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.thymeleaf.context.Context;
import org.thymeleaf.exceptions.TemplateEngineException;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/**
 * The wording and the layout of messages, as files: {@code words.properties}, {@code mail.txt}, {@code mail.html},
 * {@code teams.json}. A file in the admin's folder stands in for the one that comes along.
 */
public final class Templates {

    private static final String BUILT_IN = "/notices/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Properties words = new Properties();
    private final String text;
    private final String html;
    private final JsonNode card;
    private final SpringTemplateEngine texts = engine(TemplateMode.TEXT);
    private final SpringTemplateEngine pages = engine(TemplateMode.HTML);

    /**
     * Reads the templates and lays out one message of each kind, so that a mistake shows at the start.
     *
     * @param folder of the admin; null for none
     * @throws IllegalArgumentException one sentence that names the file
     */
    public Templates(Path folder) {
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("hotpatch.notices.templates names " + folder + ", which is no folder. Make it, or take the setting out.");
        }
        try {
            words.load(new StringReader(read(null, "words.properties")));
            words.load(new StringReader(read(folder, "words.properties")));
            card = JSON.readTree(read(folder, "teams.json"));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("words.properties or teams.json of the notices cannot be read: " + firstLine(e), e);
        }
        text = read(folder, "mail.txt");
        html = read(folder, "mail.html");
        for (NoticeKind kind : NoticeKind.values()) {
            tryOut(kind);
        }
    }

    private void tryOut(NoticeKind kind) {
        Told example = new Told(kind, "title", "why", "2026.08-B", "pilot", "Change managers", "Wed 12 Aug 2026, 17:00 UTC", "as of",
                List.of(new Told.Figure("Restarts", "12")), "http://localhost/", 1L);
        try {
            subject(example);
            text(example);
            html(example);
            card(example);
        } catch (TemplateEngineException e) {
            throw new IllegalArgumentException("mail.txt or mail.html of the notices cannot be laid out: " + firstLine(e) + ". Correct it in the folder "
                    + "that hotpatch.notices.templates names.", e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static String read(Path folder, String name) {
        try {
            if (folder != null && Files.exists(folder.resolve(name))) {
                return Files.readString(folder.resolve(name));
            }
            try (InputStream in = Templates.class.getResourceAsStream(BUILT_IN + name); Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                StringBuilder whole = new StringBuilder();
                char[] part = new char[4096];
                for (int n = reader.read(part); n >= 0; n = reader.read(part)) {
                    whole.append(part, 0, n);
                }
                return whole.toString();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Template '" + name + "' of the notices cannot be read", e);
        }
    }

    private static SpringTemplateEngine engine(TemplateMode mode) {
        StringTemplateResolver resolver = new StringTemplateResolver();
        resolver.setTemplateMode(mode);
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(resolver);
        return engine;
    }

    /** The subject line. */
    String subject(Told told) {
        return Teller.line(word(told, "subject"));
    }

    /** The mail as plain text. */
    String text(Told told) {
        return texts.process(text, context(told));
    }

    /** The mail as HTML; every value in it is escaped. */
    String html(Told told) {
        return pages.process(html, context(told));
    }

    private Context context(Told told) {
        return new Context(Locale.ENGLISH, Map.of("n", told, "lead", word(told, "lead"), "button", word(told, "button"), "subject", subject(told)));
    }

    /** The card for Teams: values take the place of whole texts in the template's tree, so they cannot break out of it. */
    String card(Told told) {
        return fill(card, told).toString();
    }

    private JsonNode fill(JsonNode node, Told told) {
        if (node.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            node.fields().forEachRemaining(field -> filled.set(field.getKey(), fill(field.getValue(), told)));
            return filled;
        }
        if (node.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : node) {
                JsonNode one = fill(element, told);
                if (!one.path("text").isTextual() || !one.path("text").asText().isEmpty()) { // a block without a text has nothing to show
                    filled.add(one);
                }
            }
            return filled;
        }
        return !node.isTextual() ? node : "{facts}".equals(node.asText()) ? facts(told) : new TextNode(put(node.asText(), told, true));
    }

    private static ArrayNode facts(Told told) {
        ArrayNode facts = JsonNodeFactory.instance.arrayNode();
        if (!told.due().isEmpty()) {
            facts.addObject().put("title", "Due").put("value", told.due());
        }
        told.figures().forEach(f -> facts.addObject().put("title", noLinks(f.label())).put("value", noLinks(f.value())));
        return facts;
    }

    private String word(Told told, String part) {
        return put(words.getProperty(told.kind() + "." + part, words.getProperty(part, "")), told, false);
    }

    private String put(String template, Told told, boolean card) {
        String found = template;
        if (card) {
            found = found.replace("{lead}", noLinks(word(told, "lead"))).replace("{button}", word(told, "button"));
        }
        return found.replace("{cycle}", told.cycle()).replace("{ring}", told.ring()).replace("{groups}", told.groups()).replace("{due}", told.due())
                .replace("{asOf}", told.asOf()).replace("{link}", told.link()).replace("{why}", card ? noLinks(told.why()) : told.why())
                .replace("{title}", card ? noLinks(told.title()) : told.title());
    }

    /** Cards read Markdown; what people wrote must not become a link there. */
    private static String noLinks(String value) {
        return value.replace("](", "] (");
    }
}
