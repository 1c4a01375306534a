package io.hotpatchcycle.fleet;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;

/** Takes over what has changed among the Entra devices since they were read as a whole, and keeps where to ask for it. */
final class EntraChangeRows {

    private static final String LATER_COUNTS = "delete from entra_change c using entra_change later where later.object_id = c.object_id and later.no > c.no";
    private static final String GONE = "delete from hotpatch.entra_device e using entra_change c where c.device_id is null and e.object_id = c.object_id";
    private static final String NOBODYS = "update hotpatch.device d set object_id = null from entra_change c where c.device_id is null and d.object_id = c.object_id";
    private static final String THERE = "insert into hotpatch.entra_device (device_id, object_id) select distinct on (device_id) device_id, object_id from entra_change "
            + "where device_id is not null order by device_id, no desc on conflict (device_id) do update set object_id = excluded.object_id, missed = false";
    private static final String BACK = "delete from hotpatch.gone_object g using entra_change c where c.device_id is not null and c.object_id = g.object_id";

    private final JdbcTemplate jdbc;
    private final Runnable placeObjectIds;

    /** @param placeObjectIds gives devices the object ids that are known */
    EntraChangeRows(JdbcTemplate jdbc, Runnable placeObjectIds) {
        this.jdbc = jdbc;
        this.placeObjectIds = placeObjectIds;
    }

    /** Hands on changes, and gone objects. */
    interface Source {
        Optional<String> read(BiConsumer<String, String> changed, Consumer<String> gone);
    }

    /** The link is not taken any more: what came so far does not count. */
    private static final class LinkGone extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LinkGone() {
            super(null, null, false, false);
        }
    }

    /** Where to ask for changes since a list that is not older; empty without. */
    Optional<String> link(Instant notBefore) {
        return jdbc.queryForList("select link from hotpatch.entra_delta where full_at >= ?", String.class, Timestamp.from(notBefore)).stream().findFirst();
    }

    void keepLink(String link, Instant fullAt) {
        if (link != null) {
            jdbc.update("insert into hotpatch.entra_delta (link, full_at) values (?, ?) on conflict (one) do update set link = excluded.link, full_at = excluded.full_at", link,
                    Timestamp.from(fullAt));
        }
    }

    void forgetLink() {
        jdbc.update("delete from hotpatch.entra_delta");
    }

    /** Takes over all of it or nothing. @return how many devices Entra has then; empty where the link is not taken any more */
    Optional<Integer> apply(Source source) {
        String[] next = {null};
        try {
            StagedRows.takeOver(jdbc, "entra_change", "no integer, object_id text, device_id text", rows -> {
                int[] no = {0};
                next[0] = source.read((device, object) -> rows.row(3).integer(++no[0]).text(FactClasses.whole(object)).text(FactClasses.whole(device)),
                        object -> rows.row(3).integer(++no[0]).text(FactClasses.whole(object)).text((byte[]) null)).orElseThrow(LinkGone::new);
            }, LATER_COUNTS, GONE, NOBODYS, THERE, BACK);
        } catch (LinkGone e) {
            return Optional.empty();
        }
        placeObjectIds.run();
        // Last: where this is not reached, the same changes are told again.
        jdbc.update("update hotpatch.entra_delta set link = ?", next[0]);
        return Optional.ofNullable(jdbc.queryForObject("select count(*) from hotpatch.entra_device where not missed", Integer.class));
    }
}
