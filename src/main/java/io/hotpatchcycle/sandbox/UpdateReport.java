package io.hotpatchcycle.sandbox;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The report of one policy: how its devices stand with the newest release that was approved or suspended in it, each as it was some hours
 * before the report was asked for.
 */
final class UpdateReport {

    static final String NAME = "QualityUpdateDeviceStatusByPolicy";
    static final List<String> COLUMNS = List.of("PolicyId", "DeviceId", "AADDeviceId", "DeviceName", "UPN", "OwnerType", "AggregateState",
            "CurrentDeviceUpdateStatus", "CurrentDeviceUpdateSubstatus", "EventDateTimeUTC", "LastWUScanTimeUTC", "LatestAlertMessage");
    private static final String[] ALERTS = {"DiskFull", "InstallIssue", "InstallFileLocked", "DownloadTimeout", "WUDamaged", "InstallOutOfMemory"};

    /** What one phase looks like in the report. */
    private record Words(String aggregate, String status, String substatus) {
    }

    private final Tenant tenant;

    UpdateReport(Tenant tenant) {
        this.tenant = tenant;
    }

    /** The report as a zip with one CSV file. */
    Large zip(String name, QualityPolicy policy, List<String> columns, long asked) {
        try {
            return TempFile.with(out -> {
                // not closed: that would close the file
                ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
                zip.putNextEntry(new ZipEntry(name + ".csv"));
                Writer writer = new OutputStreamWriter(zip, StandardCharsets.UTF_8);
                print(new CSVPrinter(writer, CSVFormat.RFC4180), policy, columns, asked);
                writer.flush();
                zip.finish();
            });
        } catch (IOException e) {
            throw new UncheckedIOException("The report " + name + " of the sandbox cannot be written.", e);
        }
    }

    private void print(CSVPrinter printer, QualityPolicy policy, List<String> columns, long asked) throws IOException {
        printer.printRecord(columns);
        Release release = policy == null ? null : tenant.servicing.newestIn(policy, asked);
        for (int i = 0; release != null && i < tenant.fleet.size(); i++) {
            if (tenant.fleet.reached(policy.assignments, i)) {
                Row row = row(release, tenant.device(i), asked);
                for (String column : columns) {
                    printer.print(value(column, policy, row));
                }
                printer.println();
            }
        }
        printer.flush();
    }

    /** How one device stood some hours before the report was asked for. */
    private record Row(Device device, Release release, long seen, int position, Device.Phase phase) {
    }

    private Row row(Release release, Device device, long asked) {
        long from = tenant.settings.reportLagFrom().toSeconds();
        long lag = from + (long) (tenant.dice.unit(Dice.Purpose.REPORT_LAG, device.index, 0) * (tenant.settings.reportLagTo().toSeconds() - from));
        long seen = tenant.presence.lastCheckIn(device, asked - lag);
        int position = position(device, release, seen);
        return new Row(device, release, seen, position, position < 0 ? unseen(device, release, seen) : Device.phaseOf(device.phases.value(position)));
    }

    private String value(String column, QualityPolicy policy, Row row) {
        int i = row.device.index;
        DeviceFacts facts = tenant.fleet.facts;
        return switch (column) {
            case "PolicyId" -> policy.id;
            case "DeviceId" -> tenant.fleet.managedId(i);
            case "AADDeviceId" -> tenant.fleet.entraDeviceId(i);
            case "DeviceName" -> facts.name(i);
            case "UPN" -> facts.hasUser(i) ? facts.user(i) : "";
            case "OwnerType" -> "Corporate";
            case "AggregateState" -> words(row.phase).aggregate;
            case "CurrentDeviceUpdateStatus" -> words(row.phase).status;
            case "CurrentDeviceUpdateSubstatus" -> words(row.phase).substatus;
            case "EventDateTimeUTC" -> Json.time(row.position < 0 ? row.release.at() : row.device.phases.time(row.position));
            case "LastWUScanTimeUTC" -> Json.time(row.seen);
            case "LatestAlertMessage" -> alert(row.phase, row.device, row.release);
            default -> throw new IllegalStateException("The report has no column '" + column + "'.");
        };
    }

    private String alert(Device.Phase phase, Device device, Release release) {
        return switch (phase) {
            case FAILED -> tenant.dice.pick(Dice.Purpose.ALERT, device.index, release.index(), ALERTS);
            case ROLLED_BACK -> "RollbackInitiated";
            case NONE, OFFERED, DOWNLOADING, INSTALLING, RESTART_REQUIRED, INSTALLED, HELD -> "";
        };
    }

    /** The last phase of a device with a release that was known at a time, -1 when there is none. */
    private static int position(Device device, Release release, long seen) {
        for (int i = device.phases.at(seen); i >= 0; i--) {
            if (Device.releaseOf(device.phases.value(i)) == release.index()) {
                return i;
            }
        }
        return -1;
    }

    private static Device.Phase unseen(Device device, Release release, long seen) {
        long level = Fleet.levelAt(device, seen);
        Release.Levels levels = release.levels().get(Device.buildOf(level));
        return levels != null && Device.ubrOf(level) >= levels.floor() ? Device.Phase.INSTALLED : Device.Phase.NONE;
    }

    private static Words words(Device.Phase phase) {
        return switch (phase) {
            case NONE -> new Words("InProgress", "Pending", "Scheduled");
            case OFFERED -> new Words("InProgress", "Offering", "OfferReady");
            case DOWNLOADING -> new Words("InProgress", "Installing", "DownloadStart");
            case INSTALLING -> new Words("InProgress", "Installing", "InstallStart");
            case RESTART_REQUIRED -> new Words("InProgress", "Installing", "RestartRequired");
            case INSTALLED -> new Words("Success", "Installed", "UpdateInstalled");
            case FAILED -> new Words("Error", "Installing", "InstallStart");
            case ROLLED_BACK -> new Words("Error", "Uninstalling", "RollbackInitiated");
            case HELD -> new Words("InProgress", "OnHold", "Scheduled");
        };
    }
}
