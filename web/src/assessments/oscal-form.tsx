// Reads an OSCAL document of others, shows how it differs from here, and takes over what can be when somebody says so.
import { Button, FileButton } from '@mantine/core';
import { useState } from 'react';
import type { OscalReading, ReadControl } from '#contracts/index.ts';
import { sendOscal } from '../api/oscal.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, date } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { AnswerTag } from './answer-tag.tsx';

const words = text.oscalReading;

/** The panel; nothing for who may not import. */
export function OscalForm() {
  const { edit } = usePowers();
  const [file, setFile] = useState<File | null>(null);
  const send = useWrite(sendOscal);
  if (!edit) return null;
  return (
    <Panel
      title={words.title}
      lead={words.lead}
      actions={
        <FileButton
          accept=".json,.gz,application/json"
          onChange={(chosen) => {
            if (!chosen) return;
            setFile(chosen);
            send.mutate({ file: chosen });
          }}
        >
          {(props) => (
            <Button {...props} variant="default" loading={send.isPending}>
              {words.choose}
            </Button>
          )}
        </FileButton>
      }
    >
      {send.error ? <Failure error={send.error} /> : null}
      {send.data && !send.error ? (
        <Reading of={send.data} isBusy={send.isPending} onTake={(seen) => file && send.mutate({ file, seen })} />
      ) : null}
    </Panel>
  );
}

interface ReadingProps {
  readonly of: OscalReading;
  readonly isBusy: boolean;
  /** Given how things stood in what is shown. */
  readonly onTake: (seen: string) => void;
}

function Reading({ of, isBusy, onTake }: ReadingProps) {
  const { document, counts, controls, risks, items, references, problems, taken } = of;
  const differing = controls.filter(({ difference }) => difference !== 'same');
  return (
    <>
      <div role="status">
        <p>
          <Foreign>{document.title}</Foreign>
        </p>
        <p>
          {document.day === null
            ? words.kinds[document.kind]
            : words.of(words.kinds[document.kind], date(document.day))}{' '}
          {counts.controls > 0
            ? words.counts({
                controls: count(counts.controls),
                same: count(counts.same),
                lessHere: count(counts.lessHere),
                moreHere: count(counts.moreHere),
                unknownHere: count(counts.unknownHere),
              })
            : null}
        </p>
        {document.madeHere ? <p>{words.madeHere}</p> : null}
        {taken ? <p>{words.taken(count(taken.answers), count(taken.steps), count(taken.acceptances))}</p> : null}
      </div>
      {problems.map((problem) => (
        <Note key={problem} tone="watch">
          <Foreign>{problem}</Foreign>
        </Note>
      ))}
      {differing.length > 0 ? (
        <PlainTable
          label={words.differs}
          columns={words.columns}
          rows={keyed(differing)}
          rowKey={({ key }) => key}
          cells={({ row }) => controlCells(row)}
        />
      ) : counts.controls > 0 ? (
        <p>{words.same}</p>
      ) : null}
      <Cut shown={controls.length} all={counts.controls} />
      {risks.length > 0 ? (
        <Unfold label={words.risks(count(counts.risks))}>
          <PlainTable
            label={words.risks(count(counts.risks))}
            columns={words.riskColumns}
            rows={keyed(risks)}
            rowKey={({ key }) => key}
            cells={({ row }) => [
              <Foreign key="title">{row.title}</Foreign>,
              <Foreign key="status">{row.status ?? words.notSaid}</Foreign>,
              <Foreign key="until">{row.deadline?.slice(0, 10) ?? words.notSaid}</Foreign>,
              row.difference,
              takeWords(row.take),
            ]}
          />
          <Cut shown={risks.length} all={counts.risks} />
        </Unfold>
      ) : null}
      {items.length > 0 ? (
        <Unfold label={words.items(count(counts.items))}>
          <PlainTable
            label={words.items(count(counts.items))}
            columns={words.itemColumns}
            rows={keyed(items)}
            rowKey={({ key }) => key}
            cells={({ row }) => [
              <Foreign key="title">{row.title}</Foreign>,
              <Foreign key="until">{row.deadline?.slice(0, 10) ?? words.notSaid}</Foreign>,
              row.difference,
              takeWords(row.take),
            ]}
          />
          <Cut shown={items.length} all={counts.items} />
        </Unfold>
      ) : null}
      {references.length > 0 ? (
        <Unfold label={words.references(count(counts.references))}>
          <ul>
            {references.map(({ path, to }) => (
              <li key={path + to}>
                <Foreign>{words.reference(path, to)}</Foreign>
              </li>
            ))}
          </ul>
          <Cut shown={references.length} all={counts.references} />
        </Unfold>
      ) : null}
      {counts.takeable > 0 ? (
        <>
          <p className="quiet">{words.takeHow}</p>
          <Button loading={isBusy} onClick={() => onTake(of.standing)}>
            {words.take(count(counts.takeable))}
          </Button>
        </>
      ) : (
        <p>{words.nothing}</p>
      )}
    </>
  );
}

/** Rows of a foreign file have no id of their own that nobody else has; their place stays the same as long as they are shown. */
function keyed<T>(rows: readonly T[]): { readonly key: string; readonly row: T }[] {
  return rows.map((row, place) => ({ key: String(place), row }));
}

function Cut({ shown, all }: { readonly shown: number; readonly all: number }) {
  return shown < all ? <p className="quiet">{words.cut(count(all))}</p> : null;
}

function controlCells({ control, here, there, word, difference, take }: ReadControl) {
  return [
    <div key="control">
      <Foreign>{control}</Foreign>
      {here ? (
        <div className="quiet">
          <Foreign>{here.name}</Foreign>
        </div>
      ) : null}
    </div>,
    <div key="there">
      {there === null ? words.notSaid : <AnswerTag answer={there} />}
      {word === null || word === there ? null : (
        <div className="quiet">
          <Foreign>{word}</Foreign>
        </div>
      )}
    </div>,
    here === null ? (
      words.nowhere
    ) : (
      <div key="here">
        <AnswerTag answer={here.answer} />
        <div className="quiet">{text.programAssess.froms[here.from]}</div>
      </div>
    ),
    words.differences[difference],
    takeWords(take),
  ];
}

function takeWords({ can, why }: ReadControl['take']) {
  return <Foreign key="take">{can ? words.yes(why) : words.no(why)}</Foreign>;
}
