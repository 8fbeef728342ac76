// How well a device is closed, as its page shows it: each topic that anybody has spoken of, and figures beside, with the facts behind.
import { type DeviceDetail, type Fact, hardeningEntry } from '#contracts/index.ts';
import { type CurrentFact, VOCABULARY } from '#evidence/model.ts';
import { round9 } from '#kit/index.ts';
import { type Hardening, type HardeningFigure, hardeningOf } from './hardening-of.ts';

type View = DeviceDetail['hardening'];

/** The view of what holds now; `inFull` are the facts with who stated them. */
export function hardeningView(current: readonly CurrentFact[], inFull: readonly Fact[]): View {
  const known = hardeningOf(current);
  const full = new Map(inFull.map((fact) => [fact.id, fact]));
  const rows = known.topics.map((topic): View['rows'][number] => ({
    topic: topic.topic,
    label: hardeningEntry(topic.topic).label,
    good: topic.good,
    words: topic.words,
    basis: topic.basis,
    confidence: round9(topic.confidence),
    observedAt: topic.observedAt,
    source: topic.sensor,
    by: full.get(topic.facts[0] ?? '')?.by ?? '',
    contradicted:
      topic.against && `${topic.against.sensor}, ${topic.against.observedAt.slice(0, 10)}: ${topic.against.words}`,
    facts: [...topic.facts],
  }));
  const figures = figuresOf(known);
  const cited = [...rows, ...figures].flatMap(({ facts }) => facts);
  return { rows, figures, facts: [...new Set(cited)].flatMap((id) => full.get(id) ?? []) };
}

function figuresOf(known: Hardening): View['figures'] {
  const shown = <T>(
    name: 'lastUpdate' | 'localAccounts' | 'openPorts' | 'makerPorts',
    figure: HardeningFigure<T> | null,
    words: (value: T) => string,
  ): View['figures'] =>
    figure === null
      ? []
      : [
          {
            label: VOCABULARY[`hardening.${name}`].label,
            value: words(figure.value),
            observedAt: figure.observedAt,
            source: figure.sensor,
            facts: [...figure.facts],
          },
        ];
  const listed = (ports: readonly string[]) => (ports.length === 0 ? 'none' : ports.join(', '));
  return [
    ...shown('lastUpdate', known.lastUpdate, String),
    ...shown('localAccounts', known.localAccounts, String),
    ...shown('openPorts', known.openPorts, listed),
    ...shown('makerPorts', known.makerPorts, listed),
  ];
}
