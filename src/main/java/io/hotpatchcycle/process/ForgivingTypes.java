package io.hotpatchcycle.process;

import java.util.List;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.spi.type.DmnDataTypeTransformer;
import org.camunda.bpm.dmn.engine.impl.spi.type.DmnDataTypeTransformerRegistry;
import org.camunda.bpm.engine.variable.Variables;

/**
 * A cell whose value is not of the type of its column answers as it stands. Who reads the answer refuses it and says for which ring; the
 * engine's own refusal names neither rule nor ring.
 */
final class ForgivingTypes {

    private ForgivingTypes() {
    }

    static DefaultDmnEngineConfiguration in(DefaultDmnEngineConfiguration dmn) {
        DmnDataTypeTransformerRegistry types = dmn.getTransformer().getDataTypeTransformerRegistry();
        for (String type : List.of("integer", "long", "double", "boolean")) {
            DmnDataTypeTransformer strict = types.getTransformer(type);
            types.addTransformer(type, value -> {
                try {
                    return strict.transform(value);
                } catch (IllegalArgumentException e) {
                    return Variables.untypedValue(value);
                }
            });
        }
        return dmn;
    }
}
