import fs from 'node:fs';
import validator from 'gltf-validator';

let failed = 0;
for (const file of process.argv.slice(2)) {
  const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(file)), { maxIssues: 20 });
  const { numErrors, numWarnings } = report.issues;
  console.log(`${file.split('/').slice(-2).join('/')}: ${numErrors} errors, ${numWarnings} warnings, ${report.info.totalTriangleCount} triangles`);
  for (const issue of report.issues.messages.filter((m) => m.severity <= 1)) console.log(`  ${issue.code} ${issue.pointer ?? ''}: ${issue.message}`);
  if (numErrors + numWarnings > 0) failed++;
}
if (failed > 0) throw new Error(`${failed} files are not as glTF 2.0 demands`);
console.log(`${process.argv.length - 2} files without errors and warnings`);
