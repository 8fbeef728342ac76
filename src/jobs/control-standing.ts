// How each control of the catalogue stands at a site, from what was found on its devices and what people said of it.
import type { Control, ControlEvidence, ControlStatus, Finding, KeptAnswer } from '#contracts/index.ts';
import { controlStatusOf } from '#program/index.ts';

interface Known {
  readonly controls: readonly Control[];
  /** Findings that are open. */
  readonly findings: readonly Finding[];
  /** Devices in use. */
  readonly devices: number;
  readonly answers: readonly KeptAnswer[];
  /** What policies, training and checks say, by control. */
  readonly evidence?: ReadonlyMap<string, ControlEvidence>;
}

/** The status of every control. A finding of a rule that breaks a control shows that it is not in force on that device. */
export function controlStandings(known: Known, today: string): Map<string, ControlStatus> {
  const byRule = Map.groupBy(known.findings, ({ rule }) => rule);
  const said = new Map(
    known.answers.filter(({ kind }) => kind === 'control').map((answer) => [answer.subject, answer] as const),
  );
  return new Map(
    known.controls.map((control) => {
      const evidence = known.evidence?.get(control.id) ?? {};
      const broken = brokenOn(control, byRule, known.devices);
      const stated = said.get(control.id);
      return [
        control.id,
        controlStatusOf(
          {
            ...(broken ? { checks: [broken] } : {}),
            ...(stated && stated.answer !== 'unknown' ? { stated: { done: stated.answer, on: stated.on } } : {}),
            ...evidence,
          },
          today,
        ),
      ];
    }),
  );
}

/** Devices on which a finding breaks a control; undefined where none does, for the absence of findings proves nothing. */
function brokenOn({ brokenBy }: Control, byRule: ReadonlyMap<string, readonly Finding[]>, devices: number) {
  const against = brokenBy.flatMap((rule) => byRule.get(rule) ?? []).filter(({ state }) => state === 'confirmed');
  if (against.length === 0) return undefined;
  const excepted = new Set(against.filter(isAccepted).map(({ device }) => device));
  const failing = new Set(against.filter((finding) => !isAccepted(finding)).map(({ device }) => device));
  const open = [...excepted].filter((device) => !failing.has(device)).length;
  const unknown = Math.max(0, devices - failing.size - open);
  return { id: 'findings', pass: 0, fail: failing.size, excepted: open, unknown };
}

function isAccepted({ standing }: Finding): boolean {
  return standing?.acceptance?.state === 'accepted';
}
