// Reads models and forms as Camunda Modeler does and lints them with the rules it applies to Camunda 7.
import fs from 'node:fs';
import path from 'node:path';
import { FormLinter } from '@camunda/form-linting';
import { Linter } from '@camunda/linting';
import { BpmnModdle } from 'bpmn-moddle';
import * as dmn from 'dmn-moddle';
import camunda from 'camunda-bpmn-moddle/resources/camunda.json';
import camundaDmn from 'camunda-dmn-moddle/resources/camunda.json';
import modeler from 'modeler-moddle/resources/modeler.json';

const DmnModdle = dmn.DmnModdle ?? dmn.default;

async function lintBpmn(xml) {
  const { rootElement, warnings } = await new BpmnModdle({ camunda, modeler }).fromXML(xml);
  const reports = await new Linter({ type: 'platform', modeler: 'desktop' }).lint(rootElement);
  return [...warnings.map(w => w.message), ...reports.map(r => `${r.id}: ${r.message} (${r.rule})`)];
}

async function lintDmn(xml) {
  const { warnings } = await new DmnModdle({ camunda: camundaDmn }).fromXML(xml);
  return warnings.map(w => w.message);
}

async function lintForm(json) {
  return (await new FormLinter().lint(json)).map(r => `${r.id}: ${r.message}`);
}

const linters = { '.bpmn': lintBpmn, '.dmn': lintDmn, '.form': lintForm };

async function main(folders) {
  const files = folders.flatMap(folder => fs.readdirSync(folder).map(file => path.join(folder, file)))
      .filter(file => path.extname(file) in linters).sort();
  let found = files.length ? 0 : 1;
  for (const file of files) {
    const warnings = await linters[path.extname(file)](fs.readFileSync(file, 'utf8')).catch(e => [e.message]);
    console.log(`${path.basename(file)}: ${warnings.length || 'no'} warnings`);
    warnings.forEach(warning => console.log(`  ${warning}`));
    found += warnings.length;
  }
  console.log(`${files.length} files, ${found} warnings`);
  process.exitCode = found ? 1 : 0;
}

main(process.argv.slice(2));
