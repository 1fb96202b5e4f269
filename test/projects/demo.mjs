// `npm run demo`: shows the cost of the sample application as a user would see it, and says what to try next.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = path.join('dist', 'cli.js');
const project = path.join('test', 'projects', 'support-desk');

const run = spawnSync(process.execPath, [cli, 'report', project, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exitCode = run.status ?? 2;
if (run.status === 0) {
  const commands = [
    [`explain ${path.join(project, 'src', 'agent.ts')}:18`, 'how one cost is made, number by number'],
    [`report ${project} -f html:cost.html`, 'one page to open: what if, by user, by outcome'],
    [`report ${project} --what-if model=gpt-5.4-mini`, 'the same question on the command line'],
    [`check ${project}`, 'findings, with an exit code for CI'],
    ['report <your project>', 'your own code; it is read, never run'],
  ];
  const width = Math.max(...commands.map(([command]) => command.length));
  console.log('\nTry next:');
  for (const [command, what] of commands) console.log(`  node ${cli} ${command.padEnd(width)}  ${what}`);
}
