/** Figures of the report page in its panel, over many calls: printed for `npm run bench`, and never judged. */
import * as vscode from 'vscode';
import { FRAMES, type Frames, frameWords } from '../bench/frames.ts';
import { inFrame, reportPage, scriptInFrame } from './look.ts';
import { describeWindow, folder, open, print, shownLenses } from './support.ts';
import { until } from './wait.ts';

const CALLS = 500;

/** When something was first painted after the frame began to load, and when the numbers stood there after they were asked for again. */
const PAINT = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime`;

describeWindow('the report page in its panel', () => {
  it('is measured', async () => {
    const call = (at: number) =>
      `import OpenAI from 'openai';\nexport const ask${at} = (question: string) => new OpenAI().chat.completions.create({ model: 'gpt-5.4-mini', max_completion_tokens: ${100 + at}, messages: [{ role: 'system', content: 'Answer part ${at} of the question, briefly and in plain words.' }, { role: 'user', content: question }] });\n`;
    for (let at = 0; at < CALLS; at++)
      await vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(folder(), `src/part-${at % 40}/call-${at}.ts`),
        new TextEncoder().encode(call(at)),
      );
    const { document } = await open('src/part-0/call-0.ts');
    await shownLenses(document.uri);
    await vscode.commands.executeCommand('costlint.showReport');
    await reportPage(`${CALLS} calls`);
    const first = await paint();
    await open(document.uri);
    await until('the page to be gone', async () =>
      inFrame('#page', { text: '' }).then(
        () => false,
        () => true,
      ),
    );
    await vscode.commands.executeCommand('costlint.showReport');
    await reportPage(`${CALLS} calls`);
    const again = await paint();
    const frames = await scriptInFrame<Frames>('#what-if-traffic', FRAMES);
    print(`${CALLS} calls in the panel: ${frameWords(frames)}; first paint ${first} ms, after it was hidden ${again} ms`);
  });
});

/** Milliseconds from the beginning of the frame, in which the server is asked for the numbers, to its first paint. */
const paint = async (): Promise<string> =>
  (await until('the first paint', () => scriptInFrame<number | undefined>('#page', PAINT))).toFixed(0);
