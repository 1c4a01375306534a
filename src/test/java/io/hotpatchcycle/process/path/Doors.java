package io.hotpatchcycle.process.path;

import java.util.List;

/**
 * The ways in which the engine lets a model, a table, a form or a case bring code, as they stand in its parser: each must be refused when it is
 * deployed, also past the check of model sets.
 */
final class Doors {

    /** A method that leaves a mark when it is called: a system property that a test looks for. */
    static final String MARK = "hotpatch.door";
    static final String CALL = "''.getClass().forName('java.lang.System').getMethod('setProperty', ''.getClass(), ''.getClass()).invoke(null, '" + MARK + "', 'open')";

    private static final String SCRIPT = "a script";
    private static final String CLASS = "a Java class";
    private static final String PLAIN = "calls something";

    private Doors() {
    }

    static List<Door> all() {
        return List.of(
                // steps
                step("a script task", "<bpmn:scriptTask id='x' scriptFormat='groovy'><bpmn:script>1</bpmn:script></bpmn:scriptTask>", SCRIPT),
                step("a script task that names its text", "<bpmn:scriptTask id='x' scriptFormat='juel' camunda:resource='deployment://x.juel'/>", SCRIPT),
                step("a class as a step", "<bpmn:serviceTask id='x' camunda:class='io.evil.Delegate'/>", CLASS),
                step("an expression as a step", "<bpmn:serviceTask id='x' camunda:expression='${readCatalog}'/>", "an expression as a step"),
                step("a step that walks into something", "<bpmn:serviceTask id='x' camunda:delegateExpression=\"${modelSets.active()}\"/>", PLAIN),
                step("a class that sends", "<bpmn:sendTask id='x' camunda:class='io.evil.Delegate'/>", CLASS),
                step("a class as a rule", "<bpmn:businessRuleTask id='x' camunda:class='io.evil.Delegate'/>", CLASS),
                step("a shell", "<bpmn:serviceTask id='x' camunda:type='shell'><bpmn:extensionElements><camunda:field name='command' stringValue='id'/></bpmn:extensionElements></bpmn:serviceTask>", "shell"),
                step("a mail", "<bpmn:serviceTask id='x' camunda:type='mail'><bpmn:extensionElements><camunda:field name='to' stringValue='a@b'/><camunda:field name='text' stringValue='t'/></bpmn:extensionElements></bpmn:serviceTask>", "mail"),
                step("a connector", task("<camunda:connector><camunda:connectorId>http-connector</camunda:connectorId></camunda:connector>"), "a connector"),
                step("a class that throws a message", "<bpmn:intermediateThrowEvent id='x'><bpmn:messageEventDefinition messageRef='m' camunda:class='io.evil.Delegate'/></bpmn:intermediateThrowEvent>", CLASS),
                step("a class that maps variables", "<bpmn:callActivity id='x' calledElement='y' camunda:variableMappingClass='io.evil.Mapping'/>", CLASS),
                step("a value set into the inside of a step", task("<camunda:field name='rings' stringValue='none'/>"), "sets the inside of a step"),
                step("an expression that tells an error", task("<camunda:errorEventDefinition errorRef='e' expression=\"${modelSets.active() == ''}\"/>"), "an expression as a step"),
                // listeners
                step("a class that listens", task("<camunda:executionListener event='start' class='io.evil.Listener'/>"), CLASS),
                step("a script that listens", task("<camunda:executionListener event='start'><camunda:script scriptFormat='juel'>${1}</camunda:script></camunda:executionListener>"), SCRIPT),
                step("an expression that listens", task("<camunda:executionListener event='end' expression='${readCatalog}'/>"), "an expression as a step"),
                step("a class that listens in the old language", task("<old:executionListener event='start' class='io.evil.Listener'/>"), CLASS),
                step("an expression that listens in the old language", task("<old:executionListener event='start' expression='${readCatalog}'/>"), "an expression as a step"),
                step("a step in the old language", "<bpmn:serviceTask id='x' old:class='io.evil.Delegate'/>", CLASS),
                step("a class at a task", asked("<camunda:taskListener event='create' class='io.evil.Listener'/>", ""), CLASS),
                step("a class at a task in the old language", asked("<old:taskListener event='create' class='io.evil.Listener'/>", ""), CLASS),
                step("a script at a task", asked("<camunda:taskListener event='complete'><camunda:script scriptFormat='groovy' resource='deployment://x.groovy'/></camunda:taskListener>", ""), SCRIPT),
                // values
                step("a script as input", task("<camunda:inputOutput><camunda:inputParameter name='a'><camunda:script scriptFormat='juel'>${1}</camunda:script></camunda:inputParameter></camunda:inputOutput>"), SCRIPT),
                step("a script in a list of inputs", task("<camunda:inputOutput><camunda:inputParameter name='a'><camunda:list><camunda:script scriptFormat='juel'>${1}</camunda:script></camunda:list></camunda:inputParameter></camunda:inputOutput>"), SCRIPT),
                step("an input that calls", task("<camunda:inputOutput><camunda:inputParameter name='a'>${modelSets.active()}</camunda:inputParameter></camunda:inputOutput>"), PLAIN),
                step("an output that calls", task("<camunda:inputOutput><camunda:outputParameter name='a'><camunda:map><camunda:entry key='k'>${modelSets.active()}</camunda:entry></camunda:map></camunda:outputParameter></camunda:inputOutput>"), PLAIN),
                step("a priority that calls", "<bpmn:serviceTask id='x' camunda:asyncBefore='true' camunda:delegateExpression='${readCatalog}' camunda:jobPriority='${modelSets.active()}'/>", PLAIN),
                step("attempts that call", "<bpmn:serviceTask id='x' camunda:asyncBefore='true' camunda:delegateExpression='${readCatalog}'><bpmn:extensionElements>"
                        + "<camunda:failedJobRetryTimeCycle>${modelSets.active()}</camunda:failedJobRetryTimeCycle></bpmn:extensionElements></bpmn:serviceTask>", PLAIN),
                step("people that are called for", asked("", "camunda:candidateUsers='${modelSets.active()}'"), PLAIN),
                step("an owner who is called for", "<bpmn:userTask id='x'><bpmn:humanPerformer><bpmn:resourceAssignmentExpression><bpmn:formalExpression>${modelSets.active()}</bpmn:formalExpression></bpmn:resourceAssignmentExpression></bpmn:humanPerformer></bpmn:userTask>", PLAIN),
                step("a due date that calls", asked("", "camunda:dueDate='${modelSets.active()}'"), PLAIN),
                step("a name that calls", "<bpmn:userTask id='x' name='${modelSets.active()}'/>", PLAIN),
                step("a list to go through that calls", "<bpmn:userTask id='x'><bpmn:multiInstanceLoopCharacteristics camunda:collection='${modelSets.active()}'/></bpmn:userTask>", PLAIN),
                step("a number of times that calls", "<bpmn:userTask id='x'><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>${modelSets.active()}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>", PLAIN),
                step("an end of repeating that calls", "<bpmn:userTask id='x'><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality><bpmn:completionCondition>${modelSets.active() == ''}</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>", PLAIN),
                step("a called process that is called for", "<bpmn:callActivity id='x' calledElement='${modelSets.active()}'/>", PLAIN),
                step("a key handed on that calls", "<bpmn:callActivity id='x' calledElement='y'><bpmn:extensionElements><camunda:in businessKey='#{modelSets.active()}'/></bpmn:extensionElements></bpmn:callActivity>", PLAIN),
                step("a value handed on that calls", "<bpmn:callActivity id='x' calledElement='y'><bpmn:extensionElements><camunda:in sourceExpression='${modelSets.active()}' target='a'/></bpmn:extensionElements></bpmn:callActivity>", PLAIN),
                step("a table that is called for", "<bpmn:businessRuleTask id='x' camunda:decisionRef='${modelSets.active()}'/>", PLAIN),
                step("a topic that calls", "<bpmn:serviceTask id='x' camunda:type='external' camunda:topic='${modelSets.active()}'/>", PLAIN),
                // waiting
                step("a timer that calls", "<bpmn:intermediateCatchEvent id='x'><bpmn:timerEventDefinition><bpmn:timeDuration>${modelSets.active()}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>", PLAIN),
                step("a condition to wait for that calls", "<bpmn:intermediateCatchEvent id='x'><bpmn:conditionalEventDefinition><bpmn:condition>${modelSets.active() == ''}</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>", PLAIN),
                step("a condition to wait for in a language of its own", "<bpmn:intermediateCatchEvent id='x'><bpmn:conditionalEventDefinition><bpmn:condition xsi:type='bpmn:tFormalExpression' language='juel'>${" + CALL + " == 'a'}</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>", "a language of its own"),
                step("a message whose name calls", "<bpmn:intermediateCatchEvent id='x'><bpmn:messageEventDefinition messageRef='calling'/></bpmn:intermediateCatchEvent>", PLAIN),
                // ways
                flow("a condition that calls", "<bpmn:conditionExpression xsi:type='bpmn:tFormalExpression'>${modelSets.active() == ''}</bpmn:conditionExpression>", PLAIN),
                flow("a condition in a language of its own", "<bpmn:conditionExpression xsi:type='bpmn:tFormalExpression' language='juel'>${" + CALL + " == 'a'}</bpmn:conditionExpression>", "a language of its own"),
                flow("a condition in an empty language", "<bpmn:conditionExpression xsi:type='bpmn:tFormalExpression' language=''>${" + CALL + " == 'a'}</bpmn:conditionExpression>", "a language of its own"),
                flow("a condition that is a file", "<bpmn:conditionExpression xsi:type='bpmn:tFormalExpression' language='juel' camunda:resource='deployment://x.juel'/>", SCRIPT),
                flow("a listener on a way", "<bpmn:extensionElements><camunda:executionListener event='take' class='io.evil.Listener'/></bpmn:extensionElements>", CLASS),
                // forms
                step("a page of its own", asked("", "camunda:formKey='embedded:deployment:x.html'"), "no Camunda form"),
                step("a page somewhere else", asked("", "camunda:formKey='https://evil.example/form'"), "no Camunda form"),
                step("a page that is called for", asked("", "camunda:formKey='camunda-forms:${modelSets.active()}'"), PLAIN),
                step("a class behind a form", asked("", "camunda:formHandlerClass='io.evil.Handler'"), CLASS),
                step("a class that tests a field", asked("<camunda:formData><camunda:formField id='f' type='string'><camunda:validation><camunda:constraint name='validator' config='io.evil.Validator'/></camunda:validation></camunda:formField></camunda:formData>", ""), "tests a field"),
                step("a step that tests a field", asked("<camunda:formData><camunda:formField id='f' type='string'><camunda:validation><camunda:constraint name='validator' config='${readCatalog}'/></camunda:validation></camunda:formField></camunda:formData>", ""), "tests a field"),
                step("a field whose value calls", asked("<camunda:formData><camunda:formField id='f' type='string' defaultValue='${modelSets.active()}'/></camunda:formData>", ""), PLAIN),
                step("a form property that calls", asked("<camunda:formProperty id='f' expression='${modelSets.active()}'/>", ""), "an expression as a step"),
                new Door("a form that holds a foreign page", "forms/x.form", "{\"id\": \"x\", \"type\": \"default\", \"components\": [{\"type\": \"group\", \"components\": [{\"type\": \"iframe\", \"url\": \"https://evil.example\"}]}]}", "a foreign page"),
                new Door("a form that only some can read", "forms/x.form", "{'id': 'x', 'type': 'default', 'components': [{'type': 'iframe'}]}", "cannot be read"),
                // tables
                table("a table in a language of its own", "expressionLanguage='juel'", "", "", "", ""),
                table("an input in a language of its own", "", "expressionLanguage='juel'", "", "", ""),
                table("a cell in a language of its own", "", "", "expressionLanguage='groovy'", "", ""),
                table("a result in a language of its own", "", "", "", "expressionLanguage='JavaScript'", ""),
                table("an allowed value in a language of its own", "", "", "", "", "expressionLanguage='juel'"),
                literal("a literal in a language of its own", "expressionLanguage='juel'", "<text>${" + CALL + "}</text>"),
                // cases: another kind of model with the same doors
                new Door("a case", "x.cmmn", "<?xml version='1.0'?><definitions xmlns='http://www.omg.org/spec/CMMN/20151109/MODEL' xmlns:camunda='http://camunda.org/schema/1.0/cmmn' targetNamespace='t'>"
                        + "<case id='door' camunda:historyTimeToLive='1'><casePlanModel id='plan'><planItem id='item' definitionRef='x'/><processTask id='x'><extensionElements>"
                        + "<camunda:caseExecutionListener event='create' class='io.evil.Listener'/></extensionElements></processTask></casePlanModel></case></definitions>", "a case"));
    }

