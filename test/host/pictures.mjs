// Cuts the README's pictures out of those that the suites have taken: `node test/host/pictures.mjs` after the scenario `sample`.
// Needs ImageMagick; few colours keep them small, since they are part of the package.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** Picture → what it is cut from: name of the shot, and width × height + left + top. */
const PICTURES = {
  lens: ['lenses-dark', '924x598+352+70'],
  hover: ['hover-dark', '924x598+352+70'],
  fix: ['fix-preview-dark', '924x660+352+70'],
  costs: ['lenses-light', '300x436+48+36'],
  models: ['models', '620x400+331+0'],
};

mkdirSync('media/pictures', { recursive: true });
for (const [name, [shot, region]] of Object.entries(PICTURES)) {
  const cut = ['-crop', region, '+repage', '+dither', '-colors', '64', '-define', 'png:compression-level=9'];
  execFileSync('convert', [`out/shots/${shot}.png`, ...cut, `PNG8:media/pictures/${name}.png`]);
}
