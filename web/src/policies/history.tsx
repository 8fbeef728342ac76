// Every version of a policy, and what it has not in common with the one before it.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PolicyDifference, PolicyVersion, SitePolicy } from '#contracts/index.ts';
import { useDifferences } from '../api/policies.ts';
import { count, date } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Loaded } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './policies.module.css';

const words = text.policyPages;

/** The history. */
export function History({ policy }: { readonly policy: SitePolicy }) {
  const [compared, setCompared] = useState<number | null>(null);
  return (
    <Panel title={words.history} lead={words.historyLead} flush>
      <PlainTable
        label={words.history}
        columns={words.historyColumns}
        rows={policy.versions}
        rowKey={({ version }) => String(version)}
        cells={(version) => [
          <span key="version">{count(version.version)}</span>,
          <div key="written">
            <Foreign>{version.by}</Foreign>, <When at={version.at} />
            {version.note === '' ? null : (
              <div className="quiet">
                <Foreign>{version.note}</Foreign>
              </div>
            )}
          </div>,
          <div key="became">
            {becameOf(version)}
            {version.decisionNote ? (
              <div className="quiet">
                <Foreign>{version.decisionNote}</Foreign>
              </div>
            ) : null}
          </div>,
          version.version === 1 ? (
            <span key="compare">–</span>
          ) : (
            <Button
              key="compare"
              variant="default"
              size="compact-sm"
              aria-pressed={compared === version.version}
              aria-label={words.compareOf(count(version.version - 1), count(version.version))}
              onClick={() => setCompared(compared === version.version ? null : version.version)}
            >
              {words.compare}
            </Button>
          ),
        ]}
      />
      {compared === null ? null : (
        <div className={classes['history']}>
          <Differences id={policy.id} from={compared - 1} to={compared} />
        </div>
      )}
    </Panel>
  );
}

function becameOf({ state, decidedBy, reviewOn }: PolicyVersion): string {
  switch (state) {
    case 'approved':
      return words.becameOf.approved(visible(decidedBy ?? ''), reviewOn === null ? '' : date(reviewOn));
    case 'refused':
      return words.becameOf.refused(visible(decidedBy ?? ''));
    default:
      return words.becameOf[state];
  }
}

function Differences({ id, from, to }: { readonly id: string; readonly from: number; readonly to: number }) {
  return (
    <section aria-live="polite">
      <h3>{words.differences(count(from), count(to))}</h3>
      <Loaded of={useDifferences(id, from, to)}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{words.noDifferences}</p>
          ) : (
            <ul className={classes['differences']}>
              {items.map((item) => (
                <Difference key={`${item.place} ${item.clause ?? ''}`} item={item} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function Difference({ item: { place, clause, kind, pieces } }: { readonly item: PolicyDifference }) {
  return (
    <li>
      <b>
        {words.places[place]} {clause ?? ''}
      </b>
      {`, ${words.kinds[kind]}: `}
      {pieces.map((piece, at) => {
        const key = at;
        const said = <Foreign key={key}>{piece.text}</Foreign>;
        if (piece.kind === 'same') return said;
        const Mark = piece.kind === 'gone' ? 'del' : 'ins';
        return (
          <Mark key={key} title={words.kinds[piece.kind === 'gone' ? 'removed' : 'added']}>
            <Foreign>{piece.text}</Foreign>
          </Mark>
        );
      })}
    </li>
  );
}
