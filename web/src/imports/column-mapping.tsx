// What each column of the file is taken for: a guess with samples beside it, which a person can change.
import { Button, Group, Select, Text } from '@mantine/core';
import type { ImportPreview } from '#contracts/index.ts';
import { bytes, listed } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './imports.module.css';

interface ColumnMappingProps {
  readonly preview: ImportPreview;
  readonly file: File;
  readonly mapping: Readonly<Record<string, string | null>>;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onChange: (mapping: Readonly<Record<string, string | null>>) => void;
  readonly onStart: () => void;
  readonly onBack: () => void;
}

/** The table of columns. */
export function ColumnMapping({ preview, file, mapping, busy, error, onChange, onStart, onBack }: ColumnMappingProps) {
  const chosen = Object.values(mapping).filter((field) => field !== null);
  const twice = [...new Set(chosen.filter((field, index) => chosen.indexOf(field) !== index))];
  const labels = new Map(preview.fields.map((field) => [field.field, field.label]));
  return (
    <Panel
      title={text.imports.columnsTitle}
      lead={
        <>
          <Foreign>{preview.file || file.name}</Foreign> · {bytes(file.size)} ·{' '}
          {text.imports.readAs(preview.encoding, text.imports.delimiter(preview.delimiter))}
        </>
      }
      flush
    >
      {preview.problems.length > 0 ? (
        <div className={classes['note']}>
          <Note tone="watch">
            <ul className={classes['problems']}>
              {preview.problems.map((problem) => (
                <li key={problem}>
                  <Foreign>{problem}</Foreign>
                </li>
              ))}
            </ul>
          </Note>
        </div>
      ) : null}
      <ul className={classes['columns']}>
        {preview.columns.map((column) => (
          <li key={column.name} className={classes['column']}>
            <div className={classes['columnName']}>
              <b>
                <Foreign>{column.name}</Foreign>
              </b>
              <div className="quiet">
                <Foreign>{column.samples.filter(Boolean).slice(0, 3).join(' · ') || text.imports.noSamples}</Foreign>
              </div>
            </div>
            <Select
              aria-label={text.imports.takenFor(visible(column.name))}
              placeholder={text.imports.leftOut}
              data={preview.fields.map((field) => ({ value: field.field, label: visible(field.label) }))}
              value={mapping[column.name] ?? null}
              onChange={(value) => onChange({ ...mapping, [column.name]: value })}
              clearable
              searchable
              clearButtonProps={{ 'aria-label': text.common.clear(visible(column.name)) }}
              nothingFoundMessage={text.common.nothingFound}
            />
            <div className={classes['guess']}>
              {mapping[column.name] === null || mapping[column.name] === undefined ? (
                <Tag tone="unknown">{text.imports.leftOut}</Tag>
              ) : mapping[column.name] === column.guess ? (
                <Tag tone="info">{text.imports.guessed}</Tag>
              ) : (
                <Tag tone="safe">{text.imports.chosen}</Tag>
              )}
            </div>
          </li>
        ))}
      </ul>
      <div className={classes['foot']}>
        {twice.length > 0 ? (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {text.imports.twice(listed(twice.map((field) => labels.get(field) ?? field)))}
          </Text>
        ) : null}
        {chosen.length === 0 ? <Text size="sm">{text.imports.nothingChosen}</Text> : null}
        {error ? <Failure error={error} /> : null}
        <Group>
          <Button loading={busy} disabled={twice.length > 0 || chosen.length === 0} onClick={onStart}>
            {text.imports.start}
          </Button>
          <Button variant="default" onClick={onBack}>
            {text.imports.otherFile}
          </Button>
        </Group>
      </div>
    </Panel>
  );
}
