package io.hotpatchcycle.bench;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Devices made up from a seed, written straight into the table of the fleet. The mix is that of the sandbox: what keeps a device from
 * hotpatching rarely comes twice, most are capable and on the newest level, every twenty-fifth is behind the baseline, some are stale,
 * retired and listed twice. Beside that, a few facts are missing or strange, each by itself.
 */
public final class SyntheticFleet {

    private static final String FACT = "(hashint8extended(i, ?::bigint * 1000 + %d) & 1048575) / 1048576.0 as %s";

    /** The level that most run, and the baseline below it. */
    static final int NEWEST = 8000;
    static final int BASELINE = NEWEST - 300;

    private final JdbcTemplate jdbc;
    private final long seed;

    public SyntheticFleet(JdbcTemplate jdbc, long seed) {
        this.jdbc = jdbc;
        this.seed = seed;
    }

    /**
     * Adds devices numbered {@code from} (included) to {@code to} (excluded); the same numbers give the same devices.
     *
     * @param backwards writes the last one first
     */
    public void add(int from, int to, boolean backwards) {
        String[] drawn = {"b", "u", "e", "k", "j", "m", "l", "v", "s", "h", "x", "p"};
        StringBuilder facts = new StringBuilder();
        Object[] arguments = new Object[drawn.length + 6];
        for (int k = 0; k < drawn.length; k++) {
            facts.append(", ").append(String.format(FACT, k, drawn[k]));
            arguments[k] = seed;
        }
        int at = drawn.length;
        for (Object argument : new Object[] {from, to - 1, backwards ? -1 : 1, seed, seed, seed}) {
            arguments[at++] = argument;
        }
        jdbc.update("with drawn as (select i" + facts + " from generate_series(?, ?) i order by i * ?)" + INSERT, arguments);
        jdbc.execute("select hotpatch.mark_duplicates()");
    }

    private static final String INSERT = """
            insert into hotpatch.device (id, entra_device_id, object_id, serial, name, owner, line, build, ubr, edition, cpu, chpe, join_type,
                management, licence, vbs, vbs_observed_at, retired, last_check_in, observed_at, received_at, hotpatched_at)
            select md5('device ' || ? || ' ' || i)::uuid, md5('entra ' || ? || ' ' || case when x < 0.005 and i > 0 then i - 1 else i end)::uuid,
                case when x < 0.999 then md5('object ' || ? || ' ' || case when x < 0.005 and i > 0 then i - 1 else i end)::uuid end,
                'SN' || i, 'LT-' || i, 'user' || i || '@contoso.example',
                case when b < 0.002 then 'UNKNOWN' when k < 0.04 then 'WINDOWS_10' else 'WINDOWS_11' end,
                case when b < 0.002 then null when k < 0.04 then 19045 when k < 0.05 then 22631 when b < 0.55 then 26100 when b < 0.90 then 26200 else 26300 end,
                case when b < 0.002 then null when u < 0.84 then %1$d when u < 0.92 then %1$d - 100 when u < 0.96 then %1$d - 200
                    else %1$d - 300 - ((u - 0.96) * 300)::int * 100 end,
                case when e < 0.004 then 'UNKNOWN' when k between 0.05 and 0.055 then 'HOME' when k between 0.055 and 0.06 then 'LTSC'
                    when k between 0.06 and 0.10 or e < 0.10 then 'PRO' when e < 0.15 then 'EDUCATION' else 'ENTERPRISE' end,
                case when k between 0.10 and 0.14 then 'ARM64' else 'X64' end, case when k between 0.10 and 0.14 then 'UNKNOWN' else 'NOT_APPLICABLE' end,
                case when j < 0.004 then 'UNKNOWN' when j < 0.008 then 'REGISTERED' when j < 0.05 then 'HYBRID' else 'ENTRA' end,
                case when m < 0.002 then 'UNKNOWN' when m < 0.006 then 'OTHER' when m < 0.02 then 'CO_MANAGED' else 'INTUNE' end,
                case when k between 0.06 and 0.10 then 'NONE' when l < 0.03 then 'UNKNOWN' else 'QUALIFYING' end,
                case when k between 0.14 and 0.20 then 'NOT_CONFIGURED' when k between 0.20 and 0.22 then 'REBOOT_REQUIRED' when v < 0.004 then 'NOT_CAPABLE'
                    when v < 0.02 then 'UNKNOWN' else 'RUNNING' end,
                timestamptz '2026-10-01', s < 0.005,
                case when s > 0.998 then null when s > 0.965 then timestamptz '2026-08-01' - p * interval '60 days'
                    else timestamptz '2026-10-13 17:00Z' - p * p * interval '29 days' end,
                timestamptz '2026-10-13', timestamptz '2026-10-13', case when k > 0.22 and h < 0.8 then timestamptz '2026-09-20' end
            from drawn
            """.formatted(NEWEST);
}
