// Where a figure is from: what is our own judgement is marked so, anything else is named.
import { IconPencil } from '@tabler/icons-react';
import { Foreign } from '../parts/foreign.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './risk.module.css';

const OURS = /^ours\b:?\s*/;

/** The basis of a figure. */
export function RiskBasis({ of }: { readonly of: string }) {
  const isOurs = OURS.test(of);
  return (
    <span className={classes['basis']}>
      {isOurs ? (
        <Tag tone="unknown" icon={IconPencil} title={text.risk.scenario.oursWhy}>
          {text.risk.scenario.ours}
        </Tag>
      ) : null}
      <span className="quiet">
        <Foreign>{of.replace(OURS, '')}</Foreign>
      </span>
    </span>
  );
}
