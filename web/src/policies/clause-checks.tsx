// What facts say of the checks that the clauses of a policy are bound to: how many devices keep each, which break it, and asking for an exception.
import { Button, Checkbox, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ClauseCheck, SitePolicy } from '#contracts/index.ts';
import { askException } from '../api/exceptions.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { TextLink } from '../parts/link.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';

const words = text.policyPages;
const asking = text.exceptionPages;
const COUNTS = ['broken', 'unknown', 'excepted', 'holds'] as const;
const AT_ONCE = 5;

/** The checks. */
export function ClauseChecks({ policy: { checks, retired } }: { readonly policy: SitePolicy }) {
  const { edit } = usePowers();
  const [asked, ask] = useState<ClauseCheck | null>(null);
  return (
    <Panel title={words.checks} lead={words.checksLead} flush={checks.length > 0}>
      {checks.length === 0 ? (
        words.noChecks
      ) : (
        <PlainTable
          label={words.checks}
          columns={words.checkColumns}
          rows={checks}
          rowKey={({ id }) => id}
          cells={(check) => [
            <div key="title">
              {check.title}
              {check.unknown > 0 ? <div className="quiet">{check.asks}</div> : null}
            </div>,
            <div key="counts">
              {COUNTS.filter((kind) => check[kind] > 0).map((kind) => (
                <div key={kind}>
                  {check.of === 'site' ? words.siteCounts[kind] : words.counts[kind](count(check[kind]))}
                </div>
              ))}
              {check.of === 'site' ? <div className="quiet">{words.ofSite}</div> : null}
            </div>,
            <div key="devices">
              {check.breaking.length > 0 ? <Breaking check={check} /> : check.of === 'site' ? check.why : '–'}
              {edit && !retired && check.broken > 0 ? (
                <div>
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={asking.askOf(check.title)}
                    onClick={() => ask(check)}
                  >
                    {asking.ask}
                  </Button>
                </div>
              ) : null}
            </div>,
          ]}
        />
      )}
      {asked ? <AskException check={asked} onClose={() => ask(null)} /> : null}
    </Panel>
  );
}

function Breaking({ check: { breaking, broken } }: { readonly check: ClauseCheck }) {
  const rest = breaking.slice(AT_ONCE);
  return (
    <>
      <DeviceLinks devices={breaking.slice(0, AT_ONCE)} />
      {rest.length > 0 ? (
        <Unfold label={words.moreDevices(count(broken - AT_ONCE))}>
          <DeviceLinks devices={rest} />
        </Unfold>
      ) : null}
    </>
  );
}

function DeviceLinks({ devices }: { readonly devices: ClauseCheck['breaking'] }) {
  return devices.map(({ id, name, why }) => (
    <div key={id}>
      <TextLink to="/devices/$id" params={{ id }}>
        <Foreign>{name}</Foreign>
      </TextLink>
      <div className="quiet">{visible(why)}</div>
    </div>
  ));
}

function AskException({ check, onClose }: { readonly check: ClauseCheck; readonly onClose: () => void }) {
  const [devices, setDevices] = useState<readonly string[]>([]);
  const [said, setSaid] = useState({ reason: '', instead: '', owner: '', until: '' });
  const save = useWrite(askException, ({ advice }) => {
    onClose();
    notice(advice ?? asking.asked);
  });
  const set = (part: Partial<typeof said>) => setSaid((before) => ({ ...before, ...part }));

  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate({ check: check.id, devices, ...said });
  }

  return (
    <Modal opened onClose={onClose} size="lg" title={asking.ask} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <b>{check.title}</b>
          {check.of === 'device' ? (
            <Checkbox.Group label={asking.fields.devices} value={[...devices]} onChange={setDevices}>
              <Stack gap="xs" mt="xs">
                {check.breaking.map(({ id, name }) => (
                  <Checkbox key={id} value={id} label={<Foreign>{name}</Foreign>} />
                ))}
              </Stack>
            </Checkbox.Group>
          ) : null}
          <Textarea
            label={asking.fields.reason}
            autosize
            minRows={2}
            maxLength={1000}
            value={said.reason}
            onChange={({ currentTarget }) => set({ reason: currentTarget.value })}
          />
          <Textarea
            label={asking.fields.instead}
            autosize
            minRows={2}
            maxLength={1000}
            value={said.instead}
            onChange={({ currentTarget }) => set({ instead: currentTarget.value })}
          />
          <TextInput
            label={asking.fields.owner}
            maxLength={120}
            value={said.owner}
            onChange={({ currentTarget }) => set({ owner: currentTarget.value })}
          />
          <TextInput
            type="date"
            label={asking.fields.until}
            description={asking.fields.untilHow}
            value={said.until}
            onChange={({ currentTarget }) => set({ until: currentTarget.value })}
          />
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={asking.ask} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
