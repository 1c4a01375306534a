package io.hotpatchcycle.bench;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Devices made up from a seed, written straight into the table of the fleet. The mix is that of a grown enterprise:
 * most capable, every fact drawn for itself, a dozen patch levels per build, some stale, retired and listed twice.
 */
public final class SyntheticFleet {

    private static final String FACT = "(hashint8extended(i, ?::bigint * 1000 + %d) & 1048575) / 1048576.0 as %s";

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
        String[] drawn = {"b", "u", "e", "c", "j", "m", "l", "v", "s", "h", "x", "p"};
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
                case when b < 0.04 then 'WINDOWS_10' when b < 0.042 then 'UNKNOWN' else 'WINDOWS_11' end,
                case when b < 0.04 then 19045 when b < 0.042 then null when b < 0.12 then 22631 when b < 0.70 then 26100 when b < 0.96 then 26200
                    else 26300 end,
                case when b between 0.04 and 0.042 then null else 8000 - (12 * u * u * u)::int * 100 end,
                case when e < 0.70 then 'ENTERPRISE' when e < 0.90 then 'PRO' when e < 0.97 then 'EDUCATION' when e < 0.98 then 'LTSC'
                    when e < 0.99 then 'HOME' else 'UNKNOWN' end,
                case when c < 0.95 then 'X64' else 'ARM64' end, case when c < 0.95 then 'NOT_APPLICABLE' else 'UNKNOWN' end,
                case when j < 0.70 then 'ENTRA' when j < 0.98 then 'HYBRID' when j < 0.99 then 'REGISTERED' else 'UNKNOWN' end,
                case when m < 0.85 then 'INTUNE' when m < 0.99 then 'CO_MANAGED' else 'OTHER' end,
                case when l < 0.90 then 'QUALIFYING' when l < 0.96 then 'NONE' else 'UNKNOWN' end,
                case when v < 0.80 then 'RUNNING' when v < 0.92 then 'NOT_CONFIGURED' when v < 0.96 then 'REBOOT_REQUIRED' when v < 0.97 then 'NOT_CAPABLE'
                    else 'UNKNOWN' end,
                timestamptz '2026-10-01', s < 0.005,
                case when s > 0.998 then null when s > 0.965 then timestamptz '2026-08-01' - p * interval '60 days'
                    else timestamptz '2026-10-13 17:00Z' - p * p * interval '29 days' end,
                timestamptz '2026-10-13', timestamptz '2026-10-13', case when h < 0.6 then timestamptz '2026-09-20' end
            from drawn
            """;
}
