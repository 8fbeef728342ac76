// Several candidates beside each other: the verdict of each, and each point with how it was judged.
import type { PurchaseDocument } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { productName } from '../mds2/document-name.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import { JUDGED } from './purchase-result.tsx';

/** The comparison. */
export function PurchaseCompare({ candidates }: { readonly candidates: readonly PurchaseDocument[] }) {
  const points = new Map(
    candidates.flatMap(({ items }) => items.map(({ id, about, weight }) => [id, { about, weight }])),
  );
  const rows = [...points].map(([id, point]) => ({ id, ...point })).sort((a, b) => b.weight - a.weight);
  const names = candidateNames(candidates);
  return (
    <Panel title={text.purchase.beside} lead={text.purchase.besideLead} flush>
      <PlainTable
        label={text.purchase.beside}
        columns={[text.purchase.point, ...names]}
        rows={[{ id: '', about: text.purchase.verdict, weight: 0 }, ...rows]}
        rowKey={({ id }) => id}
        cells={({ id, about }) => [
          <div key="about">
            {about}
            <div className="quiet mono">{id}</div>
          </div>,
          ...candidates.map((candidate, at) =>
            id === '' ? (
              <b key={names[at]}>{text.purchase.verdicts[candidate.verdict.word]}</b>
            ) : (
              <Point key={names[at]} of={candidate} id={id} />
            ),
          ),
        ]}
      />
    </Panel>
  );
}

/** A name for each of several candidates, which may be alike; none for one alone. */
export function candidateNames(candidates: readonly PurchaseDocument[]): string[] {
  if (candidates.length < 2) return [];
  return candidates.map(({ product }, at) => `${count(at + 1)}. ${visible(productName(product))}`);
}

function Point({ of, id }: { readonly of: PurchaseDocument; readonly id: string }) {
  const item = of.items.find((each) => each.id === id);
  if (!item) return <span className="quiet">{text.purchase.notAsked}</span>;
  return (
    <>
      <Tag tone={JUDGED[item.judged]}>{text.purchase.judged[item.judged]}</Tag>{' '}
      <span className="quiet">
        <Foreign>{item.answer ?? ''}</Foreign>
      </span>
    </>
  );
}
