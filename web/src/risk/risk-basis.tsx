// Where a figure is from: what is our own judgement is marked so, anything else is named.
import { IconPencil } from '@tabler/icons-react';
import { Foreign } from '../parts/foreign.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './risk.module.css';

const OURS = /^ours\b:?\s*/;
/** As of an action: what its effect and its cost are from. */
const PART = /^(?:[a-z]+: )?ours\b/;

/** The basis of a figure. */
export function RiskBasis({ of }: { readonly of: string }) {
  const isOurs = of.split('; ').every((part) => PART.test(part));
  const isPartly = !isOurs && /\bours\b/.test(of);
  return (
    <span className={classes['basis']}>
      {isOurs || isPartly ? (
        <Tag tone="unknown" icon={IconPencil} title={text.risk.scenario.oursWhy}>
          {isOurs ? text.risk.scenario.ours : text.risk.scenario.partlyOurs}
        </Tag>
      ) : null}
      <span className="quiet">
        <Foreign>{of.replace(OURS, '')}</Foreign>
      </span>
    </span>
  );
}
