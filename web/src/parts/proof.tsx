// The facts behind a statement, unfolded on demand.
import type { Fact } from '#contracts/index.ts';
import { counted } from '../format/format.ts';
import { text } from '../text/index.ts';
import { FactLine } from './fact-line.tsx';
import { Unfold } from './unfold.tsx';

/** The proof; words where there is none. */
export function Proof({ facts }: { readonly facts: readonly Fact[] }) {
  if (facts.length === 0) return <span className="quiet">{text.common.noFacts}</span>;
  return (
    <Unfold label={counted(facts.length, text.units.fact, text.units.facts)}>
      {facts.map((fact) => (
        <div key={fact.id}>
          <FactLine fact={fact} />
        </div>
      ))}
    </Unfold>
  );
}
