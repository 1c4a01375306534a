package io.hotpatchcycle.process;

import io.hotpatchcycle.eligibility.DecisionTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The files of a model set: models and decisions under {@code processes/}, forms under {@code forms/}.
 *
 * @param files content by name, e.g. {@code processes/patch-cycle.bpmn}
 */
public record Models(Map<String, byte[]> files) {

    public Models {
        files = new TreeMap<>(files);
    }

    /** The set this program was built with. */
    public static Models builtIn() {
        Map<String, byte[]> files = new TreeMap<>();
        for (String pattern : new String[] {"processes/*.bpmn", "processes/*.dmn", "forms/*.form"}) {
            String folder = pattern.substring(0, pattern.indexOf('/') + 1);
            try {
                for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath:" + pattern)) {
                    try (InputStream in = resource.getInputStream()) {
                        files.put(folder + resource.getFilename(), in.readAllBytes());
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException("The models of this program cannot be read (" + e.getMessage() + "). Build it again.", e);
            }
        }
        return new Models(files);
    }

    /**
     * A set of an admin.
     *
     * @param folder holds {@code processes/} and {@code forms/}
     * @throws IllegalArgumentException when it does not, or cannot be read
     */
    public static Models in(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        for (String sub : new String[] {"processes", "forms"}) {
            Path dir = folder.resolve(sub);
            if (!Files.isDirectory(dir)) {
                throw new IllegalArgumentException("Folder " + folder + " has no folder '" + sub + "'. Name a folder with processes/ and forms/.");
            }
            try (Stream<Path> found = Files.list(dir)) {
                for (Path file : found.filter(f -> f.toString().matches(".*\\.(bpmn|dmn|form)")).toList()) {
                    files.put(sub + "/" + file.getFileName(), Files.readAllBytes(file));
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("Folder " + dir + " cannot be read: " + e.getMessage(), e);
            }
        }
        return new Models(files);
    }

    /** The decision tables of this set, for use without a process engine. */
    public DecisionTables decisions() {
        return id -> {
            byte[] xml = files.get("processes/" + id + ".dmn");
            if (xml == null) {
                throw new IllegalStateException("This model set has no decision '" + id + "'. Add processes/" + id + ".dmn.");
            }
            return new BulkTable(id, xml);
        };
    }

    /** SHA-256 over names and contents. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                digest.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }
}
