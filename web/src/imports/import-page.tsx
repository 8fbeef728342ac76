// Importing a file in three steps: choose it, agree on what it is, read the result.
import { Button, Stepper, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { isOver } from '../api/jobs.ts';
import { useJob } from '../api/use-job.ts';
import { usePowers } from '../api/use-session.ts';
import { bytes } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { ArchiveForm } from './archive-form.tsx';
import { ColumnMapping } from './column-mapping.tsx';
import { ImagesForm } from './images-form.tsx';
import { ImportResult } from './import-result.tsx';
import classes from './imports.module.css';
import { RecognizedFile } from './recognized-file.tsx';
import { usePreview, useStartImport } from './use-import.ts';

/** Smaller files are gone before anybody could read how far they are. */
const SHOW_SENT_BYTES = 1 << 20;

/** The page that takes files in. */
export function ImportPage() {
  const [file, setFile] = useState<File>();
  const [mapping, setMapping] = useState<Readonly<Record<string, string | null>>>({});
  const [sent, setSent] = useState({ done: 0, whole: 0 });
  const preview = usePreview();
  const start = useStartImport();
  const job = useJob(start.data?.job);
  const client = useQueryClient();
  const over = job !== undefined && isOver(job);
  useEffect(() => {
    if (over) void client.invalidateQueries();
  }, [over, client]);

  function choose(chosen: File): void {
    setFile(chosen);
    preview.mutate(chosen, {
      onSuccess: ({ columns }) => setMapping(Object.fromEntries(columns.map((column) => [column.name, column.guess]))),
    });
  }

  function send(chosen: File, agreed: Readonly<Record<string, string | null>>): void {
    setSent({ done: 0, whole: chosen.size });
    start.mutate({ file: chosen, mapping: agreed, onSent: (done, whole) => setSent({ done, whole }) });
  }

  function again(): void {
    setFile(undefined);
    setMapping({});
    preview.reset();
    start.reset();
  }

  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const step = start.data ? 2 : preview.data ? 1 : 0;
  return (
    <Page title={text.imports.title} lead={text.imports.lead}>
      <Stepper
        orientation={wide ? 'horizontal' : 'vertical'}
        active={over && job.state === 'done' ? 3 : step}
        size="sm"
        iconSize={34}
        allowNextStepsSelect={false}
      >
        <Stepper.Step label={text.imports.steps.file} />
        <Stepper.Step label={text.imports.steps.columns} />
        <Stepper.Step label={text.imports.steps.result} />
      </Stepper>
      {step === 0 ? (
        <>
          <DropZone busy={preview.isPending} onFile={choose} />
          {preview.error ? <Failure error={preview.error} /> : null}
          <ImagesForm />
          <ArchiveForm />
        </>
      ) : null}
      {step === 1 && preview.data && preview.data.columns.length === 0 && file ? (
        <RecognizedFile
          preview={preview.data}
          file={file}
          busy={start.isPending}
          error={start.error}
          onStart={() => send(file, {})}
          onBack={again}
        />
      ) : null}
      {step === 1 && preview.data && preview.data.columns.length > 0 && file ? (
        <ColumnMapping
          preview={preview.data}
          file={file}
          mapping={mapping}
          busy={start.isPending}
          error={start.error}
          onChange={setMapping}
          onStart={() => send(file, mapping)}
          onBack={again}
        />
      ) : null}
      {start.isPending && sent.whole > SHOW_SENT_BYTES ? (
        <Panel title={text.imports.sending}>
          <Progress
            value={sent.done / sent.whole}
            message={text.imports.sent(bytes(sent.done), bytes(sent.whole))}
            label={text.imports.sending}
          />
        </Panel>
      ) : null}
      {step === 2 ? (
        over ? (
          <ImportResult job={job} onAgain={again} />
        ) : (
          <Panel title={text.imports.running}>
            {file ? (
              <Text size="sm" c="dimmed" mb="sm">
                <Foreign>{file.name}</Foreign> · {bytes(file.size)}
              </Text>
            ) : null}
            <Progress value={job?.progress ?? 0} message={job?.message ?? ''} label={text.imports.running} />
          </Panel>
        )
      ) : null}
    </Page>
  );
}

function DropZone({ busy, onFile }: { readonly busy: boolean; readonly onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { edit } = usePowers();

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped && edit) onFile(dropped);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same
    <div
      className={classes['zone']}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileSpreadsheet size={40} stroke={1.4} aria-hidden />
      <Text fw={600} size="lg">
        {text.imports.drop}
      </Text>
      <Text c="dimmed" size="sm" maw={520} ta="center">
        {text.imports.dropWhat}
      </Text>
      <input
        ref={input}
        type="file"
        hidden
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          if (chosen) onFile(chosen);
          event.currentTarget.value = '';
        }}
      />
      <Button
        mt="xs"
        disabled={!edit}
        loading={busy}
        leftSection={<IconUpload size={18} stroke={1.7} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {text.imports.choose}
      </Button>
      {edit ? null : <Text size="sm">{text.common.readersOnly}</Text>}
    </div>
  );
}
