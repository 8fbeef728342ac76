// Every compared figure in a row: the own value, the own clients, and clients of other providers.
import type { SiteFigure } from '#contracts/index.ts';
import { count, percent } from '../format/format.ts';
import { PlainTable } from '../parts/plain-table.tsx';
import { text } from '../text/index.ts';
import { figureCalled, figureName, writtenBetween, writtenValue } from './written-figure.ts';

const words = text.benchmark;
const QUARTERS = new Map<number, string>(Object.entries(words.quarters).map(([place, word]) => [Number(place), word]));

/** The table. */
export function FigureTable({ figures }: { readonly figures: readonly SiteFigure[] }) {
  return (
    <PlainTable
      label={words.figures}
      columns={words.columns}
      rows={figures}
      rowKey={({ name }) => name}
      cells={(row) => [
        <Name key="name" name={row.name} />,
        row.own === null ? words.unknown : writtenValue(row.own, figureCalled(row.name)?.unit ?? 'each'),
        <OwnClients key="clients" figure={row} />,
        <Others key="others" figure={row} />,
      ]}
    />
  );
}

function Name({ name }: { readonly name: string }) {
  const better = figureCalled(name)?.better;
  return (
    <>
      {figureName(name)}
      {better ? <div className="quiet">{words.better[better]}</div> : null}
    </>
  );
}

function OwnClients({ figure }: { readonly figure: SiteFigure }) {
  const { clients, quartiles, quarter } = figure.clients;
  if (clients === null || quartiles === null) return <span className="quiet">{words.tooFew}</span>;
  const unit = figureCalled(figure.name)?.unit ?? 'each';
  const [first = '', half = '', third = ''] = quartiles.map((between) => writtenBetween(between, unit));
  return (
    <>
      {quarter === null ? words.noPlace : QUARTERS.get(quarter)}
      <div className="quiet">{words.quartiles(first, half, third, count(clients))}</div>
    </>
  );
}

function Others({ figure: { others } }: { readonly figure: SiteFigure }) {
  if (others === null) return <span className="quiet">{words.noFiles}</span>;
  const { better, files, size } = others;
  return (
    <>
      {better === null ? words.noPlace : words.ahead(percent(better.share), percent(better.low), percent(better.high))}
      <div className="quiet">{words.from(words.files(count(files)), words.sizes[size])}</div>
    </>
  );
}