    private static Door step(String way, String step, String says) {
        return new Door(way, "door.bpmn", model(step, ""), says);
    }

    private static Door flow(String way, String inside, String says) {
        return new Door(way, "door.bpmn", model("<bpmn:exclusiveGateway id='x' default='other'/><bpmn:endEvent id='z'/><bpmn:sequenceFlow id='other' sourceRef='x' targetRef='z'/>", inside), says);
    }

    private static String model(String step, String way) {
        return "<?xml version='1.0' encoding='UTF-8'?><bpmn:definitions xmlns:bpmn='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                + "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' xmlns:old='http://activiti.org/bpmn' targetNamespace='t'>"
                + "<bpmn:message id='m' name='m'/>" + (step.contains("'calling'") ? "<bpmn:message id='calling' name='${modelSets.active()}'/>" : "") + "<bpmn:error id='e' errorCode='e'/>"
                + "<bpmn:process id='door' isExecutable='true' camunda:historyTimeToLive='1'><bpmn:startEvent id='s'/>" + step + "<bpmn:endEvent id='y'/>"
                + "<bpmn:sequenceFlow id='in' sourceRef='s' targetRef='x'/><bpmn:sequenceFlow id='out' sourceRef='x' targetRef='y'>" + way + "</bpmn:sequenceFlow>"
                + "</bpmn:process></bpmn:definitions>";
    }

