/**
 * Makes a repository of about 10,000 source files below `out/corpus`: the code of installed npm packages and of Python's own
 * library, with files that call LLMs among them. Made once; the same machine and seed give the same files.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeLlmCode } from './llm-code.ts';

export interface Corpus {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** Files with LLM calls, and how many calls stand in them. */
  readonly llmFiles: number;
  readonly llmCalls: number;
}

const FILES = 10_000;
const LLM_FILES = 700;
const SOURCE = /\.(?:[cm]?[jt]sx?|py)$/;
/** Larger files are bundles, which a scan leaves out anyway. */
const MAX_BYTES = 200_000;

export function corpus(folder = path.resolve('out/corpus')): Corpus {
  const made = path.join(folder, '..', 'corpus.json');
  if (existsSync(made) && existsSync(folder)) return JSON.parse(readFileSync(made, 'utf8')) as Corpus;
  rmSync(folder, { recursive: true, force: true });
  const llm = writeLlmCode(LLM_FILES);
  let bytes = 0;
  const write = (file: string, text: string | Buffer) => {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    bytes += text.length;
  };
  for (const [index, { name, text }] of llm.entries()) write(`app/area-${index % 35}/${name}`, text);
  const sources = ordinarySources();
  for (let index = 0; index < FILES - LLM_FILES; index++) {
    const { file, from } = sources[index % sources.length] as Source;
    const turn = Math.floor(index / sources.length);
    // Repeated files differ, or a cache by content would read each only once.
    const text = readFileSync(from, 'latin1') + (turn === 0 ? '' : `\n${file.endsWith('.py') ? '#' : '//'} copy ${turn}\n`);
    write(`library-${turn}/${file}`, Buffer.from(text, 'latin1'));
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'core.autocrlf=false', '-c', 'gc.auto=0', ...args], { cwd: folder, stdio: 'ignore' });
  git('init', '--quiet');
  git('add', '--all', '--force');
  git('-c', 'user.name=corpus', '-c', 'user.email=corpus@localhost', 'commit', '--quiet', '--message', 'corpus');
  const result = { folder, files: FILES, bytes, llmFiles: LLM_FILES, llmCalls: llm.reduce((sum, { calls }) => sum + calls, 0) };
  writeFileSync(made, JSON.stringify(result));
  return result;
}

interface Source {
  /** Where it goes in the corpus: no segment may be `node_modules`, which every scan leaves out. */
  readonly file: string;
  readonly from: string;
}

function ordinarySources(): Source[] {
  const roots = [
    { root: path.resolve('node_modules'), name: 'npm' },
    ...pythonFolders().map((root, index) => ({ root, name: `python-${index}` })),
  ];
  const sources = roots.flatMap(({ root, name }) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((from) => statSync(from).size <= MAX_BYTES)
      .map((from) => ({
        from,
        file: `${name}/${path
          .relative(root, from)
          .split(path.sep)
          .join('/')
          .replaceAll(/node_modules|site-packages|__pycache__/g, 'nested')}`,
      })),
  );
  return sources.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** The folders of Python's own library, without zip files and folders inside others; none where there is no Python. */
function pythonFolders(): string[] {
  try {
    const output = execFileSync('python3', ['-c', 'import sys, json; print(json.dumps(sys.path))'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const folders = (JSON.parse(output) as string[]).filter(
      (folder) => folder !== '' && existsSync(folder) && statSync(folder).isDirectory(),
    );
    return folders.filter((folder) => !folders.some((other) => other !== folder && folder.startsWith(other + path.sep)));
  } catch {
    return [];
  }
}
