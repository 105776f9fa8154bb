// usage: ci-files.mjs schema TEST-FILE OUT.xsd: takes windyroad's schema out of the test of a package that holds it
//        ci-files.mjs sarif SCHEMA FILE...: holds files against SARIF's JSON schema
import fs from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';

const [verb, ...rest] = process.argv.slice(2);
if (verb === 'schema') {
  const text = fs.readFileSync(rest[0], 'utf8');
  const schema = /const antJunitSchema\s*=\s*'(.*?<\/xs:schema>)/s.exec(text);
  if (!schema) throw new Error('the package no longer holds the schema');
  fs.writeFileSync(rest[1], schema[1]);
} else {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(JSON.parse(fs.readFileSync(rest[0], 'utf8')));
  for (const file of rest.slice(1)) {
    const log = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (!validate(log)) throw new Error(`${file}: ${JSON.stringify(validate.errors.slice(0, 5), null, 1)}`);
    console.log(`${file}: valid, ${log.runs[0].results.length} results`);
  }
}