    private static String task(String extension) {
        return "<bpmn:serviceTask id='x' camunda:delegateExpression='${readCatalog}'><bpmn:extensionElements>" + extension + "</bpmn:extensionElements></bpmn:serviceTask>";
    }

    private static String asked(String extension, String attribute) {
        return "<bpmn:userTask id='x' " + attribute + "><bpmn:extensionElements>" + extension + "</bpmn:extensionElements></bpmn:userTask>";
    }

    private static Door table(String way, String whole, String input, String cell, String result, String allowed) {
        String inside = "<decisionTable hitPolicy='FIRST'><input id='i'><inputExpression id='ie' " + input + "><text>${" + CALL + "}</text></inputExpression>"
                + (allowed.isEmpty() ? "" : "<inputValues " + allowed + "><text>1</text></inputValues>")
                + "</input><output id='o' name='o' typeRef='string'/><rule id='r'><inputEntry id='c' " + cell + "><text>1 == 1</text></inputEntry><outputEntry id='oe' " + result
                + "><text>1</text></outputEntry></rule></decisionTable>";
        return new Door(way, "door.dmn", decision(whole, inside), "a language of its own");
    }

    private static Door literal(String way, String language, String text) {
        return new Door(way, "door.dmn", decision("", "<variable name='o' typeRef='string'/><literalExpression id='l' " + language + ">" + text + "</literalExpression>"), "a language of its own");
    }

    static String decision(String whole, String inside) {
        return "<?xml version='1.0' encoding='UTF-8'?><definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='d' name='d' namespace='n' "
                + whole + "><decision id='door' name='door' camunda:historyTimeToLive='1'>" + inside + "</decision></definitions>";
    }
}
