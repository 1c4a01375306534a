package io.hotpatchcycle.fleet;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Inserts a stream of rows a page at a time. Rows with a missing value are left out. */
final class PagedInsert {

    private static final int PAGE = 1000;

    private final JdbcTemplate jdbc;
    private final String sql;
    private final List<Object[]> page = new ArrayList<>(PAGE);

    PagedInsert(JdbcTemplate jdbc, String sql) {
        this.jdbc = jdbc;
        this.sql = sql;
    }

    void add(Object left, Object right) {
        if (left == null || right == null) {
            return;
        }
        page.add(new Object[] {left, right});
        if (page.size() == PAGE) {
            flush();
        }
    }

    void flush() {
        if (!page.isEmpty()) {
            jdbc.batchUpdate(sql, page);
            page.clear();
        }
    }
}
