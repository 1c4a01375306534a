package io.hotpatchcycle.evidence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads for who comes a year later: lists, and what a device ran on a day. Changes nothing. */
public final class Desk {

    private static final String PAGE = " offset :offset limit :limit";

    private final EvidenceRows rows;

    public Desk(EvidenceRows rows) {
        this.rows = rows;
    }

    /** A page of a list. A device nobody knows is in no row. */
    public Listing list(DeskList list, Search search, int offset, int limit) {
        Long device = null;
        if (search.device() != null) {
            Optional<Device> found = device(search.device());
            if (found.isEmpty()) {
                return new Listing(List.of(), List.of(), 0);
            }
            device = found.get().no();
        }
        Map<String, Object> parameters = search.parameters(device);
        Map<String, Object> page = new HashMap<>(parameters);
        page.put("offset", offset);
        page.put("limit", limit);
        Collected collected = new Collected();
        rows.read(list.sql() + PAGE, page, collected);
        boolean whole = offset == 0 && collected.rows.size() < limit;
        return new Listing(collected.names, collected.rows, whole ? collected.rows.size() : rows.count(list.sql(), parameters));
    }

    /**
     * Some of a list, chosen by chance that a seed repeats: each row gets the SHA-256 of seed and row's id, and those with
     * the smallest are taken. Anybody can do it again with sha256sum; rows that come later do not reshuffle the others.
     *
     * @param idColumn column that names a row
     */
    public static Listing sample(Listing all, String idColumn, long seed, int size) {
        int id = all.columns().indexOf(idColumn);
        List<List<Object>> chosen = all.rows().stream().sorted(Comparator.comparing((List<Object> row) ->
                Hashes.hex((seed + ":" + row.get(id)).getBytes(StandardCharsets.UTF_8)))).limit(size).toList();
        return new Listing(all.columns(), chosen, chosen.size());
    }

    /** Everything one page needs of a sample: a release and its cycle, if it has one; empty when there is no such entry. */
    public Optional<SampleSheet> sheet(String entry) {
        return SampleSheet.read(rows, entry);
    }

    /** A device as the fleet knows it now. */
    public record Device(long no, String id, String name, String entraDeviceId, String owner, String serial) {
    }

    /** The device with this Intune id, Entra device id, Entra object id or name. */
    public Optional<Device> device(String text) {
        Collected ids = new Collected();
        rows.read(DeviceSql.BY_ID, Map.of("text", text), ids);
        if (ids.rows.isEmpty()) {
            rows.read(DeviceSql.BY_NAME, Map.of("text", text), ids);
        }
        return ids.rows.stream().findFirst().map(r -> new Device(((Number) r.get(0)).longValue(), (String) r.get(1), (String) r.get(2),
                (String) r.get(3), (String) r.get(4), (String) r.get(5)));
    }

    /** What is known of a device on a day (UTC). */
    public DeviceDay on(Device device, LocalDate day) {
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Collected looks = new Collected();
        rows.read(DeviceSql.LOOKS, Map.of("no", device.no()), looks);
        List<DeviceDay.Look> seen = new ArrayList<>();
        looks.rows.forEach(r -> seen.add(new DeviceDay.Look((Instant) r.get(0), r.get(1) == null ? null : r.get(1).toString(), r.get(2).toString())));
        Collected planned = new Collected();
        rows.read(DeviceSql.PLANNED, Map.of("no", device.no(), "end", end), planned);
        return DeviceDay.of(device, start, end, seen, new Listing(planned.names, planned.rows, planned.rows.size()));
    }
}
