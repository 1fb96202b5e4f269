// Prints the failures of several reports (arguments NAME=FILE, in mocha's JSON) and, as the last line, the sum of their counts.
// A report that is missing counts as a failure: what stands before its tests has failed.
import { readFileSync } from 'node:fs';

const total = { passes: 0, failures: 0, pending: 0 };
for (const argument of process.argv.slice(2)) {
  const [name, file] = argument.split('=');
  const report = read(file);
  if (!report) {
    console.log(`The ${name} did not run.`);
    total.failures++;
    continue;
  }
  for (const { fullTitle, err } of report.failures) console.log(`FAILED ${fullTitle}\n${err.stack ?? err.message}\n`);
  for (const count of Object.keys(total)) total[count] += report.stats[count];
}
console.log(`${total.passes} passed, ${total.failures} failed, ${total.pending} skipped`);
process.exit(total.failures > 0 || total.passes === 0 ? 1 : 0);

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
