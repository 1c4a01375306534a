package io.hotpatchcycle.process;

import org.camunda.bpm.engine.BadUserRequestException;

/** A model that would run something of its own. The message names where and what to do; REST answers 400 with it. */
final class ModelBringsCode extends BadUserRequestException {

    private static final long serialVersionUID = 1L;

    ModelBringsCode(String message) {
        super(message + " Correct the file in Camunda Modeler and try again. Nothing has changed.");
    }
}
