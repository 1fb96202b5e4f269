// Makes out/costlint.vsix from what `files` in package.json lists, and refuses one that weighs too much; `npm run package`.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vsce from '@vscode/vsce';

const MOST = 4 * 1024 * 1024;
const root = fileURLToPath(new URL('..', import.meta.url));
const packagePath = path.join(root, 'out/costlint.vsix');
mkdirSync(path.dirname(packagePath), { recursive: true });
await vsce.createVSIX({ cwd: root, packagePath, dependencies: false });
const { size } = statSync(packagePath);
console.log(`${path.relative(root, packagePath)}: ${(size / 2 ** 20).toFixed(2)} MB`);
if (size > MOST) {
  console.error(`More than ${MOST / 2 ** 20} MB.`);
  process.exitCode = 1;
}
