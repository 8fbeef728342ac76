// The log of decisions: read it, write into it, check it, take it away.
import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { IconDownload, IconGavel, IconPencil, IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type DecisionEntry, governance, WRITTEN_KINDS } from '#contracts/index.ts';
import { checkDecisionLog, loadDecisionLog, writeDecision } from '../api/governance.ts';
import { tenantHref } from '../api/http.ts';
import { usePages, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { PagedList } from '../parts/paged-list.tsx';
import { Panel } from '../parts/panel.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Empty, Failure } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './governance.module.css';

const words = text.governance;
const MOST_SUBJECT = 200;
const MOST_WORDS = 2000;

/** The panel. */
export function DecisionLogPanel() {
  const { own } = usePowers();
  const [isWriting, setWriting] = useState(false);
  const pages = usePages(['decision-log'], loadDecisionLog);
  const check = useMutation({ mutationFn: checkDecisionLog });
  const head = pages.data?.pages[0]?.head ?? null;
  return (
    <Panel
      title={words.log}
      lead={words.logLead}
      flush
      actions={
        <Group gap="xs">
          {head ? (
            <>
              <Button
                variant="default"
                size="xs"
                leftSection={<IconShieldCheck size={15} aria-hidden />}
                loading={check.isPending}
                onClick={() => check.mutate()}
              >
                {words.check}
              </Button>
              <Button
                variant="default"
                size="xs"
                component="a"
                href={tenantHref('program/decision-log/export')}
                download="decisions.json"
                leftSection={<IconDownload size={15} aria-hidden />}
              >
                {words.take}
              </Button>
            </>
          ) : null}
          {own ? (
            <Button size="xs" leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setWriting(true)}>
              {words.write}
            </Button>
          ) : null}
        </Group>
      }
    >
      <div className={classes['aside']} aria-live="polite">
        {check.error ? <Failure error={check.error} /> : null}
        {check.data ? (
          <Note tone={check.data.holds ? 'info' : 'danger'} urgent={!check.data.holds}>
            {check.data.holds
              ? words.holds(words.decisions(count(check.data.entries)))
              : `${words.broken} ${check.data.fault ?? ''}`}
          </Note>
        ) : null}
        {head ? (
          <div className="quiet">
            {words.head}: <code className={classes['hash']}>{head.hash}</code> {words.headWhy}
          </div>
        ) : null}
      </div>
      <PagedList
        bare
        label={words.log}
        columns={words.logColumns}
        pages={pages}
        rowKey={({ seq }: DecisionEntry) => String(seq)}
        cells={cellsOf}
        empty={
          <Empty icon={IconGavel} title={words.noLog}>
            {words.noLogWhy}
          </Empty>
        }
      />
      {isWriting ? <WriteDecision onClose={() => setWriting(false)} /> : null}
    </Panel>
  );
}

function cellsOf({ seq, kind, subject, decision, because, by, at }: DecisionEntry) {
  return [
    <div key="decision" className={classes['words']}>
      <Foreign>{decision}</Foreign>
      <div className="quiet">
        {seq}. {words.kinds[kind]}
      </div>
    </div>,
    <span key="subject" className={classes['words']}>
      <Foreign>{subject}</Foreign>
    </span>,
    <span key="because" className={classes['words']}>
      <Foreign>{because}</Foreign>
    </span>,
    <div key="who">
      <Foreign>{by}</Foreign>
      <div className="quiet">
        <When at={at} />
      </div>
    </div>,
  ];
}

function WriteDecision({ onClose }: { readonly onClose: () => void }) {
  const [draft, setDraft] = useState({ kind: 'plan', subject: '', decision: '', because: '' });
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
  const save = useWrite(writeDecision, () => {
    onClose();
    notice(words.written);
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    const input = governance.decisionInput.safeParse(draft);
    setMissing(new Set(input.error?.issues.map(({ path }) => String(path[0]))));
    if (input.success) save.mutate(input.data);
  }

  const errorOf = (field: string) => (missing.has(field) ? text.forms.required : null);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={words.write}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Select
            label={words.kind}
            data={WRITTEN_KINDS.map((value) => ({ value, label: words.kinds[value] }))}
            value={draft.kind}
            allowDeselect={false}
            onChange={(kind) => setDraft({ ...draft, kind: choiceParam(kind ?? '', WRITTEN_KINDS) ?? 'other' })}
          />
          <TextInput
            label={words.subject}
            description={words.subjectHow}
            data-autofocus
            maxLength={MOST_SUBJECT}
            value={draft.subject}
            error={errorOf('subject')}
            onChange={(event) => setDraft({ ...draft, subject: event.currentTarget.value })}
          />
          <Textarea
            label={words.decision}
            autosize
            minRows={2}
            maxLength={MOST_WORDS}
            value={draft.decision}
            error={errorOf('decision')}
            onChange={(event) => setDraft({ ...draft, decision: event.currentTarget.value })}
          />
          <Textarea
            label={words.because}
            description={words.becauseHow}
            autosize
            minRows={2}
            maxLength={MOST_WORDS}
            value={draft.because}
            error={errorOf('because')}
            onChange={(event) => setDraft({ ...draft, because: event.currentTarget.value })}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={words.write} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
