// Several MDS2 at once, one after another: each lands whole or not at all, and one that is none does not stop the others.
import { Button, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { faultText } from '../api/fault.ts';
import { importResult, previewImport, startImport } from '../api/imports.ts';
import { jobOver } from '../api/jobs.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';

interface Taken {
  readonly key: string;
  readonly file: string;
  readonly isDone: boolean;
  readonly words: readonly string[];
}

const MOST_FILES = 50;
const MDS2_KIND = 'mds2';

/** The panel that takes them. */
export function TakeInMds2() {
  const { edit } = usePowers();
  const input = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const work = useMutation({
    mutationFn: async (files: readonly File[]) => {
      setTaken([]);
      for (const [at, file] of files.entries()) {
        const outcome = await takeOne(file);
        setTaken((before) => [...before, { key: String(at), file: file.name, ...outcome }]);
      }
    },
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <Panel title={text.mds2.add} lead={text.mds2.addLead} flush={taken.length > 0}>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".xlsx,.xlsm,.pdf,.csv,.gz"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])].slice(0, MOST_FILES);
          event.currentTarget.value = '';
          if (files.length > 0) work.mutate(files);
        }}
      />
      <Button
        m={taken.length > 0 ? 'md' : 0}
        disabled={!edit}
        loading={work.isPending}
        leftSection={<IconUpload size={18} stroke={1.7} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {text.mds2.chooseFiles}
      </Button>
      {edit ? null : <Text size="sm">{text.common.readersOnly}</Text>}
      {taken.length === 0 ? null : (
        <div role="status">
          <PlainTable
            label={text.mds2.taken}
            columns={text.mds2.takenColumns}
            rows={taken}
            rowKey={({ key }) => key}
            cells={({ file, isDone, words }) => [
              <Foreign key="file">{file}</Foreign>,
              <Tag key="state" tone={isDone ? 'safe' : 'warn'}>
                {isDone ? text.mds2.takenIn : text.mds2.leftOut}
              </Tag>,
              words.map((line) => (
                <div key={line}>
                  <Foreign>{line}</Foreign>
                </div>
              )),
            ]}
          />
        </div>
      )}
    </Panel>
  );
}

async function takeOne(file: File): Promise<Pick<Taken, 'isDone' | 'words'>> {
  try {
    const { kind } = await previewImport(file);
    if (kind !== MDS2_KIND) return { isDone: false, words: [text.mds2.noMds2] };
    const job = await jobOver((await startImport(file, {}, () => undefined)).job);
    const result = importResult(job.result);
    if (job.state !== 'done' || result === undefined) return { isDone: false, words: [job.error ?? job.message] };
    return { isDone: true, words: [text.mds2.answersTaken(count(result.accepted)), ...result.problems] };
  } catch (error) {
    return { isDone: false, words: [faultText(error)] };
  }
}
