package io.hotpatchcycle.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Most heap in use at one time, seen before each collection: the peaks of the pools, added up, can be more than there is. */
final class HeapPeak {

    private static final double MEGABYTE = 1 << 20;

    private final AtomicLong most = new AtomicLong();
    private final Set<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName).collect(Collectors.toSet());

    HeapPeak() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((note, handback) -> {
                    if (note.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
                        look(GarbageCollectionNotificationInfo.from((CompositeData) note.getUserData()));
                    }
                }, null, null);
            }
        }
    }

    private void look(GarbageCollectionNotificationInfo collection) {
        most.accumulateAndGet(collection.getGcInfo().getMemoryUsageBeforeGc().entrySet().stream().filter(pool -> pools.contains(pool.getKey()))
                .map(java.util.Map.Entry::getValue).mapToLong(MemoryUsage::getUsed).sum(), Math::max);
    }

    /** So far. */
    double megabytes() {
        return most.accumulateAndGet(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), Math::max) / MEGABYTE;
    }
}
