// Prints the failures and, as the last line, the counts of a mocha JSON report. Without a report, what stands before the tests failed.
import { readFileSync } from 'node:fs';

let report;
try {
  report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
} catch {
  console.log('The tests did not run: types or build failed.\n0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
for (const { fullTitle, err } of report.failures) console.log(`FAILED ${fullTitle}\n${err.stack ?? err.message}\n`);
const { passes, failures, pending } = report.stats;
console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
process.exit(failures > 0 || passes === 0 ? 1 : 0);
