// One fact in a line: the value, how it is known, how sure, from where, since when and by whom.
import { type Icon, IconEye, IconMathFunction, IconUserCheck } from '@tabler/icons-react';
import type { Basis, Fact } from '#contracts/index.ts';
import { percent } from '../format/format.ts';
import { text } from '../text/index.ts';
import { Foreign } from './foreign.tsx';
import { Tag } from './tag.tsx';
import { When } from './when.tsx';

const BASES: Readonly<Record<Basis, readonly ['info' | 'quiet' | 'unknown', Icon]>> = {
  observed: ['info', IconEye],
  attested: ['quiet', IconUserCheck],
  inferred: ['unknown', IconMathFunction],
};

/** How something is known. */
export function BasisTag({ basis }: { readonly basis: Basis }) {
  const [tone, icon] = BASES[basis];
  return (
    <Tag tone={tone} icon={icon} title={text.basisWhy[basis]}>
      {text.basis[basis]}
    </Tag>
  );
}

/** A fact's value as text. */
export function factValue(value: Fact['value']): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The fact with its provenance. */
export function FactLine({ fact, withAttribute = true }: { readonly fact: Fact; readonly withAttribute?: boolean }) {
  return (
    <span id={`fact-${fact.id}`}>
      {withAttribute ? <span className="quiet">{fact.attribute}: </span> : null}
      <Foreign>{factValue(fact.value)}</Foreign> <BasisTag basis={fact.basis} />{' '}
      <span className="quiet">
        {text.facts.sure(percent(fact.confidence))} · {text.facts.from} <Foreign>{fact.source.sensor}</Foreign>
        {fact.source.detail ? (
          <>
            {' '}
            (<Foreign>{fact.source.detail}</Foreign>)
          </>
        ) : null}{' '}
        · <When at={fact.observedAt} /> · <Foreign>{fact.by}</Foreign>
      </span>
    </span>
  );
}
