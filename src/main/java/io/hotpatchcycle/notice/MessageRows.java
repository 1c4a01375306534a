package io.hotpatchcycle.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of messages. */
public final class MessageRows {

    private static final String ALL = "select m.*, n.* from hotpatch.message m join hotpatch.notice n on n.event_id = m.notice ";

    private final JdbcTemplate jdbc;

    public MessageRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Draws up a message; one that is there already stays as it is. */
    void insert(long notice, ChannelKind channel, String recipient, MessageState state, String problem, Instant wall) {
        jdbc.update("""
                insert into hotpatch.message (notice, channel, recipient, state, next_at, problem, settled_at) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (notice, channel, recipient, number) do nothing
                """, notice, channel.name(), recipient, state.name(), Timestamp.from(wall), problem,
                state == MessageState.WAITING ? null : Timestamp.from(wall));
    }

    /** Leases the next message that is due; two nodes never get the same. */
    Optional<Message> lease(Instant wall, Instant until) {
        List<Long> ids = jdbc.queryForList("""
                update hotpatch.message set state = 'SENDING', attempts = attempts + 1, leased_until = ?
                where id = (select id from hotpatch.message where state = 'WAITING' and next_at <= ? order by next_at, id limit 1 for update skip locked)
                returning id""", Long.class, Timestamp.from(until), Timestamp.from(wall));
        return ids.stream().findFirst().flatMap(this::find);
    }

    /** Messages whose sender is gone: nobody knows whether they were sent. Each is returned once. */
    List<Long> takeAbandoned(Instant wall) {
        return jdbc.queryForList("""
                update hotpatch.message set leased_until = null where id in (
                    select id from hotpatch.message where state = 'SENDING' and leased_until < ? for update skip locked) returning id""",
                Long.class, Timestamp.from(wall));
    }

    /** Stores what became of an attempt; what a later one says of itself is not overwritten. */
    boolean settle(Message message, MessageState state, String problem, Instant nextAt, Instant wall) {
        return jdbc.update("""
                update hotpatch.message set state = ?, problem = ?, next_at = ?, settled_at = ?, leased_until = null
                where id = ? and attempts = ? and state in ('SENDING', 'AMBIGUOUS')
                """, state.name(), problem, Timestamp.from(nextAt), state == MessageState.WAITING ? null : Timestamp.from(wall), message.id(),
                message.attempts()) == 1;
    }

    /** Notes who has it sent again; false when somebody had before. */
    boolean markResent(long id, String person) {
        return jdbc.update("update hotpatch.message set resent_by = ? where id = ? and resent_by is null and state in ('AMBIGUOUS', 'UNDELIVERABLE', 'NO_CHANNEL')",
                person, id) == 1;
    }

    void insertResend(Message of, Instant wall) {
        jdbc.update("insert into hotpatch.message (notice, channel, recipient, number, state, next_at) values (?, ?, ?, ?, 'WAITING', ?)",
                of.notice().eventId(), of.channel().name(), of.recipient(), of.number() + 1, Timestamp.from(wall));
    }

    Optional<Message> find(long id) {
        return jdbc.query(ALL + "where m.id = ?", (rs, n) -> message(rs), id).stream().findFirst();
    }

    /** @param state null for all */
    List<Message> list(MessageState state, int offset, int limit) {
        return jdbc.query(ALL + "where (?::text is null or m.state = ?) order by m.id desc offset ? limit ?", (rs, n) -> message(rs), name(state), name(state),
                offset, limit);
    }

    int count(MessageState state) {
        return jdbc.queryForObject("select count(*) from hotpatch.message where (?::text is null or state = ?)", Integer.class, name(state), name(state));
    }

    private static String name(MessageState state) {
        return state == null ? null : state.name();
    }

    private static Message message(ResultSet rs) throws SQLException {
        Timestamp settled = rs.getTimestamp("settled_at");
        return new Message(rs.getLong("id"), NoticeRows.notice(rs), ChannelKind.valueOf(rs.getString("channel")), rs.getString("recipient"),
                rs.getInt("number"), MessageState.valueOf(rs.getString("state")), rs.getInt("attempts"), rs.getTimestamp("next_at").toInstant(),
                settled == null ? null : settled.toInstant(), rs.getString("problem"), rs.getString("resent_by"));
    }
}
