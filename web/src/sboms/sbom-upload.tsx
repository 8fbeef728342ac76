// Taking a bill of materials in: it is looked at first, so that another kind of file is told at once; then it is sent, read and opened.
import { Button, Group, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { importResult, previewImport, startImport } from '../api/imports.ts';
import { isOver } from '../api/jobs.ts';
import { useJob } from '../api/use-job.ts';
import { usePowers } from '../api/use-session.ts';
import { bytes } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const KINDS: readonly string[] = ['cyclonedx', 'spdx'];

/** The panel; nothing for readers. */
export function SbomUpload() {
  const { edit } = usePowers();
  const input = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState({ done: 0, whole: 1 });
  const [other, setOther] = useState<string | null>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const send = useMutation({
    mutationFn: async (file: File) => {
      setOther(null);
      setSent({ done: 0, whole: file.size });
      const { kind, label } = await previewImport(file);
      if (!KINDS.includes(kind)) {
        setOther(label);
        return null;
      }
      return startImport(file, {}, (done, whole) => setSent({ done, whole }));
    },
  });
  const job = useJob(send.data?.job);
  const over = job !== undefined && isOver(job);
  const result = over ? importResult(job.result) : undefined;
  const id = result?.sbom?.id;
  useEffect(() => {
    if (over) void client.invalidateQueries();
  }, [over, client]);
  useEffect(() => {
    if (id !== undefined) void navigate({ to: '/sboms/$id', params: { id } });
  }, [id, navigate]);
  if (!edit) return null;
  const busy = send.isPending || (send.data?.job !== undefined && !over);
  return (
    <Panel
      title={text.sboms.add}
      lead={text.sboms.addLead}
      actions={
        <Button
          loading={busy}
          leftSection={<IconUpload size={18} stroke={1.7} aria-hidden />}
          onClick={() => input.current?.click()}
        >
          {text.sboms.choose}
        </Button>
      }
    >
      <input
        ref={input}
        type="file"
        hidden
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          if (chosen) send.mutate(chosen);
          event.currentTarget.value = '';
        }}
      />
      {send.isPending ? (
        <Progress
          value={sent.done / Math.max(1, sent.whole)}
          message={text.imports.sent(bytes(sent.done), bytes(sent.whole))}
          label={text.imports.sending}
        />
      ) : busy ? (
        <Progress value={job?.progress ?? 0} message={job?.message ?? ''} label={text.sboms.reading} />
      ) : null}
      {other === null ? null : (
        <Note tone="watch" urgent title={text.sboms.otherKind}>
          <Group gap={6}>
            <Text size="sm">
              <Foreign>{text.sboms.otherKindWhy(other)}</Foreign>
            </Text>
            <TextLink to="/import" size="sm">
              {text.sboms.toImport}
            </TextLink>
          </Group>
        </Note>
      )}
      {send.error ? <Failure error={send.error} /> : null}
      {over && id === undefined ? (
        <Note tone="danger" urgent title={text.imports.failed}>
          <Foreign>{job.error ?? job.message}</Foreign>
        </Note>
      ) : null}
    </Panel>
  );
}
