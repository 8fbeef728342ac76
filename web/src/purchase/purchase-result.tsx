// What the check found: the verdict, each point with its reason, and the clauses to ask for, ready to print.
import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import type { Tone } from '#charts/index.ts';
import type { PurchaseDocument, PurchaseItem } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { productName } from '../mds2/document-name.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';

const VERDICTS = {
  'too little is known': 'watch',
  'not as it is': 'danger',
  'ask before you buy': 'watch',
  'nothing stands against it': 'info',
} as const satisfies Record<PurchaseDocument['verdict']['word'], 'info' | 'watch' | 'danger'>;

/** The tone of each judgment. */
export const JUDGED: Readonly<Record<PurchaseItem['judged'], Tone>> = { good: 'safe', bad: 'warn', unknown: 'unknown' };

interface PurchaseResultProps {
  readonly of: PurchaseDocument;
  /** Its name among several; null when it stands alone. */
  readonly among: string | null;
}

/** The result. */
export function PurchaseResult({ of, among }: PurchaseResultProps) {
  const { product, verdict, decisive, items, problems } = of;
  // Headings of several results must not be alike.
  const titled = (title: string) => (among === null ? title : `${title}: ${among}`);
  const points = titled(text.purchase.points);
  const asked = items.filter(({ clause }) => clause !== null);
  return (
    <>
      <Note tone={VERDICTS[verdict.word]} title={text.purchase.verdicts[verdict.word]}>
        <Foreign>{productName(product)}</Foreign>: {verdict.because}{' '}
        {text.purchase.decisive(count(decisive.bad), count(decisive.unknown))}
      </Note>
      {problems.length > 0 ? (
        <Note tone="watch" title={text.mds2.problems}>
          {problems.map((problem) => (
            <div key={problem}>
              <Foreign>{problem}</Foreign>
            </div>
          ))}
        </Note>
      ) : null}
      <Panel
        title={points}
        lead={text.purchase.pointsLead}
        flush
        actions={
          <Button
            variant="default"
            leftSection={<IconPrinter size={18} stroke={1.7} aria-hidden />}
            onClick={() => window.print()}
          >
            {text.purchase.print}
          </Button>
        }
      >
        <PlainTable
          label={points}
          columns={text.purchase.columns}
          rows={items}
          rowKey={({ id }) => id}
          cells={cellsOf}
        />
      </Panel>
      {asked.length > 0 ? (
        <Panel title={titled(text.purchase.clauses)} lead={text.purchase.clausesLead}>
          <ol>
            {asked.map(({ id, clause }) => (
              <li key={id}>
                {clause} <span className="quiet">({id})</span>
              </li>
            ))}
          </ol>
        </Panel>
      ) : null}
    </>
  );
}

function cellsOf({ id, about, judged, weight, answer, note, because }: PurchaseItem) {
  return [
    <Tag key="judged" tone={JUDGED[judged]}>
      {text.purchase.judged[judged]}
    </Tag>,
    <div key="about">
      {about}
      <div className="quiet mono">{id}</div>
    </div>,
    <div key="answer">
      <Foreign>{answer ?? '–'}</Foreign>
      {note === null ? null : (
        <div className="quiet">
          <Foreign>{note}</Foreign>
        </div>
      )}
    </div>,
    <Foreign key="because">{because}</Foreign>,
    text.purchase.weights[weight] ?? '–',
  ];
}
