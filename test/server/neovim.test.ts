/** Neovim's own client opens the sample through `costlint lsp --stdio` and shows our diagnostics and lenses. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Opens a file, waits for diagnostics, asks for lenses, and prints both as JSON. */
const SCRIPT = `
local cli, root, file = ...
local function done(result)
  io.stdout:write(vim.fn.json_encode(result))
  vim.cmd('qall!')
end
vim.cmd('edit ' .. file)
local buffer = vim.api.nvim_get_current_buf()
local client = vim.lsp.start_client({ name = 'costlint', cmd = { 'node', cli, 'lsp', '--stdio' }, root_dir = root,
  workspace_folders = { { uri = vim.uri_from_fname(root), name = 'sample' } } })
vim.lsp.buf_attach_client(buffer, client)
vim.wait(15000, function() return #vim.diagnostic.get(buffer) > 0 end, 50)
local titles = {}
local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/codeLens', { textDocument = vim.lsp.util.make_text_document_params() }, 10000)
for _, answer in pairs(answers or {}) do
  for _, lens in ipairs(answer.result or {}) do table.insert(titles, lens.command.title) end
end
local found = {}
for _, one in ipairs(vim.diagnostic.get(buffer)) do table.insert(found, { line = one.lnum, code = one.code, source = one.source }) end
done({ diagnostics = found, lenses = titles })
`;

describe('Neovim', () => {
  it('shows diagnostics and lenses of the sample', function () {
    if (spawnSync('nvim', ['--version']).error) {
      console.log('      Neovim is not installed: its test is skipped');
      this.skip();
    }
    this.timeout(40_000);
    const root = mkdtempSync(path.join(tmpdir(), 'costlint-nvim-'));
    try {
      cpSync('test/projects/support-desk', root, { recursive: true });
      const script = path.join(root, 'open.lua');
      writeFileSync(script, SCRIPT);
      const call = `lua loadfile([[${script}]])([[${path.resolve('dist/cli.js')}]], [[${root}]], [[${path.join(root, 'src/agent.ts')}]])`;
      const run = spawnSync('nvim', ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', call], {
        encoding: 'utf8',
        timeout: 35_000,
        env: { ...process.env, XDG_STATE_HOME: root, XDG_CACHE_HOME: root },
      });
      const shown = JSON.parse(run.stdout || `{"error": ${JSON.stringify(run.stderr)}}`);
      assert.deepEqual(shown.diagnostics, [{ line: 16, code: 'unbounded-agent-loop', source: 'costlint' }], run.stderr);
      assert.ok(
        shown.lenses.some((title: string) => /in · ≤800 out · ~\$/.test(title)),
        JSON.stringify(shown),
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
