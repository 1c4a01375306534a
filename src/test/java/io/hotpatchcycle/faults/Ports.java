package io.hotpatchcycle.faults;

import io.hotpatchcycle.graph.GraphTenant;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** Every method of every port that the adapter implements, found in the code. */
final class Ports {

    private Ports() {
    }

    /** Names such as {@code RingGate.approve}. */
    static Set<String> all() {
        Set<String> names = new TreeSet<>();
        for (Method face : GraphTenant.class.getDeclaredMethods()) {
            if (Modifier.isPublic(face.getModifiers()) && face.getReturnType().isInterface()) {
                Class<?> port = face.getReturnType();
                Arrays.stream(port.getMethods()).filter(m -> Modifier.isAbstract(m.getModifiers()))
                        .forEach(m -> names.add(port.getSimpleName() + "." + m.getName()));
            }
        }
        return names;
    }
}
