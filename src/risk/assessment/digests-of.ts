// What the figures of an assessment hang on, part by part, each as a short digest: two assessments are told apart by them without both inputs at hand.
import type { RiskInputs } from '#contracts/index.ts';
import { canonicalJson, sha256 } from '#kit/index.ts';

const DIGITS = 12;

/** By part: `figure:` and a path, `device:`, `finding:`, `scenario:` and an id, `step:` and an action, and `ways`, `recorded`, `matrix` and `proven`. */
export function digestsOf(inputs: RiskInputs): Record<string, string> {
  const { settings, stated, devices, findings, reach, threats, matrix, done = [] } = inputs;
  const parts = new Map<string, string>();
  const put = (name: string, value: unknown) => parts.set(name, sha256(canonicalJson(value)).slice(0, DIGITS));
  for (const path of stated) if (path !== 'reach') put(`figure:${path}`, valueAt(settings, path));
  put('ways', settings.reach.map(({ from, to, state }) => `${from}>${to} ${state}`).sort());
  for (const { id, name: _, ...device } of devices) put(`device:${id}`, device);
  for (const { id, state, confidence, kev, epss, vector } of findings)
    put(`finding:${id}`, [state, confidence, kev, epss, vector]);
  put('recorded', reach.map(({ from, to, port, protocol }) => `${from}>${to}:${port} ${protocol}`).sort());
  for (const threat of threats) put(`scenario:${threat.id}`, threat);
  put('matrix', matrix);
  put('proven', inputs.controlsProven ?? []);
  for (const { action, at } of done) put(`step:${action}`, at);
  return Object.fromEntries(parts);
}

/** The value at a path of the settings; names within it may hold dots themselves. */
function valueAt(value: unknown, path: string): unknown {
  if (value === null || typeof value !== 'object') return null;
  if (Object.hasOwn(value, path)) return Reflect.get(value, path);
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const name = path.slice(0, dot);
    if (Object.hasOwn(value, name)) return valueAt(Reflect.get(value, name), path.slice(dot + 1));
  }
  return null;
}
