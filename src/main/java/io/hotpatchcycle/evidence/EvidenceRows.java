package io.hotpatchcycle.evidence;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Rows of everything a pack tells, streamed. */
public final class EvidenceRows {

    private static final int FETCHED_AT_ONCE = 2000;

    private final NamedParameterJdbcTemplate jdbc;

    public EvidenceRows(JdbcTemplate jdbc) {
        JdbcTemplate streaming = new JdbcTemplate(jdbc.getDataSource());
        streaming.setFetchSize(FETCHED_AT_ONCE);
        this.jdbc = new NamedParameterJdbcTemplate(streaming);
    }

    /** Takes rows one by one. */
    interface Reader {

        /** Called once, before the first row, also when there is none. */
        void columns(List<String> names);

        void row(List<Object> values);
    }

    /** A value that is JSON itself. */
    record Json(String text) {

        @Override
        public String toString() {
            return text;
        }
    }

    /** Streams the rows of a table: constant memory inside a transaction. */
    void read(Table table, String cycleId, Reader reader) {
        read(table.sql(), Map.of("cycle", cycleId), reader);
    }

    /** Streams the rows of any question; a parameter without a value stands for "any". */
    void read(String sql, Map<String, ?> parameters, Reader reader) {
        jdbc.query(sql, stored(parameters), (ResultSetExtractor<Void>) rs -> {
            ResultSetMetaData meta = rs.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                names.add(camelCase(meta.getColumnLabel(i)));
            }
            reader.columns(names);
            while (rs.next()) {
                reader.row(values(rs, meta));
            }
            return null;
        });
    }

    /** All rows of a table that is known to be small. */
    List<Map<String, Object>> list(Table table, String cycleId) {
        List<Map<String, Object>> found = new ArrayList<>();
        read(table, cycleId, new Reader() {
            private List<String> names;

            @Override
            public void columns(List<String> columns) {
                names = columns;
            }

            @Override
            public void row(List<Object> values) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 0; i < names.size(); i++) {
                    row.put(names.get(i), values.get(i));
                }
                found.add(row);
            }
        });
        return found;
    }

    private static Map<String, Object> stored(Map<String, ?> parameters) {
        Map<String, Object> values = new HashMap<>(parameters);
        values.replaceAll((name, value) -> value instanceof Instant at ? Timestamp.from(at) : value);
        return values;
    }

    /** How many rows this question has. */
    int count(String sql, Map<String, ?> parameters) {
        Integer found = jdbc.queryForObject("select count(*) from (" + sql + ") counted", stored(parameters), Integer.class);
        return found == null ? 0 : found;
    }

    private static List<Object> values(ResultSet rs, ResultSetMetaData meta) throws SQLException {
        List<Object> values = new ArrayList<>(meta.getColumnCount());
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            Object value = rs.getObject(i);
            if (value instanceof Timestamp at) {
                values.add(at.toInstant());
            } else if (value != null && "jsonb".equals(meta.getColumnTypeName(i))) {
                values.add(new Json(value.toString()));
            } else if (value instanceof BigDecimal number) {
                values.add(number.stripTrailingZeros().scale() < 0 ? number.setScale(0) : number.stripTrailingZeros());
            } else {
                values.add(value);
            }
        }
        return values;
    }

    static String camelCase(String label) {
        StringBuilder name = new StringBuilder();
        for (String part : label.split("_")) {
            name.append(name.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return name.toString();
    }
}
