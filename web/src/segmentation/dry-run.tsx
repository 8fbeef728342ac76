// A capture held against the rules: what of it would be let through and what cut.
import { Button, FileInput, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { DryRunDocument } from '#contracts/index.ts';
import type { Query } from '../api/http.ts';
import { dryRun } from '../api/segmentation.ts';
import { usePowers } from '../api/use-session.ts';
import { bytes, count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Progress } from '../parts/progress.tsx';
import { Failure } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import { FlowEnd, FlowWhat, ProofWords } from './proof-panel.tsx';
import classes from './segmentation.module.css';

type Conversation = DryRunDocument['conversations'][number];
const TONES = { allowed: 'safe', cut: 'danger', 'on segment': 'quiet' } as const;
const ORDER = ['cut', 'allowed', 'on segment'] as const;

/** The panel; only for those who may take files in. */
export function DryRun({ query }: { readonly query: Query }) {
  const { edit } = usePowers();
  const [capture, choose] = useState<File | null>(null);
  const [sent, setSent] = useState({ done: 0, whole: 1 });
  const run = useMutation({ mutationFn: dryRun });
  if (!edit) return null;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (capture === null) return;
    setSent({ done: 0, whole: Math.max(1, capture.size) });
    run.mutate({ capture, query, onSent: (done, whole) => setSent({ done, whole }) });
  }

  return (
    <Panel title={text.segmentation.dryRun} lead={text.segmentation.dryRunLead}>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="md">
          <FileInput
            label={text.segmentation.capture}
            placeholder={text.segmentation.chooseCapture}
            value={capture}
            onChange={choose}
            clearable
            clearButtonProps={{ 'aria-label': text.common.clear(text.segmentation.capture) }}
            w={{ base: '100%', xs: 320 }}
          />
          <Button type="submit" disabled={capture === null} loading={run.isPending}>
            {text.segmentation.run}
          </Button>
        </Group>
      </form>
      <div className={classes['run']}>
        {run.isPending ? (
          <Progress
            value={sent.done / sent.whole}
            message={
              sent.done < sent.whole
                ? text.imports.sent(bytes(sent.done), bytes(sent.whole))
                : text.segmentation.reading
            }
            label={text.segmentation.sending}
          />
        ) : null}
        {run.error ? <Failure error={run.error} /> : null}
        {run.data ? <Result of={run.data} /> : null}
      </div>
    </Panel>
  );
}

function Result({ of }: { readonly of: DryRunDocument }) {
  const rows = ORDER.flatMap((verdict) => of.conversations.filter((each) => each.verdict === verdict));
  return (
    <>
      <p className="quiet" role="status">
        {text.segmentation.packets(count(of.packets))}
      </p>
      <ProofWords of={of.proof} />
      {rows.length > 0 ? (
        <div className={classes['rules']}>
          <PlainTable
            label={text.segmentation.dryRun}
            columns={text.segmentation.dryColumns}
            rows={rows}
            rowKey={({ key }) => key}
            cells={cellsOf}
          />
        </div>
      ) : null}
      {of.problems.map((problem) => (
        <p key={problem} className="quiet">
          <Foreign>{problem}</Foreign>
        </p>
      ))}
    </>
  );
}

function cellsOf(conversation: Conversation) {
  const { clientName, client, serverName, server, verdict } = conversation;
  return [
    <FlowEnd key="from" name={clientName} address={client} />,
    <FlowEnd key="to" name={serverName} address={server} />,
    <FlowWhat key="what" of={conversation} />,
    <Tag key="verdict" tone={TONES[verdict]}>
      {text.segmentation.verdicts[verdict]}
    </Tag>,
  ];
}
