// The summed counts of other providers, bin by bin, with what the noise may have done to each.
import type { SiteFigure } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { figureCalled, figureName, writtenBetween } from './written-figure.ts';

const words = text.benchmark;

/** The panel; nothing where no file tells of anything. */
export function Bins({ figures }: { readonly figures: readonly SiteFigure[] }) {
  const told = figures.filter(({ others }) => others !== null);
  if (told.length === 0) return null;
  return (
    <Panel title={words.bins} lead={words.binsLead}>
      {told.map((figure) => (
        <Unfold key={figure.name} label={figureName(figure.name)}>
          <BinTable figure={figure} />
        </Unfold>
      ))}
    </Panel>
  );
}

function BinTable({ figure: { name, bin, others } }: { readonly figure: SiteFigure }) {
  const { edges = [], unit = 'each' } = figureCalled(name) ?? {};
  return (
    <PlainTable
      label={words.binsOf(figureName(name))}
      columns={words.binColumns}
      rows={(others?.counts ?? []).map((many, place) => ({ many, place }))}
      rowKey={({ place }) => `${place}`}
      cells={({ many, place }) => [
        writtenBetween({ from: edges[place - 1] ?? null, to: edges[place] ?? null }, unit),
        words.binNoise(count(many), count(others?.binNoise ?? 0)),
        place === bin ? words.here : '',
      ]}
    />
  );
}
