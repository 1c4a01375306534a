package io.hotpatchcycle.evidence;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Two model sets beside each other.
 *
 * @param files file by file, those that are the same too
 * @param text  what changed, as a unified diff that {@code patch} understands; empty when nothing did
 */
public record FileDifference(List<File> files, String text) {

    private static final int CONTEXT = 3;

    public FileDifference {
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param status       UNCHANGED, CHANGED, ADDED or REMOVED
     * @param sha256Before null when it was not there
     * @param sha256Now    null when it is gone
     */
    public record File(String file, String status, String sha256Before, String sha256Now) {

        /** Whether anything changed in it. */
        public boolean changed() {
            return !"UNCHANGED".equals(status);
        }
    }

    /** Compares contents by the name of the file, whatever folder it was deployed from: Camunda Modeler names none. */
    public static FileDifference of(Map<String, byte[]> before, Map<String, byte[]> now) {
        Map<String, String> then = byFile(before.keySet());
        Map<String, String> after = byFile(now.keySet());
        TreeSet<String> names = new TreeSet<>(then.keySet());
        names.addAll(after.keySet());
        List<File> files = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            byte[] old = then.containsKey(name) ? before.get(then.get(name)) : null;
            byte[] fresh = after.containsKey(name) ? now.get(after.get(name)) : null;
            File file = new File(after.getOrDefault(name, then.get(name)), old == null ? "ADDED" : fresh == null ? "REMOVED" : Arrays.equals(old, fresh) ? "UNCHANGED"
                    : "CHANGED", old == null ? null : Hashes.hex(old), fresh == null ? null : Hashes.hex(fresh));
            files.add(file);
            if (file.changed()) {
                unified(file.file(), old, fresh).forEach(line -> text.append(line).append('\n'));
            }
        }
        return new FileDifference(files.stream().sorted(Comparator.comparing(File::file)).toList(), text.toString());
    }

    /** Full name by that of the file; by itself where two folders have a file of one name. */
    private static Map<String, String> byFile(Set<String> names) {
        Map<String, Long> files = names.stream().collect(Collectors.groupingBy(FileDifference::file, Collectors.counting()));
        return names.stream().collect(Collectors.toMap(name -> files.get(file(name)) == 1 ? file(name) : name, name -> name));
    }

    private static String file(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static List<String> unified(String name, byte[] before, byte[] now) {
        List<String> then = lines(before);
        return UnifiedDiffUtils.generateUnifiedDiff(before == null ? null : "a/" + name, now == null ? null : "b/" + name, then, DiffUtils.diff(then, lines(now)), CONTEXT);
    }

    private static List<String> lines(byte[] content) {
        return content == null ? List.of() : new String(content, StandardCharsets.UTF_8).lines().toList();
    }
}
