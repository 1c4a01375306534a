package io.hotpatchcycle.faults;

import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.graph.TestGraph;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** Every method of every port that the adapter implements, found in the code. */
final class Ports {

    /** Tells what would be called, and calls nothing. */
    private static final Set<String> SILENT = Set.of("DeviceDirectory.addresses");

    private Ports() {
    }

    /** Names such as {@code RingGate.approve}. */
    static Set<String> all() {
        GraphTenant adapter = TestGraph.tenant(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(1), wait -> { });
        Set<String> names = new TreeSet<>();
        for (Method face : GraphTenant.class.getDeclaredMethods()) {
            if (Modifier.isPublic(face.getModifiers()) && face.getReturnType().isInterface()) {
                Class<?> port = face.getReturnType();
                Arrays.stream(port.getMethods()).filter(m -> implemented(m, adapter, face)).forEach(m -> names.add(port.getSimpleName() + "." + m.getName()));
            }
        }
        names.removeAll(SILENT);
        return names;
    }

    /** A method that the port has an answer for is a call of the adapter all the same where that gives its own. */
    private static boolean implemented(Method method, GraphTenant adapter, Method face) {
        try {
            return Modifier.isAbstract(method.getModifiers()) || method.isDefault()
                    && !face.invoke(adapter).getClass().getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass().isInterface();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(face + " cannot be looked into: " + e.getMessage(), e);
        }
    }
}
