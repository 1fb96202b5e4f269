/** What the way of a value that is only known at run time says of it: that it changes at every request, is binary, or has no bound. */
import type { Folder } from '../resolve/fold.ts';
import { fromRef, type Hole, type Known, type Ref, staticText } from '../resolve/known.ts';
import { indentArgument } from '../resolve/rendering.ts';

export type Nature = Pick<Hole, 'changes' | 'binary' | 'whole' | 'indented'>;

/** Undefined where nothing is known beyond the hole's name. */
export function natureOf(value: Known, folder: Folder): Nature | undefined {
  if (value.kind !== 'ref') return undefined;
  const names = fromRef(value) ?? '';
  const changes = changesOf(value, names, folder);
  const indented = indentedBy(value, folder);
  const whole = wholeOf(value, names, folder);
  if (!changes && !indented && !whole && !isBase64(value, names, folder)) return undefined;
  return {
    ...(changes && { changes }),
    ...(indented && { indented }),
    ...(whole && { whole }),
    ...(isBase64(value, names, folder) && { binary: true as const }),
  };
}

/** The steps from the value back to its root, last first. */
function* stepsOf(value: Ref): Generator<Ref> {
  for (let ref: Ref | undefined = value; ref; ref = ref.of) yield ref;
}

// ── time and chance ──────────────────────────────────────────────────────────────────────────────────────────────────

const RANDOM =
  /^(uuid\.(uuid[14]|v[147])\(\)|uuid\.default\(\)|crypto\.(default\.)?randomUUID\(\)|randomUUID\(\)|nanoid\.(nanoid|default)\(\)|secrets\.token_\w+\(\)|random\.\w+\(\)|Math\.random\(\))/;
const CLOCK =
  /^(datetime\.(datetime\.)?(now|utcnow|today)\(\)|time\.(time|time_ns|ctime|asctime)\(\)|Date\(\)|Date\.now\(\)|arrow\.(now|utcnow)\(\)|pendulum\.now\(\)|django\.utils\.timezone\.now\(\)|(dayjs|moment)(\.default)?\(\))/;
/** Steps after which only a day is left, or a part of one that lasts. */
const DAY =
  /\.(date|toLocaleDateString|toDateString|getFullYear|getUTCFullYear|getMonth|getDate|getDay|year|month|day|weekday|isoweekday|split|slice|substring|substr|getHours|hour)\b/;

/** A date stays the same for a day and a cache with it; a clock time never does. */
function changesOf(value: Ref, names: string, folder: Folder): Hole['changes'] {
  if (RANDOM.test(names)) return 'id';
  if (!CLOCK.test(names) || DAY.test(names) || value.cut) return undefined;
  for (const { step, of } of stepsOf(value)) {
    if (step?.kind === 'index') return undefined;
    if (step?.kind !== 'call' || of?.step?.kind !== 'member') continue;
    const args = folder.args(step.at);
    const method = of.step.name;
    if (method === 'strftime' || method === 'format' || method === 'toFormat')
      return hasClock(staticText(args.positional[0]), method === 'strftime') ? 'time' : undefined;
    if (method === 'toLocaleString') {
      const options = args.positional[1];
      if (options?.kind === 'record' && !['hour', 'minute', 'second', 'timeStyle'].some((key) => options.fields.has(key))) return undefined;
    }
  }
  return showsTime(value, folder) ? 'time' : undefined;
}

const hasClock = (format: string | undefined, percent: boolean): boolean =>
  format === undefined ? false : percent ? /%[-#]?[HIMSXcTfs]/.test(format) : /[HhmsS]/.test(format.replace(/\[[^\]]*\]/g, ''));

/** `{now:%Y-%m-%d}`: a format specification behind the value may leave the day only. */
function showsTime({ place }: Ref, folder: Folder): boolean {
  const behind = folder.program.text(place.path)?.slice(place.end, place.end + 80) ?? '';
  const format = /^\s*:([^}\n]*)\}/.exec(behind)?.[1];
  return !place.path.endsWith('.py') || format === undefined || !format.includes('%') || hasClock(format, true);
}

// ── form ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function isBase64(value: Ref, names: string, folder: Folder): boolean {
  if (/^(base64\.(b64|standard_b64|urlsafe_b64)encode|btoa)\(\)/.test(names)) return true;
  for (const { step, of } of stepsOf(value)) {
    if (step?.kind !== 'call') continue;
    const method = of?.step?.kind === 'member' ? of.step.name : '';
    if (method === 'toString' && staticText(folder.args(step.at).positional[0]) === 'base64') return true;
    if (method !== 'decode' && method !== 'strip') return false;
  }
  return false;
}

/** `model.model_dump_json(indent=2)`. */
function indentedBy(value: Ref, folder: Folder): Hole['indented'] {
  if (value.step?.kind !== 'call' || value.of?.step?.kind !== 'member') return undefined;
  if (value.of.step.name !== 'model_dump_json' && value.of.step.name !== 'json') return undefined;
  const args = folder.args(value.step.at);
  if (args.named.get('indent')?.kind !== 'number') return undefined;
  return { place: value.place, argument: indentArgument({ args, place: value.place, folder }) };
}

// ── length ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Names that bound a text or a list; `execute` is none. */
const BOUND = /trunc|limit|slice|(?<!exe)cut|clip|shorten|head|tail|substr|chunk|split|summar|top|max|first|take|sample|page/i;

/** Values that are read as a whole, by what read them. A bound anywhere on the way keeps it silent. */
function wholeOf(value: Ref, names: string, folder: Folder): Hole['whole'] {
  for (const { step, cut, root, of } of stepsOf(value)) {
    if (cut || step?.kind === 'index') return undefined;
    if (step?.kind === 'call' && step.at.call.args.some((arg) => BOUND.test(arg.name ?? ''))) return undefined;
    if (step?.kind === 'member' && BOUND.test(step.name)) return undefined;
    if (!of && root.kind === 'unknown' && root.why === 'a file chosen at run time') return 'file';
  }
  if (/^(requests\.get|httpx\.get|fetch|axios(\.default)?(\.get)?)\(\)\.(text(\(\))?|content|data)/.test(names)) return 'page';
  const method = value.step?.kind === 'call' && value.of?.step?.kind === 'member' ? value.of.step.name : '';
  if (method === 'findMany') return isBounded(value, folder) ? undefined : 'rows';
  if (method === 'fetchall' || method === 'fetch_all') return 'rows';
  return /^to_(csv|markdown|string|json)$/.test(method) ? 'table' : undefined;
}

/** `findMany({ take: 20 })`. */
const isBounded = ({ step }: Ref, folder: Folder): boolean => {
  const options = step?.kind === 'call' ? folder.args(step.at).positional[0] : undefined;
  return options !== undefined && (options.kind !== 'record' || options.open || [...options.fields.keys()].some((key) => BOUND.test(key)));
};
