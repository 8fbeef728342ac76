// The loss and harm that an exception leaves standing, by the newest assessment of risk. Pure.
//
// Counted are the scenarios that hang on the findings: a step that mends one of them makes the scenario rarer, cheaper or less harmful, or the
// likeliest way of the scenario leads over one. Their mean years are added up whole, also where other findings carry a part, so that the sum
// is the most that can hang on them; `mended` is what the assessment says that mending alone would save.
import { type ExceptionLeft, HARM_SEVERITIES, type RiskDocument } from '#contracts/index.ts';
import { round9 } from '#kit/index.ts';

const COUNTED =
  'Counted: scenarios that mending one of these findings would make rarer, cheaper or less harmful, and those whose likeliest way leads over one. Their mean years are added up whole, so this is the most that can hang on the findings.';

/** What findings leave standing. `findings`: ids of the open ones by which the checks are broken on the devices of the exception. */
export function leftStanding(document: RiskDocument, findings: ReadonlySet<string>): ExceptionLeft {
  const mending = document.actions.filter((action) => action.findings.some((finding) => findings.has(finding)));
  const named = new Set(mending.flatMap(({ scenarios }) => scenarios));
  const hanging = document.scenarios.filter(
    ({ id, path }) =>
      named.has(id) || path?.steps.some(({ finding }) => finding !== null && findings.has(finding)) === true,
  );
  const harms = hanging
    .filter(({ harm }) => harm.today.reachesPerson)
    .map(({ name, harm }) => ({ severity: harm.today.severity, scenario: name }))
    .sort((a, b) => HARM_SEVERITIES.indexOf(b.severity) - HARM_SEVERITIES.indexOf(a.severity));
  const sum = (amounts: readonly number[]) => round9(amounts.reduce((total, amount) => total + amount, 0));
  return {
    assessment: document.id,
    assessedAt: document.at,
    currency: document.currency,
    findings: findings.size,
    scenarios: hanging.length,
    loss: sum(hanging.map(({ loss }) => loss.today.mean)),
    mended: mending.length === 0 ? null : sum(mending.map(({ saves }) => saves.mean)),
    harm: harms[0] ?? null,
    counted: COUNTED,
  };
}
