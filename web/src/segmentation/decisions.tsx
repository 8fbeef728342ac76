// What goes to the internet, remote service and the like: listed with its proof, closed unless somebody allows it.
import { Button, Switch } from '@mantine/core';
import { IconWorld } from '@tabler/icons-react';
import { useState } from 'react';
import type { SegmentationDecision } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { given } from '../parts/search-params.ts';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { EndWords } from './rule-table.tsx';
import classes from './segmentation.module.css';
import type { SegmentationSearch } from './segmentation-search.ts';

interface DecisionsProps {
  readonly of: readonly SegmentationDecision[];
  readonly search: SegmentationSearch;
  readonly onChange: (search: SegmentationSearch) => void;
}

const PAGE = 20;

/** The panel. */
export function Decisions({ of, search, onChange }: DecisionsProps) {
  const [shown, setShown] = useState(PAGE);
  const allowed = new Set((search.allow ?? '').split(',').filter((id) => id !== ''));

  function allow(id: string, isAllowed: boolean): void {
    if (isAllowed) allowed.add(id);
    else allowed.delete(id);
    const written = [...allowed].sort().join(',');
    onChange(given({ ...search, allow: written === '' ? undefined : written }));
  }

  return (
    <Panel title={text.segmentation.decisions} lead={text.segmentation.decisionsLead}>
      {of.length === 0 ? <p>{text.segmentation.noDecisions}</p> : null}
      <ul className={classes['decisions']}>
        {of.slice(0, shown).map((decision) => (
          <li key={decision.id}>
            <div>
              <Tag tone="watch" icon={IconWorld}>
                {text.segmentation.kinds[decision.kind]}
              </Tag>{' '}
              <EndWords of={decision.from} /> → <EndWords of={decision.to} />{' '}
              <span className="quiet">
                {decision.protocol === null ? null : <Foreign>{`${decision.protocol} · `}</Foreign>}
                {text.segmentation.port(decision.transport, String(decision.port))}
              </span>
            </div>
            <p>
              <Foreign>{decision.question}</Foreign>
            </p>
            <div className={classes['decide']}>
              <Switch
                label={text.segmentation.allow}
                checked={allowed.has(decision.id)}
                onChange={(event) => allow(decision.id, event.currentTarget.checked)}
              />
              <span className="quiet">
                {text.segmentation.basedOn(count(decision.proof.flows))} · {text.attackPaths.lastCut}{' '}
                <When at={decision.proof.lastSeenAt} />
              </span>
            </div>
          </li>
        ))}
      </ul>
      {of.length > shown ? (
        <Button variant="default" onClick={() => setShown((before) => before + PAGE)}>
          {text.common.showMore}
        </Button>
      ) : null}
      {of.length > 0 ? <p className="quiet">{text.segmentation.shares}</p> : null}
    </Panel>
  );
}
