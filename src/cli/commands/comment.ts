/** `costlint comment diff.json --platform github`: puts a diff on its pull request, or prints what it would put there. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import type { Diff } from '../../core/report/diff.ts';
import { type CommentOptions, comment as commentText } from '../../core/report/formats/comment.ts';
import { bodyOf, type CodeHost, CodeHostError, type Posting, postComment } from '../../node/post-comment.ts';
import type { Flags } from '../args.ts';
import { UsageError } from '../usage-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export async function comment(operands: readonly string[], flags: Flags): Promise<number> {
  const [file, ...more] = operands;
  if (file === undefined || more.length > 0)
    throw new UsageError(
      'comment wants the JSON of a diff: costlint diff main -f json:diff.json && costlint comment diff.json --platform github',
    );
  const platform = flags.platform ?? platformOf(process.env);
  const diff = readDiff(file);
  const id = flags.id ?? 'default';
  if (!/^[\w/.-]{1,80}$/.test(id)) throw new UsageError(`--id ${id}: letters, digits, "-", "_", "." and "/" only.`);
  const posting: Posting = {
    id,
    text: textOf(diff, file, linkOptions(platform, diff, process.env)),
    validAt: validAt(flags['valid-at']),
    worthBeginning: diff.changes.length > 0 || diff.findings.new.length > 0 || diff.verdict.state !== 'pass',
  };
  if (flags['dry-run']) {
    process.stdout.write(bodyOf(posting));
    return 0;
  }
  const host = { github: githubHost, gitlab: gitlabHost }[platform](process.env, flags['pull-request']);
  try {
    const done = await postComment(host, posting);
    process.stderr.write(`costlint: comment ${done}.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof CodeHostError)) throw error;
    throw new UsageError(`the comment was not posted to ${host.name}: ${error.message}`);
  }
}

type Platform = 'github' | 'gitlab';

function platformOf(env: Environment): Platform {
  if (env.GITHUB_ACTIONS) return 'github';
  if (env.GITLAB_CI) return 'gitlab';
  throw new UsageError('name the platform: --platform github or --platform gitlab.');
}

function readDiff(file: string): Diff {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is no JSON: expected what costlint diff --format json writes.`);
  }
  if (!isDiff(value)) throw new UsageError(`${file} is no diff: expected what costlint diff --format json writes.`);
  return value;
}

/** In a recipe for forks the file comes from a job that anybody may have written to: it is looked at before it is used. */
function isDiff(value: unknown): value is Diff {
  const { format, tool, base, head, verdict, delta, changes, findings, prices } = (value ?? {}) as Partial<Diff>;
  return (
    format === 1 &&
    typeof tool?.version === 'string' &&
    typeof base === 'string' &&
    typeof head === 'string' &&
    typeof prices?.asOf === 'string' &&
    ['pass', 'warn', 'fail'].includes(verdict?.state ?? '') &&
    Array.isArray(verdict?.reasons) &&
    typeof delta?.perMonth?.expected === 'number' &&
    Array.isArray(changes) &&
    Array.isArray(findings?.new) &&
    Array.isArray(findings?.fixed)
  );
}

function textOf(diff: Diff, file: string, options: CommentOptions): string {
  try {
    return commentText(diff, options);
  } catch (error) {
    throw new UsageError(`${file} is a damaged diff: ${(error as Error).message}`);
  }
}

function validAt(text: string | undefined): string {
  const at = text === undefined ? Date.now() : Date.parse(text);
  if (Number.isNaN(at)) throw new UsageError(`--valid-at ${text}: expected a time such as 2026-11-21T10:00:00Z.`);
  return new Date(at).toISOString();
}

/** Lines can be linked where the head is a commit that the host knows. */
function linkOptions(platform: Platform, { head }: Diff, env: Environment): CommentOptions {
  const page =
    platform === 'github'
      ? env.GITHUB_REPOSITORY && `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${env.GITHUB_REPOSITORY}/blob`
      : env.CI_PROJECT_URL && `${env.CI_PROJECT_URL}/-/blob`;
  if (!page || !/^[0-9a-f]{7,64}$/.test(head)) return {};
  return { link: (path, line) => `${page}/${head}/${path.split('/').map(encodeURIComponent).join('/')}#L${Number(line)}` };
}

function githubHost(env: Environment, pullRequest: number | undefined): CodeHost {
  const api = env.GITHUB_API_URL ?? 'https://api.github.com';
  const repository = wanted(env, 'GITHUB_REPOSITORY', 'owner/name of the repository');
  const token = wanted(env, 'GITHUB_TOKEN', 'a token that may write comments (permissions: pull-requests: write)');
  const number = pullRequest ?? pullRequestOf(env);
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new UsageError(`GITHUB_REPOSITORY ${repository}: expected owner/name.`);
  return {
    name: 'GitHub',
    comments: `${api}/repos/${repository}/issues/${number}/comments`,
    comment: (id) => `${api}/repos/${repository}/issues/comments/${id}`,
    updateMethod: 'PATCH',
    headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
  };
}

/** The event that started the workflow says which pull request it is about. */
function pullRequestOf({ GITHUB_EVENT_PATH: file }: Environment): number {
  try {
    const event = JSON.parse(readFileSync(file ?? '', 'utf8'));
    const number = event.pull_request?.number ?? event.issue?.number ?? event.number;
    if (Number.isInteger(number)) return number;
  } catch {
    // The same advice holds whatever is wrong with the file.
  }
  throw new UsageError('which pull request? Run it on the pull_request event, or give --pull-request <number>.');
}

function gitlabHost(env: Environment, pullRequest: number | undefined): CodeHost {
  const api = env.CI_API_V4_URL ?? 'https://gitlab.com/api/v4';
  const project = encodeURIComponent(wanted(env, 'CI_PROJECT_ID', 'id or path of the project'));
  const token = wanted(env, 'GITLAB_TOKEN', 'a project access token with the scope "api"');
  const number = pullRequest ?? Number(wanted(env, 'CI_MERGE_REQUEST_IID', 'number of the merge request, or give --pull-request <number>'));
  const notes = `${api}/projects/${project}/merge_requests/${number}/notes`;
  return {
    name: 'GitLab',
    comments: notes,
    comment: (id) => `${notes}/${id}`,
    updateMethod: 'PUT',
    headers: { 'private-token': token },
  };
}

function wanted(env: Environment, name: string, what: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new UsageError(`the environment variable ${name} is missing: ${what}.`);
  return value;
}
