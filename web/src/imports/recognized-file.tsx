// A file whose kind stands fast: what it is, what is kept of it, and the button that takes it in.
import { Button, Group, Text } from '@mantine/core';
import type { ImportPreview } from '#contracts/index.ts';
import { bytes } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './imports.module.css';

interface RecognizedFileProps {
  readonly preview: ImportPreview;
  readonly file: File;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onStart: () => void;
  readonly onBack: () => void;
}

/** The panel between choosing the file and its result. */
export function RecognizedFile({ preview, file, busy, error, onStart, onBack }: RecognizedFileProps) {
  return (
    <Panel
      title={preview.label}
      lead={
        <>
          <Foreign>{preview.file || file.name}</Foreign> · {bytes(file.size)}
        </>
      }
    >
      <Text size="sm" mb="md">
        {preview.kind === 'capture' ? text.imports.captureKept : text.imports.toolKept}
      </Text>
      {preview.problems.length > 0 ? (
        <ul className={classes['problems']}>
          {preview.problems.map((problem) => (
            <li key={problem}>
              <Foreign>{problem}</Foreign>
            </li>
          ))}
        </ul>
      ) : null}
      {error ? <Failure error={error} /> : null}
      <Group>
        <Button loading={busy} onClick={onStart}>
          {text.imports.start}
        </Button>
        <Button variant="default" onClick={onBack}>
          {text.imports.otherFile}
        </Button>
      </Group>
    </Panel>
  );
}
