package io.hotpatchcycle.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A list of Intune devices whose pages lie ready as bytes on a server of this machine. */
final class DevicePages implements AutoCloseable {

    static final int PAGE = 1_000;

    private static final int BUFFER = 1 << 20;
    private static final String NUMBER = "number=";

    private final int pages;
    private final Path file;
    private final List<Long> offsets = new ArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    /** @param devices whole pages are made: the rest of the last one is left out */
    DevicePages(Path folder, int devices) throws IOException {
        pages = devices / PAGE;
        file = folder.resolve("pages.json");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        write();
    }

    /** Address of the tenant that has this list. */
    URI tenant() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    int count() {
        return pages;
    }

    URI page(int number) {
        return URI.create(tenant() + "/beta/page?" + NUMBER + number);
    }

    private void write() throws IOException {
        long offset = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            for (int page = 0; page < pages; page++) {
                byte[] bytes = text(page).getBytes(StandardCharsets.UTF_8);
                offsets.add(offset);
                out.write(bytes);
                offset += bytes.length;
            }
        }
        offsets.add(offset);
    }

    private String text(int number) {
        StringBuilder text = new StringBuilder("{\"@odata.context\":\"").append(tenant()).append("/beta/$metadata#deviceManagement/managedDevices\",\"value\":[");
        for (int i = number * PAGE; i < (number + 1) * PAGE; i++) {
            text.append(i % PAGE == 0 ? "" : ",").append(device(i));
        }
        text.append(']');
        return (number + 1 < pages ? text.append(",\"@odata.nextLink\":\"").append(page(number + 1)).append('"') : text).append('}').toString();
    }

    /** Ids as scattered as Intune's. */
    private static String device(long i) {
        return "{\"id\":\"" + new UUID(i * 0x9E3779B97F4A7C15L, i) + "\",\"azureADDeviceId\":\"" + new UUID(i * 0xC2B2AE3D27D4EB4FL, i)
                + "\",\"serialNumber\":\"SN" + i + "\",\"deviceName\":\"LT-" + i + "\",\"userPrincipalName\":\"user" + i
                + "@contoso.example\",\"osVersion\":\"10.0.26100." + (8000 + i % 12 * 100) + "\",\"skuFamily\":\"Enterprise\","
                + "\"processorArchitecture\":\"x64\",\"joinType\":\"azureADJoined\",\"managementAgent\":\"mdm\",\"managementState\":\"managed\","
                + "\"lastSyncDateTime\":\"2026-10-14T0" + i % 8 + ":00:00Z\",\"enrolledDateTime\":\"2025-01-02T03:04:05Z\",\"model\":\"Book " + i % 40 + "\"}";
    }

    private void serve(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        int number = query != null && query.startsWith(NUMBER) ? Integer.parseInt(query.substring(NUMBER.length())) : 0;
        byte[] bytes = new byte[(int) (offsets.get(number + 1) - offsets.get(number))];
        try (RandomAccessFile source = new RandomAccessFile(file.toFile(), "r")) {
            source.seek(offsets.get(number));
            source.readFully(bytes);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
