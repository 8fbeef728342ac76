// How well the machine is closed: each setting that anybody has spoken of, with how old the word is and the facts behind it.
import type { DeviceDetail, Fact } from '#contracts/index.ts';
import { HARDENING_TOPICS, hardeningEntry } from '#contracts/index.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Proof } from '../parts/proof.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './device.module.css';

interface HardeningProps {
  readonly device: string;
  readonly hardening: DeviceDetail['hardening'];
}

/** After a year settings may be otherwise. */
const OLD_MS = 366 * 24 * 3_600_000;

interface Line {
  readonly label: string;
  readonly state: 'good' | 'bad' | 'figure';
  readonly words: string;
  readonly source: string;
  readonly observedAt: string;
  readonly contradicted: string | null;
  readonly facts: readonly Fact[];
}

/** The panel. */
export function Hardening({ device, hardening: { rows, figures, facts } }: HardeningProps) {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const cited = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const lines: Line[] = [
    ...rows.map((row) => ({ ...row, state: row.good ? ('good' as const) : ('bad' as const), facts: cited(row.facts) })),
    ...figures.map((figure) => ({
      ...figure,
      state: 'figure' as const,
      words: figure.value,
      contradicted: null,
      facts: cited(figure.facts),
    })),
  ].sort((a, b) => Number(b.state === 'bad') - Number(a.state === 'bad'));
  const open = HARDENING_TOPICS.filter((topic) => !rows.some((row) => row.topic === topic));
  return (
    <Panel
      title={text.hardening.title}
      lead={text.hardening.lead}
      flush
      actions={
        <LinkButton size="xs" variant="default" to="/checklist/$id" params={{ id: device }}>
          {text.hardening.answer}
        </LinkButton>
      }
    >
      {lines.length === 0 ? (
        <p className={classes['none']}>{text.hardening.none}</p>
      ) : (
        <>
          <PlainTable
            label={text.hardening.title}
            columns={[...text.hardening.columns]}
            rows={lines}
            rowKey={({ label }) => label}
            cells={cellsOf}
          />
          {open.length === 0 ? null : (
            <p className={classes['none']}>
              {text.hardening.open} {open.map((topic) => hardeningEntry(topic).label).join(' · ')}
            </p>
          )}
        </>
      )}
    </Panel>
  );
}

function cellsOf({ label, state, words, source, observedAt, contradicted, facts }: Line) {
  const isOld = Date.now() - Date.parse(observedAt) > OLD_MS;
  return [
    label,
    <>
      {state === 'figure' ? <Foreign>{words}</Foreign> : <Tag tone={state === 'good' ? 'safe' : 'danger'}>{words}</Tag>}
      {contradicted === null ? null : (
        <div className="quiet">
          {text.hardening.against} <Foreign>{contradicted}</Foreign>
        </div>
      )}
    </>,
    <>
      <When at={observedAt} /> {isOld ? <Tag tone="unknown">{text.hardening.old}</Tag> : null}
      <div className="quiet">{text.hardening.source(source)}</div>
    </>,
    <Proof key="proof" facts={facts} />,
  ];
}
