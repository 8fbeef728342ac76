// Rules as a table: who may open what of whom, why, when it was last seen, and, unfolded, by which addresses and what proof.
import type { SegmentationRule } from '#contracts/index.ts';
import { count, listed } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './segmentation.module.css';

interface RuleTableProps {
  readonly label: string;
  readonly rules: readonly SegmentationRule[];
}

/** The table. */
export function RuleTable({ label, rules }: RuleTableProps) {
  return (
    <PlainTable
      label={label}
      columns={text.segmentation.ruleColumns}
      rows={rules}
      rowKey={({ id, number }) => `${number} ${id}`}
      cells={(rule) => [
        <EndWords key="from" of={rule.from} />,
        <EndWords key="to" of={rule.to} />,
        <What key="what" of={rule} />,
        <Why key="why" of={rule} />,
        rule.proof.lastSeenAt === null ? (
          <span key="at" className="quiet">
            –
          </span>
        ) : (
          <When key="at" at={rule.proof.lastSeenAt} />
        ),
      ]}
    />
  );
}

const MOST_NAMES = 3;

/** One end in words: names, or addresses where nobody has a name for them. */
export function EndWords({ of: { names, addresses } }: { readonly of: SegmentationRule['from'] }) {
  if (addresses[0] === 'any') return <span>{text.segmentation.anybody}</span>;
  const words = names.length > 0 ? names : addresses;
  const rest = words.length - MOST_NAMES;
  const shown = words.slice(0, MOST_NAMES).map(visible);
  return <Foreign>{listed(rest > 0 ? [...shown, text.plan.more(count(rest))] : shown)}</Foreign>;
}

function What({ of: { action, transport, port, protocol } }: { readonly of: SegmentationRule }) {
  return (
    <div className={classes['what']}>
      <Tag tone={action === 'allow' ? 'safe' : 'danger'}>{text.segmentation.actions[action]}</Tag>{' '}
      {protocol === null ? null : <Foreign>{protocol}</Foreign>}
      <div className="quiet">
        {port === null ? text.segmentation.anything : text.segmentation.port(transport, String(port))}
      </div>
    </div>
  );
}

const MOST_ADDRESSES = 50;

function Why({ of: rule }: { readonly of: SegmentationRule }) {
  const { reason, widened, proof, from, to } = rule;
  return (
    <>
      <Foreign>{reason}</Foreign> {widened ? <Tag tone="watch">{text.segmentation.widened}</Tag> : null}
      <Unfold label={text.segmentation.addresses}>
        <div>
          <Foreign mono>{from.addresses.slice(0, MOST_ADDRESSES).join(', ')}</Foreign> →{' '}
          <Foreign mono>{to.addresses.slice(0, MOST_ADDRESSES).join(', ')}</Foreign>
        </div>
        <div className="quiet">
          {text.segmentation.bases[proof.basis]}
          {proof.flows > 0 ? `, ${text.segmentation.basedOn(count(proof.flows))}` : ''}
        </div>
        {proof.keys.map((key) => (
          <div key={key}>
            <Foreign mono>{key}</Foreign>
          </div>
        ))}
      </Unfold>
    </>
  );
}
