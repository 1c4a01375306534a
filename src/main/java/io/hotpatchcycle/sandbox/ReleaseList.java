package io.hotpatchcycle.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/**
 * The releases of a sandbox tenant, read from a file with the columns of {@code sandbox/releases.csv}. Rows without a
 * day, without an actual type and previews are skipped with a line in {@link #skipped()}; a KB or UBR that a dated row
 * lacks is made up and named in {@link #madeUp()}; anything else malformed is an error with line and column.
 */
public final class ReleaseList {

    private static final String BUNDLED = "/sandbox/releases.csv";

    private final List<Row> rows;
    private final List<String> skipped;
    private final List<String> madeUp;
    private final boolean fromBundle;

    ReleaseList(List<Row> rows, List<String> skipped, List<String> madeUp, boolean fromBundle) {
        this.rows = List.copyOf(rows);
        this.skipped = List.copyOf(skipped);
        this.madeUp = List.copyOf(madeUp);
        this.fromBundle = fromBundle;
    }

    /**
     * One dated row.
     *
     * @param actualType  {@code Hotpatch}, {@code Baseline}, {@code LCU}, {@code OOB-Hotpatch} or {@code OOB-LCU}
     * @param plannedType {@code Hotpatch}, {@code Baseline} or empty
     * @param hotpatchKb  null when the row has no hotpatch; likewise the UBR, and the LCU's
     */
    public record Row(String product, List<Integer> builds, LocalDate date, String release, String plannedType,
                      String actualType, String hotpatchKb, Integer hotpatchUbr, String lcuKb, Integer lcuUbr) {

        boolean outOfBand() {
            return actualType.startsWith("OOB");
        }

        /** Client rows run on the devices of the fleet; server rows are in the Windows catalog only. */
        boolean client() {
            return !product.contains("Server");
        }

        /** On the hotpatch calendar: not 26H1, which has LCUs only. */
        boolean tracked() {
            return client() && !actualType.equals("LCU");
        }
    }

    /** The releases that come with the program: client from 24H2, 26H1 and Server 2025, 2024-11 to 2026-12. */
    public static ReleaseList bundled() {
        try (InputStream in = ReleaseList.class.getResourceAsStream(BUNDLED);
             Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return new ReleaseFile("the bundled releases").read(reader, true);
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled release file cannot be read.", e);
        }
    }

    /**
     * Reads a release file.
     *
     * @throws IllegalArgumentException naming the file, line and column of the first malformed value, or that the file
     *                                  cannot be read
     */
    public static ReleaseList read(Path csv) {
        try (Reader reader = Files.newBufferedReader(csv)) {
            return new ReleaseFile(String.valueOf(csv.getFileName())).read(reader, false);
        } catch (IOException e) {
            throw new IllegalArgumentException("The release file " + csv + " cannot be read: " + e
                    + ". Give a readable UTF-8 file with the columns " + ReleaseFile.COLUMNS + ".", e);
        }
    }

    /** The same list without the releases after this month. */
    public ReleaseList until(YearMonth last) {
        return new ReleaseList(rows.stream().filter(r -> !YearMonth.from(r.date()).isAfter(last)).toList(), skipped, madeUp, false);
    }

    /** Dates of the monthly client releases, in order. */
    public List<LocalDate> monthlyClientDates() {
        return rows.stream().filter(r -> r.tracked() && !r.outOfBand()).map(Row::date).distinct().sorted().toList();
    }

    /** Dated rows in the order of the file. */
    public List<Row> rows() {
        return rows;
    }

    /** One sentence per skipped row. */
    public List<String> skipped() {
        return skipped;
    }

    /** One sentence per made-up KB or UBR. */
    public List<String> madeUp() {
        return madeUp;
    }

    boolean fromBundle() {
        return fromBundle;
    }
}
