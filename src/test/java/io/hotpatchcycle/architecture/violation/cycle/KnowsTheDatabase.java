package io.hotpatchcycle.architecture.violation.cycle;

import org.springframework.jdbc.core.JdbcTemplate;

/** SQL outside the rows. */
class KnowsTheDatabase {

    JdbcTemplate jdbc;
}
